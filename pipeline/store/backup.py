"""A store as lines of JSON and back: any database to any database, of this version or an older one."""

from __future__ import annotations

import base64
import json
from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import (
    BigInteger,
    Column,
    Connection,
    Date,
    DateTime,
    LargeBinary,
    Table,
    func,
    insert,
    inspect,
    select,
    text,
)

from pipeline.model.errors import StoreError
from pipeline.store.migrations import current, upgrade
from pipeline.store.tables import metadata

FORMAT = 1
CHUNK = 200
HINT = "Is it a file that `newsmend backup` wrote, and all of it?"


def dump(conn: Connection) -> Iterator[str]:
    """A line that says what it is, a line a row, and a line with the counts, so that a file cut short is seen."""
    yield _line({"newsmend": FORMAT, "schema": current(conn)})
    counts: dict[str, int] = {}
    for table in metadata.sorted_tables:
        rows = conn.execute(select(table).order_by(*table.primary_key.columns).execution_options(yield_per=500))
        counts[table.name] = 0
        for row in rows:
            counts[table.name] += 1
            yield _line({"table": table.name, "row": {c.name: _plain(v) for c, v in zip(table.c, row, strict=True)}})
    yield _line({"end": counts})


def load(conn: Connection, lines: Iterable[str]) -> dict[str, int]:
    """Fills an empty database inside the caller's transaction, then brings it to the newest version; rows by table.

    Raises:
        StoreError: the database is not empty, or the file is cut short, damaged or newer than this program.
    """
    read = iter(lines)
    head = _parse(next(read, ""))
    if head.get("newsmend") != FORMAT or not head.get("schema"):
        raise StoreError("no backup of a store", hint=HINT)
    if current(conn) is not None:
        raise StoreError("the store is not empty", hint="Restore into a new database: NEWSMEND_DATABASE_URL.")
    upgrade(conn, str(head["schema"]))
    counts, end = _fill(conn, read)
    if end != counts:
        raise StoreError("the backup is cut short or damaged", hint=HINT)
    _set_sequences(conn)
    upgrade(conn)
    return counts


def _fill(conn: Connection, lines: Iterator[str]) -> tuple[dict[str, int], object]:
    counts: dict[str, int] = {}
    waiting: list[dict[str, Any]] = []
    name = ""
    for line in lines:
        entry = _parse(line)
        if "end" in entry or entry.get("table") != name or len(waiting) == CHUNK:
            if waiting:
                conn.execute(insert(_table(name)), waiting)
            waiting = []
        if "end" in entry:
            return {**dict.fromkeys(entry["end"], 0), **counts}, entry["end"]
        name = str(entry.get("table"))
        waiting.append(_values(_table(name), entry.get("row")))
        counts[name] = counts.get(name, 0) + 1
    return counts, None


def _table(name: str) -> Table:
    if name not in metadata.tables:
        raise StoreError(f"the backup has a table {name!r}, which this program does not know", hint=HINT)
    return metadata.tables[name]


def _values(table: Table, row: object) -> dict[str, Any]:
    if not isinstance(row, dict) or not set(row) <= set(table.c.keys()):
        raise StoreError(f"a row of {table.name!r} is not one of this program", hint=HINT)
    return {name: _typed(table.c[name], value) for name, value in row.items()}


def _typed(column: Column[Any], value: Any) -> Any:
    kind = getattr(column.type, "impl_instance", column.type)
    try:
        if value is None:
            return None
        if isinstance(kind, LargeBinary):
            return base64.b64decode(value, validate=True)
        if isinstance(kind, DateTime):
            return datetime.fromisoformat(value)
        if isinstance(kind, Date):
            return date.fromisoformat(value)
    except (ValueError, TypeError) as error:
        raise StoreError(f"{column} holds {value!r:.60}", hint=HINT) from error
    return tuple(value) if isinstance(value, list) else value


def _plain(value: object) -> object:
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, bytes | memoryview):
        return base64.b64encode(value).decode("ascii")
    return list(value) if isinstance(value, tuple) else value


def _line(entry: dict[str, object]) -> str:
    return json.dumps(entry, ensure_ascii=True, sort_keys=True, allow_nan=False) + "\n"


def _parse(line: str) -> dict[str, Any]:
    try:
        entry = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise StoreError("a line of the backup is no JSON", hint=HINT) from error
    if not isinstance(entry, dict):
        raise StoreError("a line of the backup is no row", hint=HINT)
    return entry


def _set_sequences(conn: Connection) -> None:
    """New rows go on after the restored ones."""
    if conn.dialect.name != "postgresql":
        return
    there = set(inspect(conn).get_table_names())  # a backup of an older release has fewer tables
    for table in (t for t in metadata.sorted_tables if t.name in there):
        for column in table.primary_key.columns:
            if column.autoincrement is True or (isinstance(column.type, BigInteger) and len(table.primary_key) == 1):
                name = conn.execute(
                    text("SELECT pg_get_serial_sequence(:t, :c)"), {"t": table.name, "c": column.name}
                ).scalar()
                if name is not None:
                    most = conn.execute(select(func.max(column))).scalar()
                    if most is not None:
                        conn.execute(text("SELECT setval(:name, :most)"), {"name": name, "most": most})
