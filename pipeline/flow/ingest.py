"""The main job: find a day's addresses, fetch them, extract, store, mend, publish."""

from __future__ import annotations

import dataclasses
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from pipeline.fetch.client import Client
from pipeline.flow.discover import Found, discover_day
from pipeline.flow.events import note
from pipeline.flow.ingest_page import ingest_page
from pipeline.flow.measures import count
from pipeline.flow.mend_stored import mend_articles
from pipeline.flow.publish import publish_day
from pipeline.flow.workplace import Workplace
from pipeline.model.errors import NewsmendError
from pipeline.model.source import Source
from pipeline.store import days as store_days
from pipeline.store import fetches
from pipeline.store.records import PENDING, QUARANTINED, Funnel

OPEN = (PENDING, QUARANTINED)
Progress = Callable[[str, int, int], None]  # what, done, of how many


def quiet(what: str, done: int, total: int) -> None:
    """The progress of somebody who does not look."""


@dataclass(frozen=True, slots=True)
class DayReport:
    """One source's day. `outcomes` counts this run's addresses; `funnel` counts the day's, of all runs."""

    source: str
    day: date
    funnel: Funnel
    outcomes: dict[str, int]
    failures: tuple[str, ...]
    mended: int
    published: int


def ingest_keys(place: Workplace, keys: Sequence[int], progress: Progress = quiet) -> Counter[str]:
    """Brings each address to its end; one that fails goes to quarantine and the rest goes on."""
    ends: Counter[str] = Counter()
    with place.client() as client:
        for done, key in enumerate(keys, 1):
            with place.store.read() as conn:  # read now: another run may have dealt with it meanwhile
                rows = [row for row in fetches.get(conn, [key]) if row.outcome in OPEN]
            for row in rows:
                end = ingest_page(place, client, row)
                ends[end.outcome] += 1
                facts = {"source": row.source, "day": row.day.isoformat(), "url": row.url}
                note(place.settings, "page", outcome=end.outcome, reason=end.reason, **facts)
                count(place.settings, row.source, {end.outcome: 1})
            progress("fetched", done, len(keys))
    return ends


def ingest_day(place: Workplace, source: Source, day: date, progress: Progress = quiet) -> DayReport:
    """The whole of one source's day; run twice, it changes nothing."""
    with place.client() as client:
        found = discover_day(place, client, source, day)
    outcomes = ingest_keys(place, found.due, progress)
    with place.store.read() as conn:
        touched = store_days.articles_touched(conn, day, source.id)
    mended = mend_articles(place, touched, progress)
    published = publish_day(place, day)
    with place.store.read() as conn:
        funnel = fetches.funnel(conn, source=source.id, days=[day])
    counts = dataclasses.asdict(funnel) | {"mended": mended.changed, "published": published}
    note(place.settings, "day", source=source.id, day=day.isoformat(), **counts)
    return DayReport(source.id, day, funnel, dict(outcomes), found.failures, mended.changed, published)


def discover_all(place: Workplace, client: Client, sources: Iterable[Source], day: date) -> list[Found | NewsmendError]:
    """Asks every source; one that cannot be asked at all gives its error and the rest goes on."""
    found: list[Found | NewsmendError] = []
    for source in sources:
        try:
            found.append(discover_day(place, client, source, day))
        except NewsmendError as error:
            found.append(error)
    return found


def funnels(place: Workplace, days: Sequence[date], source: str | None = None) -> dict[date, Funnel]:
    """What became of each day's addresses, of one source or all."""
    with place.store.read() as conn:
        return {day: fetches.funnel(conn, source=source, days=[day]) for day in days}
