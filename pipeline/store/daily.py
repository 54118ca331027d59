"""Figures by source and day: what alarms and plans are made of."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import Connection, func, select

from pipeline.store import tables
from pipeline.store.tables import correction_log

_a, _d, _f, _q, _v = tables.article.c, tables.document.c, tables.fetch.c, tables.quarantine.c, correction_log.c


@dataclass(slots=True)
class Day:
    """One source's day; `edits` are applied corrections of the texts that stand, `words` their size."""

    articles: int = 0
    words: int = 0
    edits: int = 0
    found: int = 0
    pending: int = 0
    quarantined: int = 0


def per_day(conn: Connection, first: date, last: date) -> dict[str, dict[date, Day]]:
    """By source and day, both ends included; days on which nothing was found are left out."""
    days: dict[str, dict[date, Day]] = {}

    def of(source: str, day: date) -> Day:
        return days.setdefault(source, {}).setdefault(day, Day())

    span = _a.day.between(first, last)
    for source, day, count in conn.execute(
        select(_a.source, _a.day, func.count()).where(span).group_by(_a.source, _a.day)
    ):
        of(source, day).articles = count
    sizes = select(_a.source, _a.day, func.sum(_d.words)).join_from(
        tables.document, tables.article, _d.article == _a.id
    )
    for source, day, words in conn.execute(sizes.where(span).group_by(_a.source, _a.day)):
        of(source, day).words = int(words)
    applied = select(_v.source, _v.day, func.count()).where(
        _v.day.between(first, last), _v.outcome == "APPLY", _v.standing == 1
    )
    for source, day, edits in conn.execute(applied.group_by(_v.source, _v.day)):
        of(source, day).edits = edits
    outcomes = select(_f.source, _f.day, _f.outcome, func.count()).where(_f.day.between(first, last))
    for source, day, outcome, count in conn.execute(outcomes.group_by(_f.source, _f.day, _f.outcome)):
        row = of(source, day)
        row.found += count
        row.pending += count if outcome == "pending" else 0
        row.quarantined += count if outcome == "quarantined" else 0
    return days


def newest_articles(conn: Connection) -> dict[str, datetime]:
    """By source, when its newest article was published; where no time is known, the start of its day."""
    found: dict[str, datetime] = {}
    for source, published in conn.execute(select(_a.source, func.max(_a.published)).group_by(_a.source)):
        if published is not None:
            found[source] = published
    return found


def edits_per_article(conn: Connection, source: str) -> float | None:
    """Applied corrections an article, over all that stand; None where nothing is stored."""
    articles = conn.execute(select(func.count()).where(_a.source == source)).scalar_one()
    if not articles:
        return None
    applied = select(func.count()).where(_v.source == source, _v.outcome == "APPLY", _v.standing == 1)
    return int(conn.execute(applied).scalar_one()) / int(articles)
