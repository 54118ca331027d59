"""What failed, and waits for somebody."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import Connection, select, update

from pipeline.model.digest import digest
from pipeline.store import tables
from pipeline.store.records import QuarantineRow
from pipeline.store.statements import replace_one

KEY = ("source", "url_key", "day", "stage")
_t = tables.quarantine.c


def add(conn: Connection, *, source: str, url: str, day: date, stage: str, error: str, hint: str, at: datetime) -> None:
    """One row for each address, day and stage; a newer failure takes the older one's place and opens it again."""
    row = {"source": source, "url": url, "url_key": digest(url), "day": day, "stage": stage}
    row |= {"error": error, "hint": hint, "at": at, "resolved_at": None}
    replace_one(conn, tables.quarantine, row, KEY)


def resolve(conn: Connection, source: str, url: str, day: date, at: datetime, stage: str = "") -> None:
    """Closes what is open for this address and day, of the stages that begin with `stage`."""
    ours = _t.stage.startswith(stage, autoescape=True)
    key = (_t.source == source, _t.url_key == digest(url), _t.day == day, _t.resolved_at.is_(None), ours)
    conn.execute(update(tables.quarantine).where(*key).values(resolved_at=at))


def resolve_earlier(conn: Connection, source: str, url: str, day: date, at: datetime) -> None:
    """Closes what earlier days left open for this address."""
    key = (_t.source == source, _t.url_key == digest(url), _t.day < day, _t.resolved_at.is_(None))
    conn.execute(update(tables.quarantine).where(*key).values(resolved_at=at))


def open_rows(conn: Connection) -> list[QuarantineRow]:
    """What waits, sorted by source, day, address and stage."""
    columns = [column for column in tables.quarantine.c if column.name != "url_key"]
    query = select(*columns).where(_t.resolved_at.is_(None)).order_by(_t.source, _t.day, _t.url, _t.stage)
    return [QuarantineRow(**row._mapping) for row in conn.execute(query)]
