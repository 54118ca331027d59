"""What lessons are drawn from and tested on: places that reviewers judged, and the newest articles."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Connection, Row, Select, select

from pipeline.model.decision import Decision, Verdict, latest
from pipeline.store import decisions, tables
from pipeline.store.statements import chunks


@dataclass(frozen=True, slots=True)
class Judged:
    """A decision that stands, and the place that it is about. `fix` is the first replacement that was proposed."""

    decision: Decision
    document: str
    text_sha: str
    start: int
    end: int
    before: str
    fix: str | None
    fault: str


def judged(conn: Connection, verdict: Verdict) -> list[Judged]:
    """Every place whose newest decision has this verdict, by proposal id."""
    t = tables.decision.c
    asked = conn.execute(select(t.proposal).where(t.verdict == verdict.value).distinct()).scalars().all()
    said = {id: d for id, d in latest(decisions.for_proposals(conn, asked)).items() if d.verdict is verdict}
    places = {row.proposal: row for row in _places(conn, said)}
    return [_judged(said[id], places[id]) for id in sorted(said) if id in places]


def newest_articles(conn: Connection, since: date | None, limit: int) -> list[str]:
    """Ids of the newest articles, the newest first."""
    t = tables.article.c
    query = select(t.id).order_by(t.day.desc(), t.url, t.source).limit(limit)
    return list(conn.execute(query if since is None else query.where(t.day >= since)).scalars())


def _places(conn: Connection, ids: dict[str, Decision]) -> Iterator[Row[Any]]:
    r, d = tables.ruling, tables.document
    joined = r.join(tables.mending, r.c.mending == tables.mending.c.id).join(d, tables.mending.c.document == d.c.id)
    for some in chunks(ids):
        columns = (r.c.proposal, r.c.start_offset, r.c.end_offset, r.c.before, r.c.replacements, r.c.fault)
        query: Select[Any] = select(*columns, d.c.id.label("document"), d.c.text_sha).select_from(joined)
        yield from conn.execute(query.where(r.c.proposal.in_(some)).order_by(d.c.id, r.c.source, r.c.seq))


def _judged(decision: Decision, row: Row[Any]) -> Judged:
    fix = row.replacements[0] if row.replacements else None
    return Judged(decision, row.document, row.text_sha, row.start_offset, row.end_offset, row.before, fix, row.fault)
