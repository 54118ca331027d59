"""What reviewers said; only ever added to."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC
from typing import Any

from sqlalchemy import Connection, Row, select

from pipeline.model.decision import Decision, Verdict
from pipeline.model.digest import digest
from pipeline.store import review_items, tables
from pipeline.store.columns import canonical_json
from pipeline.store.statements import chunks, insert_one

_t = tables.decision.c


def add(conn: Connection, decisions: Iterable[Decision]) -> None:
    """In the order given; one that is there already is not added again."""
    for decision in decisions:
        if insert_one(conn, tables.decision, _to_row(decision)):
            review_items.note(conn, decision.proposal)


def for_proposals(conn: Connection, ids: Iterable[str]) -> list[Decision]:
    """All decisions on these proposals, oldest first."""
    queries = (select(tables.decision).where(_t.proposal.in_(some)) for some in chunks(ids))
    rows = [row for query in queries for row in conn.execute(query)]
    return [_from_row(row) for row in sorted(rows, key=lambda row: (row.at, row.seq))]


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
