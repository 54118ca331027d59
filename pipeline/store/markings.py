"""Faults that people marked by hand; only ever added to."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, select

from pipeline.model.anchor import Anchor
from pipeline.model.decision import Verdict
from pipeline.model.proposal import Fault, Proposal
from pipeline.store import journal, tables
from pipeline.store.statements import insert_one

RULE = "manual"
_t = tables.marking.c


def proposal(anchor: Anchor, replacement: str | None, fault: Fault, evidence: str) -> Proposal:
    """What a person marked. Its confidence is 0: only a decision applies it, never a policy."""
    return Proposal(anchor, () if replacement is None else (replacement,), fault, RULE, 0.0, evidence)


def add(conn: Connection, marked: Proposal, actor: str, at: datetime) -> bool:
    """False where the same fix of the same place was marked before."""
    place = marked.anchor
    row = {
        "proposal": marked.id,
        "text_sha": place.text_sha,
        "start_offset": place.start,
        "end_offset": place.end,
        "before": place.quote,
        "replacement": marked.replacements[0] if marked.replacements else None,
        "fault": marked.fault.value,
        "evidence": marked.evidence,
        "actor": actor,
        "at": at,
    }
    if not insert_one(conn, tables.marking, row):
        return False
    journal.seal(conn, tables.marking, row)
    return True


def standing(conn: Connection, text_sha: str) -> list[Proposal]:
    """What is marked in this text and was not taken back, by id."""
    d = tables.decision.c
    rows = conn.execute(select(tables.marking).where(_t.text_sha == text_sha).order_by(_t.proposal)).all()
    said = select(d.proposal, d.verdict).where(d.proposal.in_([row.proposal for row in rows])).order_by(d.at, d.seq)
    last = {row.proposal: row.verdict for row in conn.execute(said)} if rows else {}
    return [_from_row(row) for row in rows if last.get(row.proposal) != Verdict.WITHDRAW]


def _from_row(row: Row[Any]) -> Proposal:
    anchor = Anchor(row.start_offset, row.end_offset, row.before, row.text_sha)
    return proposal(anchor, row.replacement, Fault(row.fault), row.evidence)
