"""The log of what stands, by source and number, under the queue's filters."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Select, and_, literal, select, tuple_

from pipeline.model.errors import UsageError
from pipeline.review.filters import Filters
from pipeline.review.queue import conditions
from pipeline.store import tables

PAGE = 100
COLUMNS = (
    "source", "seq", "day", "article_url", "article_id", "part", "start", "end", "before", "after", "fault", "rule",
    "outcome", "confidence", "evidence", "because", "state", "reviewer", "decided_at", "proposal_id", "run_id", "at",
    "prev_hash", "hash",
)  # fmt: skip
_KEY = re.compile(r"(\d{1,18})~(.{1,250})", re.DOTALL)
Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class LogPage:
    """Some rows; `more` is the key of the last one where others follow."""

    rows: tuple[Row, ...]
    more: str | None


def page(conn: Connection, filters: Filters, after: str = "", size: int = PAGE) -> LogPage:
    """Raises UsageError where `after` is no place in the log."""
    query = _query(conn, filters)
    if after:
        match = _KEY.fullmatch(after)
        if match is None or "\x00" in after:
            raise UsageError("the place in the log cannot be read", where="after", hint="Start from the first page.")
        t = tables.review_item.c
        query = query.where(tuple_(t.source, t.seq) > tuple_(literal(match[2], t.source.type), literal(int(match[1]))))
    found = [dict(row) for row in conn.execute(query.limit(size + 1)).mappings()]
    rows = tuple(found[:size])
    return LogPage(rows, f"{rows[-1]['seq']}~{rows[-1]['source']}" if len(found) > size else None)


def rows(conn: Connection, filters: Filters) -> Iterator[Row]:
    """Every row, read as it is used."""
    for row in conn.execute(_query(conn, filters).execution_options(yield_per=1000)).mappings():
        yield dict(row)


def _query(conn: Connection, filters: Filters) -> Select[Any]:
    t, r, a = tables.review_item.c, tables.ruling.c, tables.article.c
    joined = tables.review_item.join(tables.ruling, and_(t.source == r.source, t.seq == r.seq))
    columns = {
        "source": t.source, "seq": t.seq, "day": t.day, "article_url": a.url, "article_id": t.article, "part": t.part,
        "start": t.start_offset, "end": t.end_offset, "before": t.before, "after": t.after, "fault": t.fault,
        "rule": t.rule, "outcome": t.outcome, "confidence": t.confidence, "evidence": r.evidence, "because": r.because,
        "state": t.state, "reviewer": t.actor, "decided_at": t.decided_at, "proposal_id": t.proposal, "run_id": t.run,
        "at": r.at, "prev_hash": r.prev_hash, "hash": r.hash,
    }  # fmt: skip
    query = select(*(columns[name].label(name) for name in COLUMNS))
    query = query.select_from(joined.join(tables.article, t.article == a.id))
    return query.where(*conditions(conn, filters)).order_by(t.source, t.seq)
