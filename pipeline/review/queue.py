"""The queue: what waits for a person, the worst first, a page at a time."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Row,
    Select,
    and_,
    case,
    cast,
    func,
    literal,
    literal_column,
    select,
    tuple_,
)
from sqlalchemy.dialects.postgresql import TSVECTOR

from pipeline.model.errors import UsageError
from pipeline.review.filters import ANY, DISAGREED, Filters
from pipeline.store import claims, second_opinions, tables
from pipeline.store.claims import Claim
from pipeline.store.review_keys import tokens

PAGE = 40
COUNTED = 1000  # nobody needs to know whether 40,000 or 41,000 wait, and counting them takes time
AROUND = 90  # code points of context on each side
_t = tables.review_item.c
_KEY = re.compile(r"(-?\d{1,4}(?:\.\d{1,17})?(?:e-?\d{1,3})?)~([0-9a-f]{64})~([0-9a-f]{64})")
_VECTOR = "array_to_tsvector(string_to_array(ltrim(review_item.words), ' '))"  # as the index has it


@dataclass(frozen=True, slots=True)
class Item:
    """One correction in the queue. `left` and `right` are the text around it; `version` must come back on a write."""

    document: str
    proposal: str
    article: str
    title: str
    source: str
    day: date
    part: str
    before: str
    after: str | None
    left: str
    right: str
    fault: str
    rule: str
    outcome: str
    confidence: float
    evidence: str
    priority: float
    likeness: str
    state: str
    version: int
    actor: str | None
    decided_at: datetime | None
    claim: Claim | None = None

    @property
    def key(self) -> str:
        """Where it stands in the queue."""
        return f"{self.priority!r}~{self.document}~{self.proposal}"


@dataclass(frozen=True, slots=True)
class Page:
    """Some items; `more` is the key of the last one where others follow. `count` is at most COUNTED."""

    items: tuple[Item, ...]
    more: str | None
    count: int


@dataclass(frozen=True, slots=True)
class Choices:
    """What there is to choose from."""

    sources: tuple[str, ...]
    rules: tuple[str, ...]
    reviewers: tuple[str, ...]


def page(conn: Connection, filters: Filters, now: datetime, after: str = "", size: int = PAGE) -> Page:
    """The items after that key.

    Raises:
        UsageError: the key is none of ours.
    """
    query = select(tables.review_item).where(*conditions(conn, filters))
    if after:
        query = query.where(_follows(after))
    rows = _read(conn, query.order_by(_t.priority, _t.document, _t.proposal).limit(size + 1))
    held = claims.held(conn, {row.article for row in rows}, now)
    items = tuple(_item(row, held.get(row.article)) for row in rows[:size])
    return Page(items, items[-1].key if len(rows) > size else None, count(conn, filters))


def following(conn: Connection, filters: Filters, key: str, now: datetime) -> Item | None:
    """The item after that place in the queue; None at its end."""
    rows = page(conn, filters, now, key, 1).items
    return rows[0] if rows else None


def count(conn: Connection, filters: Filters) -> int:
    """How many there are, up to COUNTED."""
    some = select(literal(1)).where(*conditions(conn, filters)).select_from(tables.review_item).limit(COUNTED)
    return int(conn.execute(select(func.count()).select_from(some.subquery())).scalar_one())


def find(conn: Connection, proposal: str, now: datetime) -> list[Item]:
    """Every place where this proposal stands: more than one where articles have the same text."""
    rows = _read(conn, select(tables.review_item).where(_t.proposal == proposal))
    held = claims.held(conn, {row.article for row in rows}, now)
    return [_item(row, held.get(row.article)) for row in rows]


def of_article(conn: Connection, article: str) -> dict[tuple[str, str], Item]:
    """The items of an article, by document and proposal."""
    rows = _read(conn, select(tables.review_item).where(_t.article == article))
    return {(row.document, row.proposal): _item(row, None) for row in rows}


def choices(conn: Connection) -> Choices:
    """Each known value once, sorted. It reads a handful of index entries, not the table."""
    return Choices(*(_distinct(conn, column) for column in (_t.source, _t.rule, _t.actor)))


def decided_since(conn: Connection, actor: str, moment: datetime) -> int:
    """How many standing decisions this person made from that moment on, up to COUNTED."""
    mine = select(literal(1)).select_from(tables.review_item).where(_t.actor == actor, _t.decided_at >= moment)
    return int(conn.execute(select(func.count()).select_from(mine.limit(COUNTED).subquery())).scalar_one())


def _distinct(conn: Connection, column: ColumnElement[Any]) -> tuple[str, ...]:
    """A walk from one value to the next greater one along the index."""
    first = select(func.min(column).label("value"))
    walk = first.cte("walk", recursive=True)
    greater = select(func.min(column)).where(column > walk.c.value).scalar_subquery()
    walk = walk.union_all(select(greater).where(walk.c.value.is_not(None)))
    found = conn.execute(select(walk.c.value).where(walk.c.value.is_not(None)).order_by(walk.c.value).limit(500))
    return tuple(found.scalars())


def _read(conn: Connection, query: Select[Any]) -> Sequence[Row[Any]]:
    """The rows with title, context and evidence beside them, in the order of the queue."""
    d, a, r, found = tables.document.c, tables.article.c, tables.ruling.c, query.subquery()
    q = found.c
    left_at = case((q.start_offset > AROUND, q.start_offset - AROUND), else_=0)
    left = func.substr(d.text, left_at + 1, q.start_offset - left_at).label("left")
    right = func.substr(d.text, q.end_offset + 1, AROUND).label("right")
    joined = found.join(tables.document, q.document == d.id).join(tables.article, q.article == a.id)
    joined = joined.join(tables.ruling, and_(q.source == r.source, q.seq == r.seq))
    columns = select(found, a.title, left, right, r.evidence).select_from(joined)
    return conn.execute(columns.order_by(q.priority, q.document, q.proposal)).all()


def conditions(conn: Connection, filters: Filters) -> list[ColumnElement[bool]]:
    equal: Sequence[tuple[ColumnElement[Any], str]] = (
        (_t.source, filters.source),
        (_t.rule, filters.rule),
        (_t.fault, filters.fault),
        (_t.outcome, filters.outcome),
        (_t.run, filters.run),
        (_t.actor, filters.reviewer),
        (_t.likeness, filters.like),
        (_t.state, "" if filters.state == ANY else filters.state),
    )
    found: list[ColumnElement[bool]] = [column == value for column, value in equal if value]
    if filters.sample:
        found.append(_t.proposal.in_(select(tables.sample.c.proposal)))
    if filters.second:
        found.append(second_opinions.disagreed() if filters.second == DISAGREED else second_opinions.agreed())
    if filters.low is not None:
        found.append(_t.confidence >= filters.low)
    if filters.high is not None:
        found.append(_t.confidence <= filters.high)
    if filters.since is not None:
        found.append(_t.day >= filters.since)
    if filters.until is not None:
        found.append(_t.day <= filters.until)
    return [*found, *has_words(conn, filters.text)]


def has_words(conn: Connection, text: str) -> list[ColumnElement[bool]]:
    """Every word asked for begins a word of title, original or correction."""
    asked = tokens(text)
    if text and not asked:
        return [literal(False)]  # only marks: nothing has them
    if not asked:
        return []
    if conn.dialect.name == "postgresql":
        # tokens hold letters, digits and _ alone, so that quoting them is enough
        wanted = func.to_tsquery("simple", " & ".join(f"'{word}':*" for word in asked))
        return [cast(literal_column(_VECTOR), TSVECTOR).bool_op("@@")(wanted)]
    return [_t.words.like("% " + word.replace("_", r"\_") + "%", escape="\\") for word in asked]


def _follows(after: str) -> ColumnElement[bool]:
    match = _KEY.fullmatch(after)
    if match is None:
        raise UsageError("the place in the queue cannot be read", where="after", hint="Start from the first page.")
    place = (float(match[1]), match[2], match[3])
    return tuple_(_t.priority, _t.document, _t.proposal) > tuple_(*(literal(value) for value in place))


def _item(row: Row[Any], claim: Claim | None) -> Item:
    fields = {name: row._mapping[name] for name in Item.__slots__ if name != "claim"}
    return Item(**fields, claim=claim)
