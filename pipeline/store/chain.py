"""The chain of hashes through one source's log: each ruling seals all of itself and the hash of the one before."""

from __future__ import annotations

from datetime import UTC, datetime

from sqlalchemy import Connection, RowMapping, select, update

from pipeline.model.digest import digest
from pipeline.store import tables
from pipeline.store.columns import canonical_json
from pipeline.store.statements import insert_one

SEALED = tuple(column.name for column in tables.ruling.c if column.name not in {"prev_hash", "hash"})


def genesis(source: str) -> str:
    """What the first ruling of a source follows."""
    return digest("newsmend log", source)


def seal(prev_hash: str, row: RowMapping | dict[str, object]) -> str:
    """The hash of a ruling's row."""
    return digest(prev_hash, canonical_json({name: _plain(row[name]) for name in SEALED}))


def lock(conn: Connection, source: str) -> tuple[int, str]:
    """Number and hash of the last ruling; nobody else extends this source's log before the transaction ends."""
    insert_one(conn, tables.chain, {"source": source, "seq": 0, "hash": genesis(source)})
    t = tables.chain.c
    head = conn.execute(select(t.seq, t.hash).where(t.source == source).with_for_update()).one()
    return head.seq, head.hash


def advance(conn: Connection, source: str, seq: int, hash: str) -> None:
    """Moves the head; the lock must be held."""
    conn.execute(update(tables.chain).where(tables.chain.c.source == source).values(seq=seq, hash=hash))


def _plain(value: object) -> object:
    return value.astimezone(UTC).isoformat() if isinstance(value, datetime) else value
