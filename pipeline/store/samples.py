"""Applied edits that were drawn by lot: what is true of them is true of all, within the interval."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import Connection, select, update

from pipeline.model.decision import Verdict
from pipeline.model.digest import digest
from pipeline.model.ruling import Outcome, Ruling
from pipeline.store import tables
from pipeline.store.statements import insert_new

_t, _d, _i = tables.sample.c, tables.decision.c, tables.review_item.c
_SPAN = float(1 << 32)
UNASKED = "policy"  # who ruled where no reviewer did


@dataclass(frozen=True, slots=True)
class Drawn:
    """A drawn edit and the last word on it. `own`: other words than the machine's were put there."""

    source: str
    day: date
    rule: str
    verdict: Verdict | None
    own: bool = False


def chosen(proposal: str, share: float) -> bool:
    """Whether the lot falls on it: always the same answer, whoever asks. `share` is 0 to 1."""
    return _fraction(proposal, 0) < share


def place_in_queue(proposal: str) -> float:
    """Anywhere among what waits (harm 0 to 1), so that a reviewer meets a drawn one now and then."""
    return -round(_fraction(proposal, 8), 6) or 0.0


def draw(conn: Connection, source: str, day: date, rulings: Iterable[Ruling], share: float, at: datetime) -> None:
    """Draws among what is applied unasked; what was drawn before stays."""
    drawn = [
        {
            "proposal": ruling.proposal.id,
            "source": source,
            "day": day,
            "rule": ruling.proposal.rule,
            "fault": ruling.proposal.fault.value,
            "priority": place_in_queue(ruling.proposal.id),
            "at": at,
        }
        for ruling in sorted(rulings, key=lambda ruling: ruling.proposal.id)
        if ruling.outcome is Outcome.APPLY and ruling.because == UNASKED and chosen(ruling.proposal.id, share)
    ]
    insert_new(conn, tables.sample, drawn)


def promote(conn: Connection, document: str) -> None:
    """Gives the drawn edits of a document their place in the queue."""
    place = select(_t.priority).where(_t.proposal == _i.proposal).scalar_subquery()
    drawn = (_i.document == document, _i.outcome == "APPLY", _i.proposal.in_(select(_t.proposal)))
    conn.execute(update(tables.review_item).where(*drawn).values(priority=place))


def looked_at(conn: Connection, first: date, last: date, source: str = "") -> list[Drawn]:
    """The drawn edits of articles of these days, each with the last word on it; sorted by proposal."""
    joined = tables.sample.outerjoin(tables.decision, _d.proposal == _t.proposal)
    columns = (_t.proposal, _t.source, _t.day, _t.rule, _d.verdict, _d.replacement)
    query = select(*columns).select_from(joined).where(_t.day.between(first, last))
    if source:
        query = query.where(_t.source == source)
    found: dict[str, Drawn] = {}
    for row in conn.execute(query.order_by(_t.proposal, _d.at, _d.seq)):
        verdict = None if row.verdict in (None, Verdict.WITHDRAW.value) else Verdict(row.verdict)
        own = verdict is Verdict.ACCEPT and row.replacement is not None
        found[row.proposal] = Drawn(row.source, row.day, row.rule, verdict, own)
    return list(found.values())


def _fraction(proposal: str, at: int) -> float:
    return int(digest("sample", proposal)[at : at + 8], 16) / _SPAN
