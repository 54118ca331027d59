"""What is configured, whether it works, and a draft for a new site."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import timedelta

from pipeline.extract.page import extract
from pipeline.fetch.client import Client
from pipeline.fetch.discover import discover
from pipeline.fetch.probe import probe
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

    @property
    def works(self) -> bool:
        return self.found > 0 and self.read > 0


def check(place: Workplace, sources: list[Source]) -> Iterator[Check]:
    """Asks each source for its newest articles and reads a few; stores nothing."""
    with place.client() as client:
        for source in sources:
            yield _check(client, source)


def _check(client: Client, source: Source) -> Check:
    end = now()
    discovery = discover(client, source, end - LOOK_BACK, end)
    complaints = [f"{failure.where}: {failure.what}" for failure in discovery.failures]
    newest = sorted(discovery.candidates, key=lambda c: (c.published or c.modified or end - LOOK_BACK, c.url))
    outcomes: Counter[str] = Counter()
    for candidate in newest[: -SAMPLE - 1 : -1]:
        try:
            page = client.get(candidate.url, source)
            article = extract(page, source.selectors)
            outcomes["read"] += 1
            complaints.extend(_drift(page, source, article))
        except (FetchError, NotAnArticle) as error:
            outcomes["failed"] += 1
            complaints.append(str(error))
    return Check(source, len(discovery.candidates), outcomes["read"], outcomes.total(), tuple(complaints))


def _drift(page: Page, source: Source, ruled: Article) -> Iterator[str]:
    """Says so where the site's `body` selectors and the general score no longer find the same text."""
    if not source.selectors.body:
        return
    try:
        scored = extract(page, replace(source.selectors, body=()))
    except NotAnArticle:
        return
    ours, theirs = set(ruled.text.split()), set(scored.text.split())
    agreement = len(ours & theirs) / max(1, len(ours | theirs))
    if agreement < AGREE:
        yield (
            f"{page.final_url}: drift: `body` and the general score share {agreement:.0%} of their words. "
            "Look at the page: the site may have been rebuilt"
        )


def draft(place: Workplace, url: str) -> str:
    """A source file for the site at that address."""
    with place.client() as client:
        return probe(client, url)
