"""Which day an address belongs to, who deals with it now, and what a day's work touched."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, select, update

from pipeline.store import tables
from pipeline.store.records import DUPLICATE, PENDING, QUARANTINED

_t = tables.fetch.c


def lock(conn: Connection, id: int) -> bool:
    """Holds the row until the transaction ends; False where another run has brought it to its end already."""
    outcome = conn.execute(select(_t.outcome).where(_t.id == id).with_for_update()).scalar_one()
    return outcome in (PENDING, QUARANTINED)


def move(
    conn: Connection, id: int, day: date, *, page: str, etag: str | None, last_modified: str | None, at: datetime
) -> None:
    """Lets the address wait, with its page, on the day that it belongs to; where it waits already, this row ends."""
    row = conn.execute(select(tables.fetch).where(_t.id == id).with_for_update()).one()
    there = select(_t.id).where(_t.source == row.source, _t.url_key == row.url_key, _t.day == day)
    values: dict[str, Any] = {"page": page, "etag": etag, "last_modified": last_modified, "at": at}
    if conn.execute(there).scalar() is None:
        values |= {"day": day, "outcome": PENDING}
    else:
        values |= {"outcome": DUPLICATE, "reason": f"belongs to {day}"}
    conn.execute(update(tables.fetch).where(_t.id == id).values(values))


def articles_touched(conn: Connection, day: date, source: str | None = None) -> list[str]:
    """Ids of the articles that the day's addresses led to, sorted; old ones that changed on that day among them."""
    query = select(_t.article).where(_t.day == day, _t.article.is_not(None)).distinct().order_by(_t.article)
    if source is not None:
        query = query.where(_t.source == source)
    return list(conn.execute(query).scalars())
