"""Acts on many places at once; only ever added to."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, func, insert, select

from pipeline.model.decision import Verdict
from pipeline.store import tables
from pipeline.store.statements import insert_one

_t, _i, _d = tables.batch.c, tables.batch_item.c, tables.decision.c
_FIELDS = ("id", "likeness", "rule", "before", "after", "actor", "at", "reason", "undoes")


@dataclass(frozen=True, slots=True)
class Batch:
    """One act. `places` is how many proposals it decided on, `standing` how many go by it still."""

    id: str
    likeness: str
    rule: str
    before: str
    after: str | None
    verdict: Verdict
    actor: str
    at: datetime
    reason: str
    undoes: str | None = None
    places: int = 0
    standing: int = 0


def add(conn: Connection, batch: Batch) -> None:
    """The act itself; what it decides follows place by place."""
    row = {name: getattr(batch, name) for name in _FIELDS} | {"verdict": batch.verdict.value}
    conn.execute(insert(tables.batch).values(row))


def note(conn: Connection, batch: str, proposal: str) -> None:
    """The newest decision on this proposal was made by this act."""
    key = select(_d.key).where(_d.proposal == proposal).order_by(_d.at.desc(), _d.seq.desc()).limit(1)
    row = {"batch": batch, "proposal": proposal, "decision": conn.execute(key).scalar_one()}
    insert_one(conn, tables.batch_item, row)


def get(conn: Connection, id: str) -> Batch | None:
    """One act, counted."""
    row = conn.execute(select(tables.batch).where(_t.id == id)).one_or_none()
    return None if row is None else _counted(conn, [row])[0]


def newest(conn: Connection, limit: int, before: datetime | None = None) -> list[Batch]:
    """The newest acts first, those that undo others left out."""
    query = select(tables.batch).where(_t.undoes.is_(None)).order_by(_t.at.desc(), _t.id).limit(limit)
    return _counted(conn, conn.execute(query if before is None else query.where(_t.at < before)).all())


def standing(conn: Connection, id: str) -> list[str]:
    """The proposals whose last word is still that of this act."""
    query = select(_i.proposal, _i.decision).where(_i.batch == id).order_by(_i.proposal)
    return [row.proposal for row in conn.execute(query) if _last(conn, row.proposal) == row.decision]


def _last(conn: Connection, proposal: str) -> str | None:
    query = select(_d.key).where(_d.proposal == proposal).order_by(_d.at.desc(), _d.seq.desc()).limit(1)
    return conn.execute(query).scalar()


def _counted(conn: Connection, rows: Any) -> list[Batch]:
    ids = [row.id for row in rows]
    total = select(_i.batch, func.count()).where(_i.batch.in_(ids)).group_by(_i.batch)
    places = {row[0]: row[1] for row in conn.execute(total)}
    # a later decision on the same proposal has a greater number, whoever made it
    own, later = tables.decision.alias(), tables.decision.alias()
    is_last = ~select(later.c.seq).where(later.c.proposal == own.c.proposal, later.c.seq > own.c.seq).exists()
    joined = tables.batch_item.join(own, own.c.key == _i.decision)
    kept = select(_i.batch, func.count()).select_from(joined).where(_i.batch.in_(ids), is_last).group_by(_i.batch)
    still = {row[0]: row[1] for row in conn.execute(kept)}
    return [_batch(row, places.get(row.id, 0), still.get(row.id, 0)) for row in rows]


def _batch(row: Row[Any], places: int, still: int) -> Batch:
    fields = {name: row._mapping[name] for name in _FIELDS}
    return Batch(**fields, verdict=Verdict(row.verdict), places=places, standing=still)
