"""What was found where on which day, and what became of it."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, Select, and_, exists, func, or_, select, update

from pipeline.model.digest import digest
from pipeline.model.errors import StoreError
from pipeline.model.page import Candidate
from pipeline.store import tables
from pipeline.store.records import DUPLICATE, PENDING, QUARANTINED, REFUSED, STORED, FetchRow, Funnel
from pipeline.store.statements import chunks, insert_new

RETRYABLE_STAGES = ("fetch", "extract")
WEEK = timedelta(days=7)
_t = tables.fetch.c


def register(conn: Connection, source: str, day: date, candidates: Iterable[Candidate], at: datetime) -> list[int]:
    """Notes each address once for this source and day; gives the ids of the day's rows that are due, sorted by address.

    An address whose candidate says that it changed since its row was noted becomes pending again.
    """
    found = _newest(candidates)
    new = [
        {
            "source": source,
            "url": candidate.url,
            "url_key": key,
            "day": day,
            "found_in": candidate.found_in,
            "title": candidate.title,
            "published": candidate.published,
            "modified": candidate.modified,
            "outcome": PENDING,
            "reason": "",
            "status": 0,
            "attempts": 0,
            "at": at,
            "listed_as": candidate.listed_as or None,
        }
        for key, candidate in sorted(found.items())
    ]
    insert_new(conn, tables.fetch, new)
    _revive(conn, source, day, found, at)
    return due(conn, source, day, at)


def due(conn: Connection, source: str | None, day: date, at: datetime) -> list[int]:
    """Pending rows, and those that wait in quarantine because their page could not be had or read; by address.

    An address whose host asked to be left alone is not due before that time.
    """
    q = tables.quarantine.c
    waiting = exists().where(
        q.source == _t.source,
        q.url_key == _t.url_key,
        q.day == _t.day,
        q.stage.in_(RETRYABLE_STAGES),
        q.resolved_at.is_(None),
    )
    free = or_(_t.retry_at.is_(None), _t.retry_at <= at)
    open_rows = or_(_t.outcome == PENDING, and_(_t.outcome == QUARANTINED, waiting, free))
    query = select(_t.id).where(_t.day == day, open_rows)
    if source is not None:
        query = query.where(_t.source == source)
    return list(conn.execute(query.order_by(_t.url, _t.id)).scalars())


def of_day(conn: Connection, source: str, day: date) -> list[int]:
    """All rows of a source's day, whatever became of them; by address."""
    return list(conn.execute(select(_t.id).where(_t.source == source, _t.day == day).order_by(_t.url)).scalars())


def overdue(conn: Connection, source: str, day: date, at: datetime) -> list[Candidate]:
    """What the week before the day could not fetch, and may be tried again now; by address."""
    wanted = (_t.source == source, _t.day < day, _t.day >= day - WEEK, _t.outcome == QUARANTINED, _t.retry_at <= at)
    query = select(tables.fetch).where(*wanted).order_by(_t.url, _t.day)
    return [
        Candidate(row.url, row.found_in, row.published, row.modified, row.title, row.listed_as or "")
        for row in conn.execute(query)
    ]


def postponed(conn: Connection, first: date, at: datetime) -> list[FetchRow]:
    """What days from `first` on could not fetch, and may be tried again now; the longest waiting first."""
    wanted = (_t.day >= first, _t.outcome == QUARANTINED, _t.retry_at <= at)
    return [_from_row(row) for row in conn.execute(select(tables.fetch).where(*wanted).order_by(_t.retry_at, _t.id))]


def settle(conn: Connection, source: str, url: str, day: date) -> None:
    """The address reached its end on this day: what earlier days left undone is done."""
    earlier = (_t.source == source, _t.url_key == digest(url), _t.day < day, _t.outcome == QUARANTINED)
    done = {"outcome": DUPLICATE, "reason": f"done on {day.isoformat()}", "retry_at": None}
    conn.execute(update(tables.fetch).where(*earlier).values(done))


def get(conn: Connection, ids: Iterable[int]) -> list[FetchRow]:
    """Sorted by address; unknown ids are left out."""
    found = [_from_row(r) for some in chunks(ids) for r in conn.execute(select(tables.fetch).where(_t.id.in_(some)))]
    return sorted(found, key=lambda row: (row.url, row.id))


