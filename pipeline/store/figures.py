"""Counts by source and day for the figures that people look at; of what stands, read from indexes."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any, NamedTuple

from sqlalchemy import Column, Connection, Select, and_, func, literal, select

from pipeline.store import documents, tables
from pipeline.store.samples import UNASKED

_a, _d, _f, _i, _s = (
    tables.article.c,
    tables.document.c,
    tables.fetch.c,
    tables.review_item.c,
    tables.decision.c,
)


class Count(NamedTuple):
    """`what` is an outcome, a fault, a verdict; `who` a reviewer, or the second of two words that are counted by."""

    source: str
    day: date
    what: str
    who: str
    number: int


def found(conn: Connection, first: date, last: date, source: str = "") -> Iterator[Count]:
    """Addresses by what became of them: stored, duplicate, quarantined, refused, pending."""
    keys = (_f.source, _f.day, _f.outcome)
    for row in conn.execute(_within(select(*keys, func.count()).group_by(*keys), _f, first, last, source)):
        yield Count(row[0], row[1], row[2], "", row[3])


def words(conn: Connection, first: date, last: date, source: str = "") -> Iterator[Count]:
    """Words of the texts that stand."""
    joined = tables.document.join(tables.article, _d.article == _a.id)
    query = documents.standing().with_only_columns(_a.source, _a.day, func.sum(_d.words)).select_from(joined)
    for row in conn.execute(_within(query.group_by(_a.source, _a.day), _a, first, last, source)):
        yield Count(row[0], row[1], "words", "", int(row[2]))


def rulings(conn: Connection, first: date, last: date, source: str = "") -> Iterator[Count]:
    """Rulings that stand, by outcome (`what`) and fault (`who`)."""
    keys = (_i.day, _i.source, _i.fault, _i.outcome)  # the order of the index
    for row in conn.execute(_within(select(*keys, func.count()).group_by(*keys), _i, first, last, source)):
        yield Count(row[1], row[0], row[3], row[2], row[4])


def reverted(conn: Connection, first: date, last: date, source: str = "") -> Iterator[Count]:
    """Edits that the machine had applied unasked and a reviewer took back."""
    r = tables.ruling.c
    before = select(literal(1)).where(r.proposal == _i.proposal, r.outcome == "APPLY", r.because == UNASKED)
    query = select(_i.source, _i.day, func.count()).where(_i.outcome == "REJECTED", before.exists())
    for row in conn.execute(_within(query.group_by(_i.source, _i.day), _i, first, last, source)):
        yield Count(row[0], row[1], "reverted", "", row[2])


def decided(conn: Connection, first: date, last: date, source: str = "") -> Iterator[Count]:
    """Decisions by the day (UTC) they were made on, by verdict and reviewer; of a source, on what stands there."""
    start, end = (datetime.combine(day, datetime.min.time(), UTC) for day in (first, last + timedelta(days=1)))
    at = func.timezone("UTC", _s.at) if conn.dialect.name == "postgresql" else _s.at
    day = func.date(at).label("day")
    query = select(day, _s.verdict, _s.actor, func.count()).where(and_(_s.at >= start, _s.at < end))
    if source:
        here = select(literal(1)).where(_i.proposal == _s.proposal, _i.source == source)
        query = query.where(here.exists())
    for row in conn.execute(query.group_by(day, _s.verdict, _s.actor)):
        made = row[0] if isinstance(row[0], date) else date.fromisoformat(row[0])
        yield Count(source, made, row[1], row[2], row[3])


def newest_day(conn: Connection) -> date | None:
    """The last day that has an article or an address; None in an empty store."""
    days = [conn.execute(select(func.max(column))).scalar() for column in (_a.day, _f.day)]
    return max((day for day in days if day is not None), default=None)


def _within(query: Select[Any], t: Any, first: date, last: date, source: str) -> Select[Any]:
    day: Column[date] = t.day
    query = query.where(day.between(first, last))
    return query.where(t.source == source) if source else query
