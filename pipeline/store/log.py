"""The correction log, as people read it, and the proof that nobody changed it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from sqlalchemy import Connection, Row, select

from pipeline.store import chain, tables
from pipeline.store.records import ChainBreak, LogRow
from pipeline.store.tables import correction_log

_v = correction_log.c


def rows(
    conn: Connection,
    *,
    source: str | None = None,
    day: date | None = None,
    outcome: str | None = None,
    rule: str | None = None,
    since_seq: int = 0,
    limit: int | None = None,
    all: bool = False,
) -> Iterator[LogRow]:
    """Sorted by source and number. Only the newest mending of each newest text; `all` gives the history."""
    query = select(correction_log).order_by(_v.source, _v.seq).limit(limit)
    for column, value in ((_v.source, source), (_v.day, day), (_v.outcome, outcome), (_v.rule, rule)):
        if value is not None:
            query = query.where(column == value)
    if since_seq:
        query = query.where(_v.seq > since_seq)
    if not all:
        query = query.where(_v.standing == 1)
    for row in conn.execute(query.execution_options(yield_per=1000)):
        yield _from_row(row)


def verify_chain(conn: Connection, source: str) -> ChainBreak | None:
    """None where the source's log is whole; else the first row that was changed, taken out or put in."""
    t = tables.ruling.c
    seq, last = 0, chain.genesis(source)
    query = select(tables.ruling).where(t.source == source).order_by(t.seq)
    for row in conn.execute(query.execution_options(yield_per=1000)).mappings():
        seq += 1
        if row["seq"] != seq:
            return ChainBreak(source, seq, "the row is missing")
        if row["prev_hash"] != last:
            return ChainBreak(source, seq, "it does not follow the row before it")
        if chain.seal(last, row) != row["hash"]:
            return ChainBreak(source, seq, "its content is not what was written")
        last = row["hash"]
    return _check_head(conn, source, seq, last)


def sources(conn: Connection) -> list[str]:
    """The sources that have a log, sorted."""
    return list(conn.execute(select(tables.chain.c.source).order_by(tables.chain.c.source)).scalars())


def _check_head(conn: Connection, source: str, seq: int, last: str) -> ChainBreak | None:
    t = tables.chain.c
    head = conn.execute(select(t.seq, t.hash).where(t.source == source)).one_or_none()
    if head is None:
        return ChainBreak(source, seq, "the head of the log is missing") if seq else None
    if head.seq > seq:
        return ChainBreak(source, seq + 1, "the row is missing")
    if (head.seq, head.hash) != (seq, last):
        return ChainBreak(source, seq, "it is not the row that was written last")
    return None


def _from_row(row: Row[Any]) -> LogRow:
    fields = dict(row._mapping)
    del fields["standing"]
    return LogRow(start=fields.pop("start_offset"), end=fields.pop("end_offset"), **fields)
