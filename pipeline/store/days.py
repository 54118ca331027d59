"""Who deals with an address now, and what a day's work touched."""

from __future__ import annotations

from datetime import date

from sqlalchemy import Connection, select

from pipeline.store import tables
from pipeline.store.records import PENDING, QUARANTINED

_t = tables.fetch.c


def lock(conn: Connection, id: int) -> bool:
    """Holds the row until the transaction ends; False where another run has brought it to its end already."""
    outcome = conn.execute(select(_t.outcome).where(_t.id == id).with_for_update()).scalar_one()
    return outcome in (PENDING, QUARANTINED)


def articles_touched(conn: Connection, day: date, source: str | None = None) -> list[str]:
    """Ids of the articles that the day's addresses led to, sorted; old ones that changed on that day among them."""
    query = select(_t.article).where(_t.day == day, _t.article.is_not(None)).distinct().order_by(_t.article)
    if source is not None:
        query = query.where(_t.source == source)
    return list(conn.execute(query).scalars())


def noted(conn: Connection, source: str, day: date) -> dict[str, str]:
    """The addresses that were noted for the day, each with its outcome; none where the day was not run."""
    rows = conn.execute(select(_t.url, _t.outcome).where(_t.source == source, _t.day == day))
    return {row.url: row.outcome for row in rows}
