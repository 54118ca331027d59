"""The sources that were ever used, as they were last configured."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection, select

from pipeline.model.source import Source
from pipeline.store import tables
from pipeline.store.statements import replace_one


def upsert(conn: Connection, source: Source, at: datetime) -> bool:
    """True where something was new or changed; otherwise nothing is written."""
    row = {
        "id": source.id,
        "name": source.name,
        "home": source.home,
        "language": source.language,
        "translated": source.translated,
    }
    kept = conn.execute(select(tables.source).where(tables.source.c.id == source.id)).mappings().one_or_none()
    if kept is not None and all(kept[name] == value for name, value in row.items()):
        return False
    replace_one(conn, tables.source, {**row, "at": at}, ("id",))
    return True


def ids(conn: Connection) -> list[str]:
    """Sorted."""
    return list(conn.execute(select(tables.source.c.id).order_by(tables.source.c.id)).scalars())