def finish(
    conn: Connection,
    id: int,
    *,
    outcome: str,
    reason: str = "",
    status: int = 0,
    etag: str | None = None,
    last_modified: str | None = None,
    page: str | None = None,
    article: str | None = None,
    retry_at: datetime | None = None,
    at: datetime,
) -> None:
    """Notes one attempt. With a page come its validators; without one, what was known of them stays."""
    values: dict[str, Any] = {"outcome": outcome, "reason": reason, "status": status, "at": at}
    values |= {"attempts": _t.attempts + 1, "retry_at": retry_at}
    known = {"etag": etag, "last_modified": last_modified, "page": page, "article": article}
    with_page = {"etag", "last_modified"} if page is not None else set()
    values |= {name: value for name, value in known.items() if value is not None or name in with_page}
    if conn.execute(update(tables.fetch).where(_t.id == id).values(values)).rowcount != 1:
        raise StoreError("no such row", where=f"fetch {id}", hint="Register the address first.")


def with_pages(conn: Connection, source: str | None, first: date | None, last: date | None) -> list[FetchRow]:
    """The newest row with a page of each article, and of each address that led to none; by source and address."""
    wanted: list[ColumnElement[bool]] = [_t.page.is_not(None)]
    wanted += [_t.source == source] if source is not None else []
    wanted += [_t.day >= first] if first is not None else []
    wanted += [_t.day <= last] if last is not None else []
    newest: dict[tuple[str, str], FetchRow] = {}
    for row in conn.execute(select(tables.fetch).where(*wanted).order_by(_t.at, _t.id)):
        newest[row.source, row.article or row.url_key] = _from_row(row)
    return sorted(newest.values(), key=lambda row: (row.source, row.url, row.day))


def known(conn: Connection, source: str, url: str) -> FetchRow | None:
    """The newest row of any day that has a page or an end."""
    return known_urls(conn, source, (url,)).get(url)


def known_urls(conn: Connection, source: str, urls: Iterable[str]) -> dict[str, FetchRow]:
    """`known` for many addresses; those that are not known are left out."""
    keys = {digest(url): url for url in urls}
    ended = or_(_t.page.is_not(None), _t.outcome.in_((STORED, DUPLICATE, REFUSED)))
    found: dict[str, FetchRow] = {}
    for some in chunks(keys):
        query = select(tables.fetch).where(_t.source == source, _t.url_key.in_(some), ended).order_by(_t.at, _t.id)
        for row in conn.execute(query):
            found[keys[row.url_key]] = _from_row(row)
    return found


def funnel(conn: Connection, *, source: str | None = None, days: Collection[date] | None = None) -> Funnel:
    """How many addresses were found, and what became of them."""
    wanted: list[ColumnElement[bool]] = []
    if source is not None:
        wanted.append(_t.source == source)
    if days is not None:
        wanted.append(_t.day.in_(list(days)))
    query: Select[Any] = select(_t.outcome, func.count()).where(*wanted).group_by(_t.outcome)
    counts = {row[0]: row[1] for row in conn.execute(query)}
    return Funnel(
        found=sum(counts.values()),
        **{name: counts.get(name, 0) for name in (STORED, DUPLICATE, REFUSED, QUARANTINED, PENDING)},
    )


def _newest(candidates: Iterable[Candidate]) -> dict[str, Candidate]:
    """One candidate an address, the last modified one; the first given where that does not decide."""
    found: dict[str, Candidate] = {}
    for candidate in candidates:
        key = digest(candidate.url)
        before = found.get(key)
        if before is None or _later(candidate.modified, before.modified):
            found[key] = candidate
    return found


def _later(one: datetime | None, other: datetime | None) -> bool:
    return one is not None and (other is None or one > other)


def _revive(conn: Connection, source: str, day: date, found: Mapping[str, Candidate], at: datetime) -> None:
    """A row that never had a date of change is compared by when we last dealt with it."""
    for some in chunks(sorted(found)):
        columns = (_t.id, _t.url_key, _t.modified, _t.at)
        query = select(*columns).where(_t.source == source, _t.day == day, _t.url_key.in_(some))
        for row in conn.execute(query).all():
            modified = found[row.url_key].modified
            if modified is not None and modified > (row.modified or row.at):
                values = {"modified": modified, "outcome": PENDING, "reason": "", "retry_at": None, "at": at}
                conn.execute(update(tables.fetch).where(_t.id == row.id).values(values))


def _from_row(row: Row[Any]) -> FetchRow:
    names = FetchRow.__dataclass_fields__
    return FetchRow(**{name: value for name, value in row._mapping.items() if name in names})
