"""The reviewers' queue: one row for each ruling that stands. Nothing is told here that ruling and decision do not tell.

Invariant: the rows of a document are those of its standing mending; of an older text there are none.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from sqlalchemy import Connection, Row, delete, func, insert, select, update

from pipeline.model.decision import Verdict
from pipeline.store import samples, tables
from pipeline.store.review_keys import likeness, priority, words
from pipeline.store.statements import chunks

OPEN, ACCEPTED, REJECTED, UNSURE = "open", "accepted", "rejected", "unsure"
STATES = (OPEN, ACCEPTED, REJECTED, UNSURE)
_STATE = {Verdict.ACCEPT: ACCEPTED, Verdict.REJECT: REJECTED, Verdict.UNSURE: UNSURE, Verdict.WITHDRAW: OPEN}
_t = tables.review_item.c


def rebuild(conn: Connection, document: str) -> None:
    """Brings the rows of a document into line with its standing mending; those of its part's other texts go."""
    fill(conn, document)
    samples.promote(conn, document)


def fill(conn: Connection, document: str) -> None:
    """`rebuild` without what a sample changes: migration 0004 knows no samples."""
    d, m = tables.document.c, tables.mending.c
    text = conn.execute(select(d.article, d.part, d.revision).where(d.id == document)).one()
    same = select(d.id).where(d.article == text.article, d.part == text.part)
    conn.execute(delete(tables.review_item).where(_t.document.in_(same)))
    newest = conn.execute(select(func.max(d.revision)).where(d.article == text.article, d.part == text.part)).scalar()
    standing = select(m.id, m.run).where(m.document == document).order_by(m.rank.desc()).limit(1)
    mending = conn.execute(standing).one_or_none()
    if mending is None or newest != text.revision:
        return
    a, r = tables.article.c, tables.ruling
    article = conn.execute(select(a.id, a.source, a.day, a.title).where(a.id == text.article)).one()
    rulings = conn.execute(select(r).where(r.c.mending == mending.id).order_by(r.c.source, r.c.seq)).all()
    said = _last_words(conn, [ruling.proposal for ruling in rulings])
    fixed = {"document": document, "article": article.id, "day": article.day, "part": text.part, "run": mending.run}
    rows = {
        ruling.proposal: fixed | of_ruling(ruling, text.part, article.title) | said.get(ruling.proposal, _NOTHING)
        for ruling in rulings
    }
    if rows:
        conn.execute(insert(tables.review_item), list(rows.values()))


def drop(conn: Connection, article: str, part: str) -> None:
    """Takes the rows of this part away: another text stands there now."""
    d = tables.document.c
    same = select(d.id).where(d.article == article, d.part == part)
    conn.execute(delete(tables.review_item).where(_t.document.in_(same)))


def note(conn: Connection, proposal: str) -> None:
    """Brings the rows of this proposal into line with its newest decision."""
    said = _last_words(conn, [proposal]).get(proposal, _NOTHING)
    conn.execute(update(tables.review_item).where(_t.proposal == proposal).values(**said))


_NOTHING: dict[str, Any] = {"state": OPEN, "version": 0, "actor": None, "decided_at": None}


def _last_words(conn: Connection, proposals: Iterable[str]) -> dict[str, dict[str, Any]]:
    """State, version, actor and time by proposal; nothing where nobody ever spoke."""
    d = tables.decision
    found: dict[str, dict[str, Any]] = {}
    for some in chunks(proposals):
        query = select(d.c.proposal, d.c.verdict, d.c.actor, d.c.at, d.c.seq).where(d.c.proposal.in_(some))
        for row in sorted(conn.execute(query), key=lambda row: (row.at, row.seq)):
            version = max(row.seq, found.get(row.proposal, _NOTHING)["version"])
            state = _STATE[Verdict(row.verdict)]
            actor = None if state == OPEN else row.actor
            found[row.proposal] = {"state": state, "version": version, "actor": actor, "decided_at": row.at}
    return found


def of_ruling(row: Row[Any], part: str, title: str) -> dict[str, Any]:
    """What the queue repeats of a ruling, and what orders, groups and finds it."""
    return {
        "source": row.source,
        "seq": row.seq,
        "proposal": row.proposal,
        "start_offset": row.start_offset,
        "end_offset": row.end_offset,
        "before": row.before,
        "after": row.replacement,
        "fault": row.fault,
        "rule": row.rule,
        "outcome": row.outcome,
        "confidence": row.confidence,
        "priority": _priority(row, part),
        "likeness": likeness(row.rule, row.before, row.replacement),
        "words": words(title, row.before, row.replacement),
    }


def _priority(row: Row[Any], part: str) -> float:
    """What a withdrawn rule says waits for nobody."""
    if row.outcome == "REFUSED" and row.because.startswith("the rule was withdrawn"):
        return 0.0
    return priority(row.outcome, row.confidence, part)
