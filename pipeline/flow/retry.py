"""What waits in quarantine, tried once more."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from pipeline.flow.discover import FILE_STAGE, STAGE, discover_day
from pipeline.flow.ingest import ingest_keys
from pipeline.flow.log import waiting
from pipeline.flow.mend_stored import mend_articles
from pipeline.flow.publish import publish_day
from pipeline.flow.workplace import Workplace, now
from pipeline.store import articles, days, fetches
from pipeline.store.records import QUARANTINED, FetchRow, QuarantineRow

FIRST_WAIT, LAST_WAIT = timedelta(minutes=30), timedelta(hours=24)
MOST = 2_000  # pages a run; what is left comes with the next one


@dataclass(frozen=True, slots=True)
class Retried:
    """Rows that were tried, and how many of them are resolved now."""

    tried: int
    resolved: int


def chosen(
    place: Workplace,
    *,
    source: str | None = None,
    day: date | None = None,
    stage: str | None = None,
    number: int | None = None,
) -> list[QuarantineRow]:
    """What waits, of one source, day or stage, or the row of that number; a stage is named by its first word."""
    return [
        row
        for row in waiting(place)
        if source in (None, row.source) and day in (None, row.day) and stage in (None, row.stage.split(" ")[0])
        if number in (None, row.id)
    ]


def retry(place: Workplace, rows: Iterable[QuarantineRow]) -> Retried:
    """Asks for lists and pages again, mends and publishes; rows about a source file wait for the file."""
    groups: dict[tuple[str, date], list[QuarantineRow]] = defaultdict(list)
    tried: set[int] = set()
    for row in rows:
        if row.stage != FILE_STAGE and row.source in place.sources:
            groups[row.source, row.day].append(row)
            tried.add(row.id)
    for (source, day), group in sorted(groups.items()):
        _retry_day(place, source, day, group)
    left = {row.id for row in waiting(place)}
    return Retried(len(tried), len(tried - left))


def retry_postponed(place: Workplace) -> Retried:
    """Asks again for the pages of the last week that could not be had, once their time has come; mends and publishes.

    A page that fails again waits twice as long as before, up to a day; the time that its host named comes first.
    """
    at = now()
    with place.store.read() as conn:
        rows = fetches.postponed(conn, at.date() - fetches.WEEK, at)
    groups: dict[tuple[str, date], list[FetchRow]] = defaultdict(list)
    for row in [row for row in rows if _has_waited(row, at) and row.source in place.sources][:MOST]:
        groups[row.source, row.day].append(row)
    resolved = 0
    for (source, day), group in sorted(groups.items()):
        ends = ingest_keys(place, [row.id for row in group])
        resolved += ends.total() - ends[QUARANTINED]
        with place.store.read() as conn:
            ids = days.articles_touched(conn, day, source)
        mend_articles(place, ids)
        publish_day(place, day)
    return Retried(sum(map(len, groups.values())), resolved)


def _has_waited(row: FetchRow, at: datetime) -> bool:
    doublings = min(max(row.attempts - 1, 0), 10)
    return at - row.at >= min(FIRST_WAIT * (1 << doublings), LAST_WAIT)


def _retry_day(place: Workplace, source: str, day: date, group: list[QuarantineRow]) -> None:
    if any(row.stage == STAGE for row in group):
        with place.client() as client:
            discover_day(place, client, place.source(source), day)
    pages = {row.url for row in group if row.stage in fetches.RETRYABLE_STAGES}
    with place.store.read() as conn:
        open_keys = [row.id for row in fetches.get(conn, fetches.of_day(conn, source, day)) if row.url in pages]
        due = fetches.due(conn, source, day, now()) if any(row.stage == STAGE for row in group) else []
    ingest_keys(place, sorted({*open_keys, *due}))
    with place.store.read() as conn:
        ids = set(days.articles_touched(conn, day, source))
        ids |= {found.id for row in group if (found := articles.by_url(conn, source, row.url)) is not None}
    mend_articles(place, sorted(ids))
    publish_day(place, day)
