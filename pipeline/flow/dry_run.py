"""What a run would do, told before anything is fetched or stored."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from pipeline.fetch.address import host_key
from pipeline.fetch.warc_shelf import is_archived
from pipeline.flow.discover import look, words
from pipeline.flow.workplace import Workplace
from pipeline.model.source import Source
from pipeline.store import daily, fetches


@dataclass(frozen=True, slots=True)
class Plan:
    """One source's day. `articles` are addresses to fetch, `hosts` the requests to each host for them; what lies
    in a WARC file needs none.

    `minutes` is what the configured pace asks for; hosts are asked one after another, as one process would.
    `edits` are the applied corrections to expect, by what the source's stored articles needed; None without any.
    """

    source: str
    day: date
    found: int
    articles: int
    hosts: Mapping[str, int]
    minutes: float
    edits: int | None
    failures: tuple[str, ...]

    def __str__(self) -> str:
        hosts = ", ".join(f"{count} to {host}" for host, count in sorted(self.hosts.items())) or "none"
        edits = "unknown" if self.edits is None else f"about {self.edits}"
        return (
            f"{self.source} {self.day}: {self.found} found, {self.articles} to fetch; requests: {hosts}; "
            f"{self.minutes:.1f} minutes at the configured pace; text changes: {edits}"
        )


def plan(place: Workplace, chosen: Sequence[Source], days: Sequence[date]) -> Iterator[Plan]:
    """Asks feeds and lists only, each of them once for all days; no article is fetched."""
    with place.client() as client:
        for day in days:
            for source in chosen:
                discovery, candidates = look(place, client, source, day)
                with place.store.read() as conn:
                    known = fetches.known_urls(conn, source.id, [c.url for c in candidates])
                    rate = daily.edits_per_article(conn, source.id)
                new = [candidate for candidate in candidates if candidate.url not in known]
                asked = [candidate.url for candidate in new if not is_archived(candidate.found_in)]
                yield Plan(
                    source.id,
                    day,
                    len(candidates),
                    len(new),
                    Counter(host_key(url) for url in asked),
                    len(asked) * source.pace / 60,
                    None if rate is None else round(rate * len(new)),
                    words(discovery),
                )
