"""What reviewers said; only ever added to."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import UTC
from typing import Any

from sqlalchemy import Connection, Row, RowMapping, select

from pipeline.model.decision import Decision, Verdict
from pipeline.model.digest import digest
from pipeline.store import journal, review_items, tables
from pipeline.store.columns import canonical_json
from pipeline.store.statements import chunks, insert_one

_t = tables.decision.c


def add(conn: Connection, decisions: Iterable[Decision]) -> None:
    """In the order given; one that is there already is not added again.

    Lock the logs of the sources first: the decisions' own log stays locked until the transaction ends.
    """
    for decision in decisions:
        row = _to_row(decision)
        if insert_one(conn, tables.decision, row):
            journal.seal(conn, tables.decision, row)
            review_items.note(conn, decision.proposal)


def for_proposals(conn: Connection, ids: Iterable[str]) -> list[Decision]:
    """All decisions on these proposals, oldest first."""
    queries = (select(tables.decision).where(_t.proposal.in_(some)) for some in chunks(ids))
    rows = [row for query in queries for row in conn.execute(query)]
    return [_from_row(row) for row in sorted(rows, key=lambda row: (row.at, row.seq))]


def sealed(conn: Connection, after: int, size: int, proposal: str = "") -> Sequence[RowMapping]:
    """Decisions with the number and seal of their log, in the order of writing, from the one after that number."""
    j = tables.journal
    columns = (j.c.seq, *(_t[n] for n in ("proposal", "verdict", "actor", "at", "replacement", "note")))
    joined = j.join(tables.decision, j.c.key == _t.key)
    query = select(*columns, j.c.prev_hash, j.c.hash).select_from(joined).where(j.c.log == "decision", j.c.seq > after)
    if proposal:
        query = query.where(_t.proposal == proposal)
    return conn.execute(query.order_by(j.c.seq).limit(size)).mappings().all()


def of_mendings(conn: Connection, ids: Iterable[str]) -> dict[str, list[Decision]]:
    """All decisions on the proposals of each of these mendings, oldest first; without any, no entry."""
    joined = tables.decision.join(tables.ruling, tables.ruling.c.proposal == _t.proposal)
    mending = tables.ruling.c.mending.label("mending")
    queries = (select(tables.decision, mending).select_from(joined).where(mending.in_(some)) for some in chunks(ids))
    rows = [row for query in queries for row in conn.execute(query.distinct())]
    found: dict[str, list[Decision]] = {}
    for row in sorted(rows, key=lambda row: (row.at, row.seq)):
        found.setdefault(row.mending, []).append(_from_row(row))
    return found


def _to_row(decision: Decision) -> dict[str, Any]:
    content = {
        "proposal": decision.proposal,
        "verdict": decision.verdict.value,
        "actor": decision.actor,
        "replacement": decision.replacement,
        "note": decision.note,
    }
    moment = decision.at.astimezone(UTC).isoformat()
    return content | {"at": decision.at, "key": digest(canonical_json(content | {"at": moment}))}


def _from_row(row: Row[Any]) -> Decision:
    return Decision(row.proposal, Verdict(row.verdict), row.actor, row.at, row.replacement, row.note)
