"""What was heard last of each feed and sitemap, and how often it changes."""

from __future__ import annotations

from dataclasses import asdict

from sqlalchemy import Connection, select

from pipeline.model.digest import digest
from pipeline.store import tables
from pipeline.store.records import ListRow
from pipeline.store.statements import replace_one

_t = tables.list_state.c
_COLUMNS = [column for column in tables.list_state.c if column.name != "url_key"]


def get(conn: Connection, url: str) -> ListRow | None:
    """None where nothing was ever heard of it."""
    row = conn.execute(select(*_COLUMNS).where(_t.url_key == digest(url))).one_or_none()
    return None if row is None else ListRow(**row._mapping)


def put(conn: Connection, row: ListRow) -> None:
    """The newest state takes the place of the one before."""
    replace_one(conn, tables.list_state, {"url_key": digest(row.url), **asdict(row)}, ("url_key",))


def retired(conn: Connection, source: str | None = None) -> list[ListRow]:
    """The lists that are asked no more, by source and address."""
    query = select(*_COLUMNS).where(_t.retired_at.is_not(None))
    if source is not None:
        query = query.where(_t.source == source)
    return [ListRow(**row._mapping) for row in conn.execute(query.order_by(_t.source, _t.url))]
