"""The chain of hashes through what people wrote. Each row of a log here is sealed with the seal of the one before.

Invariant: a row and its seal are written in one transaction. A column that is added to a table later is NULL in its old
rows and left out of their seals, so that they go on fitting.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, RowMapping, String, Table, and_, cast, inspect, select, update

from pipeline.model.digest import digest
from pipeline.store import tables
from pipeline.store.columns import canonical_json
from pipeline.store.records import ChainBreak
from pipeline.store.statements import insert_one

# What names a row of each log. The number that a database gave is sealed as well: it orders rows of one moment.
KEYS: Mapping[str, tuple[str, ...]] = {
    "decision": ("key",),
    "lesson": ("lesson", "number"),
    "marking": ("proposal",),
    "second_opinion": ("proposal",),
}
_j, _h = tables.journal.c, tables.journal_head.c


def seal(conn: Connection, table: Table, row: Mapping[str, Any]) -> None:
    """Seals the row that was just written; `row` holds the values of its key.

    Nobody else writes this log before the transaction ends. Whoever locks the log of a source as well does so first.
    """
    same = and_(*(table.c[name] == row[name] for name in KEYS[table.name]))
    stored = conn.execute(select(table).where(same)).mappings().one()
    _append(conn, table.name, stored)


def fill(conn: Connection) -> None:
    """Seals every row that has no seal yet, in the order of writing; for a store that is older than the seals."""
    present = inspect(conn).get_table_names()
    for name in KEYS:
        if name not in present:
            continue
        table = tables.metadata.tables[name]
        there = {column["name"] for column in inspect(conn).get_columns(name)}
        columns = [column for column in table.c if column.name in there]
        known = set(conn.execute(select(_j.key).where(_j.log == name)).scalars())
        order = table.c["seq"] if "seq" in table.c else table.c["at"]
        rows = conn.execute(select(*columns).order_by(order, *(table.c[key] for key in KEYS[name]))).mappings().all()
        for row in rows:
            if key_of(name, row) not in known:
                _append(conn, name, row)


def verify(conn: Connection, log: str) -> ChainBreak | None:
    """None where the log is whole; else the first row that was changed, taken out or put in."""
    table = tables.metadata.tables[log]
    names = [column.name for column in table.c]
    j = tables.journal
    joined = j.outerjoin(table, _key(table) == j.c.key)
    query = select(
        j.c.seq.label("j_seq"), j.c.prev_hash, j.c.hash, *(table.c[name].label(f"t_{name}") for name in names)
    )
    rows = conn.execute(
        query.select_from(joined).where(j.c.log == log).order_by(j.c.seq).execution_options(yield_per=1000)
    )
    seq, last = 0, genesis(log)
    for found in rows.mappings():
        seq += 1
        row = {name: found[f"t_{name}"] for name in names}
        if found["j_seq"] != seq or row[KEYS[log][0]] is None:
            return ChainBreak(log, seq, "the row is missing")
        if found["prev_hash"] != last:
            return ChainBreak(log, seq, "it does not follow the row before it")
        if seal_of(last, log, row) != found["hash"]:
            return ChainBreak(log, seq, "its content is not what was written")
        last = found["hash"]
    return _check_end(conn, log, seq, last)


def _check_end(conn: Connection, log: str, seq: int, last: str) -> ChainBreak | None:
    head = conn.execute(select(_h.seq, _h.hash).where(_h.log == log)).one_or_none()
    if head is None and seq:
        return ChainBreak(log, seq, "the head of the log is missing")
    if head is not None and head.seq > seq:
        return ChainBreak(log, seq + 1, "the row is missing")
    if head is not None and (head.seq, head.hash) != (seq, last):
        return ChainBreak(log, seq, "it is not the row that was written last")
    key = _key(tables.metadata.tables[log])
    sealed = select(_j.key).where(_j.log == log, _j.key == key)
    stranger = conn.execute(select(key).where(~sealed.exists()).order_by(key).limit(1)).scalar()
    return None if stranger is None else ChainBreak(log, seq + 1, f"{stranger[:64]} was put in without a seal")


def heads(conn: Connection) -> dict[str, tuple[int, str]]:
    """Number and hash of the last row of each log: what to publish elsewhere."""
    return {row.log: (row.seq, row.hash) for row in conn.execute(select(tables.journal_head).order_by(_h.log))}


def genesis(log: str) -> str:
    """What the first row of a log follows."""
    return digest("newsmend journal", log)


def seal_of(prev_hash: str, log: str, row: RowMapping | Mapping[str, Any]) -> str:
    """The hash of a row, of all its columns that hold something."""
    content = {name: _plain(value) for name, value in row.items() if value is not None}
    return digest(prev_hash, log, canonical_json(content))


def key_of(log: str, row: RowMapping | Mapping[str, Any]) -> str:
    """The name of a row."""
    return "/".join(str(row[name]) for name in KEYS[log])


def _append(conn: Connection, log: str, row: RowMapping) -> None:
    insert_one(conn, tables.journal_head, {"log": log, "seq": 0, "hash": genesis(log)})
    head = conn.execute(select(_h.seq, _h.hash).where(_h.log == log).with_for_update()).one()
    hash = seal_of(head.hash, log, row)
    entry = {"log": log, "seq": head.seq + 1, "key": key_of(log, row), "prev_hash": head.hash, "hash": hash}
    conn.execute(tables.journal.insert().values(**entry))
    conn.execute(update(tables.journal_head).where(_h.log == log).values(seq=head.seq + 1, hash=hash))


def _key(table: Table) -> ColumnElement[str]:
    """`key_of` in SQL."""
    first, *rest = (table.c[name] for name in KEYS[table.name])
    key: ColumnElement[str] = first
    for column in rest:
        key = key.concat("/").concat(cast(column, String))
    return key


def _plain(value: object) -> object:
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat()
    if isinstance(value, date):
        return value.isoformat()
    return list(value) if isinstance(value, tuple) else value
