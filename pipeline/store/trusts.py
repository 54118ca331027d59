"""What reviewers' decisions say of the rules: counted anew, and the newest count that mendings go by."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, func, insert, select

from pipeline.model.decision import Verdict
from pipeline.store import tables
from pipeline.store.columns import canonical_json
from pipeline.store.markings import RULE as BY_HAND
from pipeline.store.statements import chunks

_t = tables.trust.c


@dataclass(frozen=True, slots=True)
class Count:
    """Of one rule: `claimed` is its mean confidence in what was decided. An act on many places counts once."""

    accepted: int
    decided: int
    claimed: float


def counted(conn: Connection) -> dict[str, Count]:
    """By rule; the last word on each proposal counts, and what people marked by hand is no rule's."""
    d, p, b = tables.decision.c, tables.proposal.c, tables.batch_item.c
    joined = tables.decision.join(tables.proposal, d.proposal == p.id).outerjoin(tables.batch_item, b.decision == d.key)
    query = select(p.rule, d.proposal, d.verdict, b.batch).select_from(joined).where(p.rule != BY_HAND)
    last = {row.proposal: row for row in conn.execute(query.order_by(d.at, d.seq))}
    sure = _confidences(conn, last)
    seen: dict[str, dict[str, tuple[bool, float]]] = defaultdict(dict)
    for proposal, row in sorted(last.items()):
        if row.verdict in (Verdict.ACCEPT, Verdict.REJECT) and proposal in sure:
            seen[row.rule].setdefault(row.batch or proposal, (row.verdict == Verdict.ACCEPT, sure[proposal]))
    return {
        rule: Count(sum(yes for yes, _ in said.values()), len(said), sum(c for _, c in said.values()) / len(said))
        for rule, said in sorted(seen.items())
    }


def _confidences(conn: Connection, proposals: Iterable[str]) -> dict[str, float]:
    r = tables.ruling.c
    found: dict[str, float] = {}
    for some in chunks(proposals):
        query = select(r.proposal, func.max(r.confidence)).where(r.proposal.in_(some)).group_by(r.proposal)
        found |= {row[0]: row[1] for row in conn.execute(query)}
    return found


def newest(conn: Connection) -> dict[str, float]:
    """By rule, what its confidence is multiplied by; a rule that is not there is trusted."""
    figures = conn.execute(select(_t.figures).order_by(_t.seq.desc()).limit(1)).scalar()
    return {} if figures is None else {str(rule): float(weight) for rule, weight in json.loads(figures).items()}


def add(conn: Connection, weights: Mapping[str, float], at: datetime) -> bool:
    """False where the newest ones say the same."""
    if newest(conn) == dict(weights):
        return False
    conn.execute(insert(tables.trust).values(at=at, figures=canonical_json(dict(weights))))
    return True
