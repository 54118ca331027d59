"""What a source offers for a window of time, from all its feeds, sitemaps and sections."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import partial

from pipeline.fetch.client import Client
from pipeline.fetch.failure import DiscoveryFailure
from pipeline.fetch.feeds import read_feed
from pipeline.fetch.hints import DAY, day_in
from pipeline.fetch.lists import ListMemory, Lists, Reader
from pipeline.fetch.probe import look_over
from pipeline.fetch.sections import read_section
from pipeline.fetch.sitemaps import read_sitemap
from pipeline.fetch.urls import canonical, site
from pipeline.fetch.warc_shelf import Shelf, is_archived
from pipeline.model.errors import FetchError
from pipeline.model.page import Candidate
from pipeline.model.source import Source

__all__ = ["Discovery", "DiscoveryFailure", "discover"]

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Discovery:
    """Candidates sorted by address, each address once; failures in the order of the source file."""

    candidates: tuple[Candidate, ...]
    failures: tuple[DiscoveryFailure, ...]


def discover(
    client: Client,
    source: Source,
    start: datetime,
    end: datetime,
    memory: ListMemory | None = None,
    shelf: Shelf = Shelf(),  # noqa: B008  frozen
) -> Discovery:
    """Everything dated within [start, end), by publication or change, and everything undated.

    WARC files are looked into first: what they hold needs no request. With a `memory`, feeds and sitemaps are asked
    for as often as they change. A source that names no place at all is looked over: its robots.txt, the links of its
    home page, the usual addresses.
    """
    found: dict[str, Candidate] = {}
    failures: list[DiscoveryFailure] = []
    lists: Reader = client if memory is None else Lists(client, memory, end, datetime.now(UTC))
    if not (source.feeds or source.sitemaps or source.sections or source.warc):
        try:
            source = look_over(client, source)
        except FetchError as error:
            return Discovery((), (DiscoveryFailure(source.home, str(error)),))
    sites = _sites(source)
    for place, read in _places(client, lists, shelf, source, start, end):
        try:
            for item in read():
                if isinstance(item, DiscoveryFailure):
                    failures.append(item)
                else:
                    _add(found, item, sites)
        except FetchError as error:
            failures.append(DiscoveryFailure(place, str(error)))
    kept = (found[url] for url in sorted(found) if _wanted(found[url], start, end))
    return Discovery(tuple(kept), tuple(failures))


def _places(
    client: Client, lists: Reader, shelf: Shelf, source: Source, start: datetime, end: datetime
) -> Iterator[tuple[str, Callable[[], Iterable[Candidate | DiscoveryFailure]]]]:
    """In the order of trust: where two places list one article, the first one's word counts."""
    for place in source.warc:  # first, since what is there costs no request
        yield place, partial(shelf.candidates, source, place, start, end, _sites(source))
    for url in source.feeds:
        yield url, partial(read_feed, lists, source, url)
    for url in source.sitemaps:
        yield url, partial(read_sitemap, lists, source, url, start, end)
    for url in source.sections:
        yield url, partial(read_section, client, source, url, start)


def _add(found: dict[str, Candidate], candidate: Candidate, sites: set[str]) -> None:
    try:
        url = canonical(candidate.url)
    except ValueError:
        log.info("%s lists %r, which is no address", candidate.found_in, candidate.url)
        return
    if not url.startswith(("http://", "https://")) or site(url) not in sites:
        log.info("%s lists %s, which is another site's", candidate.found_in, url)
        return
    known = found.get(url)
    spelled = candidate.url if candidate.url != url else ""
    found[url] = replace(candidate, url=url, listed_as=spelled) if known is None else _merge(known, candidate)


def _sites(source: Source) -> set[str]:
    return {site(url) for url in (source.home, *source.feeds, *source.sitemaps, *source.sections)}


def _merge(first: Candidate, later: Candidate) -> Candidate:
    changes = [moment for moment in (first.modified, later.modified) if moment is not None]
    newer = later.modified if is_archived(first.found_in) and not is_archived(later.found_in) else None
    outdated = newer is not None and first.modified is not None and newer > first.modified
    return replace(
        first,
        found_in=later.found_in if outdated else first.found_in,
        published=first.published if first.published is not None else later.published,
        modified=max(changes, default=None),
        title=first.title or later.title,
    )


def _wanted(candidate: Candidate, start: datetime, end: datetime) -> bool:
    dates = [moment for moment in (candidate.published, candidate.modified) if moment is not None]
    if dates:
        return any(start <= moment < end for moment in dates)
    hint = day_in(candidate.url)
    return hint is None or start - DAY <= hint < end + DAY
