"""What reviewers said of each rule's proposals."""

from __future__ import annotations

from collections import defaultdict

from sqlalchemy import Connection, select

from pipeline.model.decision import Verdict
from pipeline.store import tables


def per_rule(conn: Connection) -> dict[str, tuple[int, int]]:
    """By rule: how many proposals are accepted, and how many are accepted or rejected. The last word on each counts."""
    d, p = tables.decision, tables.proposal
    query = (
        select(p.c.rule, d.c.proposal, d.c.verdict).join_from(d, p, d.c.proposal == p.c.id).order_by(d.c.at, d.c.seq)
    )
    last = {proposal: (rule, verdict) for rule, proposal, verdict in conn.execute(query)}
    counts: dict[str, list[int]] = defaultdict(lambda: [0, 0])
    for rule, verdict in last.values():
        if verdict in (Verdict.ACCEPT, Verdict.REJECT):
            counts[rule][0] += verdict == Verdict.ACCEPT
            counts[rule][1] += 1
    return {rule: (accepted, decided) for rule, (accepted, decided) in counts.items()}
