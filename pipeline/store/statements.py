"""Statements that the two databases write differently, and the few that every repository needs."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, TypeVar

from sqlalchemy import Connection, Table
from sqlalchemy.dialects import postgresql, sqlite

T = TypeVar("T")
CHUNK = 500  # well under both databases' limit of parameters in one statement


def chunks(items: Iterable[T]) -> Iterator[Sequence[T]]:
    """The items in lists that fit one statement."""
    listed = list(items)
    for start in range(0, len(listed), CHUNK):
        yield listed[start : start + CHUNK]


def insert_new(conn: Connection, table: Table, rows: Sequence[Mapping[str, Any]]) -> None:
    """Adds the rows that no unique key knows yet. Give them sorted by key, so that two writers cannot deadlock."""
    if not rows:
        return
    dialect = postgresql if conn.dialect.name == "postgresql" else sqlite
    conn.execute(dialect.insert(table).on_conflict_do_nothing(), list(rows))


def insert_one(conn: Connection, table: Table, row: Mapping[str, Any]) -> bool:
    """True where the row is new, False where a unique key knows it."""
    dialect = postgresql if conn.dialect.name == "postgresql" else sqlite
    return conn.execute(dialect.insert(table).values(**row).on_conflict_do_nothing()).rowcount == 1


def replace_one(conn: Connection, table: Table, row: Mapping[str, Any], key: Sequence[str]) -> None:
    """Adds the row, or sets all its values where `key` knows it."""
    dialect = postgresql if conn.dialect.name == "postgresql" else sqlite
    changed = {name: value for name, value in row.items() if name not in key}
    conn.execute(dialect.insert(table).values(**row).on_conflict_do_update(index_elements=list(key), set_=changed))
