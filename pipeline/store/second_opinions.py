"""What second reviewers said without seeing what the first had said; only ever added to, and it decides nothing."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, and_, func, literal, literal_column, select

from pipeline.model.decision import Verdict
from pipeline.model.digest import digest
from pipeline.store import journal, tables
from pipeline.store.statements import chunks, insert_one

_t, _d, _i = tables.second_opinion.c, tables.decision.c, tables.review_item.c
_lot = func.substr(_i.proposal, 57, 8)  # as the index has it; independent of the lot that draws samples
_OPEN: ColumnElement[str] = literal_column("'open'")  # no parameter: the index is of the decided ones alone
_SPAN = 1 << 32
MANUAL = "manual"  # its evidence names whoever marked it


@dataclass(frozen=True, slots=True)
class Second:
    """`version` is the number of the decision that it stands beside."""

    proposal: str
    version: int
    rule: str
    verdict: Verdict
    actor: str
    at: datetime
    replacement: str | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class Pair:
    """Two verdicts on one proposal, the first one as it was when the second was given."""

    proposal: str
    rule: str
    first: str
    second: str
    first_actor: str
    second_actor: str
    at: datetime

    @property
    def agree(self) -> bool:
        return self.first == self.second


def add(conn: Connection, second: Second) -> bool:
    """False where somebody gave one on this proposal before."""
    row = {name: getattr(second, name) for name in Second.__slots__}
    if not insert_one(conn, tables.second_opinion, row | {"verdict": second.verdict.value}):
        return False
    journal.seal(conn, tables.second_opinion, row)
    return True


def due(conn: Connection, actor: str, share: float) -> tuple[str, str] | None:
    """Document and proposal that this person should look at next; None where nothing waits.

    The lot falls on a proposal by its id alone. Nobody gets what they decided on, nor an article in which they decided.
    """
    start = f"{int(digest('second', actor)[:8], 16) % max(1, int(share * _SPAN)):08x}"
    query = _waiting(actor, share).order_by(_lot, _i.proposal, _i.document).limit(1)
    for part in (_lot >= start, _lot < start):  # two people begin at different places
        row = conn.execute(query.where(part)).first()
        if row is not None:
            return row.document, row.proposal
    return None


def is_due(conn: Connection, actor: str, share: float, proposal: str) -> bool:
    """Whether this person may still give a second opinion on it."""
    return conn.execute(_waiting(actor, share).where(_i.proposal == proposal).limit(1)).first() is not None


def waiting(conn: Connection, actor: str, share: float, most: int) -> int:
    """How many wait for this person, up to `most`."""
    some = _waiting(actor, share).with_only_columns(_i.proposal).distinct().limit(most).subquery()
    return int(conn.execute(select(func.count()).select_from(some)).scalar_one())


def get(conn: Connection, proposals: Iterable[str]) -> dict[str, Second]:
    """By proposal; those without one are left out."""
    found = {}
    for some in chunks(proposals):
        for row in conn.execute(select(tables.second_opinion).where(_t.proposal.in_(some))):
            fields: dict[str, Any] = dict(row._mapping)
            found[row.proposal] = Second(**fields | {"verdict": Verdict(row.verdict)})
    return found


def pairs(conn: Connection, proposals: Iterable[str] | None = None, since: date | None = None) -> list[Pair]:
    """All pairs, or those of these proposals, given from that day on (UTC); the oldest first."""
    first = (_d.verdict.label("said"), _d.replacement.label("wrote"), _d.actor.label("who"))
    joined = tables.second_opinion.join(tables.decision, _d.seq == _t.version)
    query = select(*tables.second_opinion.c, *first).select_from(joined)
    if since is not None:
        query = query.where(_t.at >= _midnight(since))
    queries = [query] if proposals is None else [query.where(_t.proposal.in_(some)) for some in chunks(proposals)]
    rows = [row for one in queries for row in conn.execute(one)]
    return [
        Pair(
            row.proposal,
            row.rule,
            value(Verdict(row.said), row.wrote),
            value(Verdict(row.verdict), row.replacement),
            row.who,
            row.actor,
            row.at,
        )
        for row in sorted(rows, key=lambda row: (row.at, row.proposal))
    ]


def value(verdict: Verdict, own: str | None) -> str:
    """What is compared: the verdict, and the words where they are the reviewer's own."""
    return verdict.value.lower() if own is None else f"{verdict.value.lower()} with {own!r}"


def disagreed() -> ColumnElement[bool]:
    """Of a row of the queue: two people differ on it, and nobody has decided on it since."""
    return _i.proposal.in_(_beside_a_decision().where(~_same()))


def agreed() -> ColumnElement[bool]:
    """Of a row of the queue: a second person said the same."""
    return _i.proposal.in_(_beside_a_decision().where(_same()))


def _beside_a_decision() -> Select[Any]:
    """Proposals whose newest decision is the one that the second opinion stands beside."""
    later = tables.decision.alias()
    newer = select(literal(1)).where(later.c.proposal == _t.proposal, later.c.seq > _t.version)
    joined = tables.second_opinion.join(tables.decision, _d.seq == _t.version)
    return select(_t.proposal).select_from(joined).where(~newer.exists())


def _same() -> ColumnElement[bool]:
    none = literal("\x01")  # no words hold a control character
    return and_(_t.verdict == _d.verdict, func.coalesce(_t.replacement, none) == func.coalesce(_d.replacement, none))


def _waiting(actor: str, share: float) -> Select[Any]:
    end, other = _bound(share), tables.review_item.alias()
    mine = select(literal(1)).where(_d.proposal == _i.proposal, _d.actor == actor)
    near = select(literal(1)).where(other.c.article == _i.article, other.c.actor == actor)
    done = select(literal(1)).where(_t.proposal == _i.proposal)
    decided = (_i.state != _OPEN, _i.rule != MANUAL, _lot < end, ~done.exists(), ~mine.exists(), ~near.exists())
    return select(_i.document, _i.proposal).where(*decided)


def _bound(share: float) -> str:
    """The digits below which the lot falls on a proposal; "g" is above all of them, "" below."""
    return "g" if share >= 1 else f"{int(share * _SPAN):08x}" if share > 0 else ""


def _midnight(day: date) -> datetime:
    return datetime.combine(day, datetime.min.time(), UTC)
