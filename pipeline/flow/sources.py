"""What is configured, whether it works, and a draft for a new site."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path

from pipeline.extract.page import extract
from pipeline.fetch.client import Client
from pipeline.fetch.discover import discover
from pipeline.fetch.moments import OLDEST
from pipeline.fetch.probe import probe
from pipeline.fetch.warc_shelf import is_archived
from pipeline.flow import frozen
from pipeline.flow.workplace import Workplace, now
from pipeline.model.article import Article
from pipeline.model.errors import FetchError, NotAnArticle
from pipeline.model.page import Page
from pipeline.model.source import Source

LOOK_BACK = timedelta(days=7)
SAMPLE = 3
AGREE = 0.7  # share of words below which a rule and the general score tell of drift


@dataclass(frozen=True, slots=True)
class Check:
    """One source asked now: addresses found in the last week, articles read of a sample, and every complaint."""

    source: Source
    found: int
    read: int
    tried: int
    complaints: tuple[str, ...]
    drift: bool = False  # rule and general score disagree, or the frozen page no longer gives its text

    @property
    def works(self) -> bool:
        return self.found > 0 and self.read > 0 and not self.drift


def check(place: Workplace, sources: list[Source]) -> Iterator[Check]:
    """Asks each source for its newest articles and reads a few; stores nothing."""
    with place.client() as client:
        for source in sources:
            yield _check(place, client, source)


def _check(place: Workplace, client: Client, source: Source) -> Check:
    end = now()
    discovery = discover(client, source, OLDEST if source.warc else end - LOOK_BACK, end, shelf=place.shelf)
    complaints = [f"{failure.where}: {failure.what}" for failure in discovery.failures]
    newest = sorted(discovery.candidates, key=lambda c: (c.published or c.modified or end - LOOK_BACK, c.url))
    drifts = list(frozen_drift(source))
    outcomes: Counter[str] = Counter()
    for candidate in newest[: -SAMPLE - 1 : -1]:
        try:
            archived = is_archived(candidate.found_in)
            page = (
                place.shelf.page(candidate.found_in, candidate.url, source)
                if archived
                else client.get(candidate.url, source)
            )
            article = extract(page, source.selectors)
            outcomes["read"] += 1
            drifts.extend(_drift(page, source, article))
        except (FetchError, NotAnArticle) as error:
            outcomes["failed"] += 1
            complaints.append(str(error))
    told = (*complaints, *drifts)
    return Check(source, len(discovery.candidates), outcomes["read"], outcomes.total(), told, bool(drifts))


def frozen_drift(source: Source) -> Iterator[str]:
    """Reads the source's frozen page by rule and by score, and says where either leaves the text that it had.

    Raises:
        SourceError: the file is not there or is no frozen page.
    """
    if not source.frozen:
        return
    page, wanted = frozen.load(Path(source.frozen))
    try:
        ruled = extract(page, source.selectors)
    except NotAnArticle as error:
        yield f"{source.frozen}: drift: the frozen page is refused now: {error.what}"
        return
    if ruled.text != wanted:
        share = _agreement(ruled.text, wanted)
        yield f"{source.frozen}: drift: the frozen page no longer gives its text; {share:.0%} of the words are shared"
    yield from _drift(page, source, ruled)


def _drift(page: Page, source: Source, ruled: Article) -> Iterator[str]:
    """Says so where the site's `body` selectors and the general score no longer find the same text."""
    if not source.selectors.body:
        return
    try:
        scored = extract(page, replace(source.selectors, body=()))
    except NotAnArticle:
        return
    agreement = _agreement(ruled.text, scored.text)
    if agreement < AGREE:
        yield (
            f"{page.final_url}: drift: `body` and the general score share {agreement:.0%} of their words. "
            "Look at the page: the site may have been rebuilt"
        )


def _agreement(one: str, other: str) -> float:
    ours, theirs = set(one.split()), set(other.split())
    return len(ours & theirs) / max(1, len(ours | theirs))


def freeze(place: Workplace, source: Source, url: str) -> str:
    """A frozen page as JSON: the page at that address now, and the text that the source's selectors find on it.

    Raises:
        FetchError: it cannot be fetched.
        NotAnArticle: it holds none.
    """
    with place.client() as client:
        page = client.get(url, source)
    return frozen.dump(page, extract(page, source.selectors).text)


def draft(place: Workplace, url: str) -> str:
    """A source file for the site at that address."""
    with place.client() as client:
        return probe(client, url)
