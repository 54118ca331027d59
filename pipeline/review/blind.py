"""A correction as a second reviewer sees it: what the machine proposed, and nothing of what anybody said of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import Connection, and_, select

from pipeline.model.decision import Verdict
from pipeline.model.errors import Conflict, UsageError
from pipeline.review.decide import Answer, own_words, plain_note
from pipeline.store import second_opinions, tables
from pipeline.store.second_opinions import Pair, Second

COUNTED = 1000


@dataclass(frozen=True, slots=True)
class Blind:
    """`replacements` are the machine's, best first. There is no outcome here: it would tell what was decided."""

    proposal: str
    document: str
    source: str
    day: date
    published: datetime | None
    title: str
    part: str
    paragraph: str
    start: int  # of the quote in the paragraph, in code points
    before: str
    replacements: tuple[str, ...]
    fault: str
    rule: str
    confidence: float
    evidence: str
    text: str

    @property
    def after(self) -> str | None:
        return self.replacements[0] if self.replacements else None


@dataclass(frozen=True, slots=True)
class Pile:
    """What waits for a person: how many, up to COUNTED, and the one to look at now."""

    count: int
    item: Blind | None


def pile(conn: Connection, actor: str, share: float) -> Pile:
    """What this person may look at, blind."""
    found = second_opinions.due(conn, actor, share)
    if found is None:
        return Pile(0, None)
    return Pile(second_opinions.waiting(conn, actor, share, COUNTED), _read(conn, *found))


def opinion(conn: Connection, answer: Answer, actor: str, share: float, now: datetime) -> Second:
    """The second opinion to write; it stands beside the decision of this moment.

    Raises:
        Conflict: it is not for this person, or not any more; nothing is said of what anybody decided.
        UsageError: the words cannot stand in a text, or the verdict is none.
    """
    if answer.verdict is Verdict.WITHDRAW:
        raise UsageError("a second opinion cannot be taken back", hint="It changes nothing; decide on the article.")
    if not second_opinions.is_due(conn, actor, share, answer.proposal):
        raise Conflict("this one does not wait for you any more", hint="Take the next one.")
    t = tables.review_item.c
    row = conn.execute(select(t.version, t.rule).where(t.proposal == answer.proposal).limit(1)).one()
    own = own_words(answer.replacement) if answer.verdict is Verdict.ACCEPT else None
    note = plain_note(answer.note)
    return Second(answer.proposal, row.version, row.rule, answer.verdict, actor, now, own, note)


def given(conn: Connection, proposal: str, actor: str) -> Pair | None:
    """Both verdicts, for one of the two who gave them; None for everybody else and before both are there."""
    found = second_opinions.pairs(conn, [proposal])
    return next((pair for pair in found if actor in (pair.first_actor, pair.second_actor)), None)


def _read(conn: Connection, document: str, proposal: str) -> Blind:
    t, d, a, r = tables.review_item.c, tables.document.c, tables.article.c, tables.ruling.c
    joined = tables.review_item.join(tables.document, t.document == d.id).join(tables.article, t.article == a.id)
    joined = joined.join(tables.ruling, and_(t.source == r.source, t.seq == r.seq))
    columns = (t.source, t.day, a.published, a.title, t.part, t.start_offset, t.end_offset, t.before, d.text)
    query = select(*columns, r.replacements, r.fault, r.rule, r.confidence, r.evidence).select_from(joined)
    row = conn.execute(query.where(t.document == document, t.proposal == proposal)).one()
    first = row.text.rfind("\n", 0, row.start_offset) + 1
    last = row.text.find("\n", row.end_offset)
    return Blind(
        proposal,
        document,
        row.source,
        row.day,
        row.published,
        row.title,
        row.part,
        row.text[first : last if last >= 0 else len(row.text)],
        row.start_offset - first,
        row.before,
        tuple(row.replacements),
        row.fault,
        row.rule,
        row.confidence,
        row.evidence,
        row.text,
    )
