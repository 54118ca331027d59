"""Lessons, one row an event; only ever added to."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import asdict
from datetime import date
from typing import Any

from sqlalchemy import Connection, Row, Select, func, select

from pipeline.model.entity import Entity, Office
from pipeline.model.errors import UsageError
from pipeline.model.lesson import Lesson, Stage
from pipeline.model.trial import Effect, Trial
from pipeline.store import journal, tables
from pipeline.store.columns import canonical_json
from pipeline.store.statements import insert_one

_t = tables.lesson.c


def add(conn: Connection, lesson: Lesson) -> None:
    """The next event of a lesson.

    Raises:
        UsageError: somebody else added that event first.
    """
    if not insert_one(conn, tables.lesson, _to_row(lesson)):
        raise UsageError(
            "somebody else changed it just now",
            where=f"lesson {lesson.id}",
            hint=f"Look at it again: newsmend lessons show {lesson.id}.",
        )
    journal.seal(conn, tables.lesson, {"lesson": lesson.id, "number": lesson.number})


def latest(conn: Connection, id: str) -> Lesson | None:
    """The lesson as its newest event left it; None where there is no such lesson."""
    row = conn.execute(select(tables.lesson).where(_t.lesson == id).order_by(_t.number.desc()).limit(1)).one_or_none()
    return None if row is None else _from_row(row)


def all_lessons(conn: Connection) -> list[Lesson]:
    """Every lesson as its newest event left it, by id."""
    return [_from_row(row) for row in conn.execute(_standing())]


def published(conn: Connection) -> list[Lesson]:
    """The lessons that the rules know, by id."""
    return [_from_row(row) for row in conn.execute(_standing().where(_t.stage == Stage.PUBLISHED.value))]


def history(conn: Connection, id: str) -> list[Lesson]:
    """Every event of a lesson, oldest first."""
    query = select(tables.lesson).where(_t.lesson == id).order_by(_t.number)
    return [_from_row(row) for row in conn.execute(query)]


def entity_json(entity: Entity) -> str:
    """One text for one entity."""
    return canonical_json(asdict(entity) | {"offices": [_office(office) for office in entity.offices]})


def _standing() -> Select[Any]:
    other = tables.lesson.alias()
    newest = select(func.max(other.c.number)).where(other.c.lesson == _t.lesson).scalar_subquery()
    return select(tables.lesson).where(_t.number == newest).order_by(_t.lesson)


def _to_row(lesson: Lesson) -> dict[str, Any]:
    return {
        "lesson": lesson.id,
        "number": lesson.number,
        "stage": lesson.stage.value,
        "entity": entity_json(lesson.entity),
        "actor": lesson.actor,
        "at": lesson.at,
        "reason": lesson.reason,
        "from_decisions": lesson.from_decisions,
        "trial": None if lesson.trial is None else canonical_json(asdict(lesson.trial)),
    }


def _from_row(row: Row[Any]) -> Lesson:
    return Lesson(
        row.lesson, _entity(row.entity), Stage(row.stage), row.actor, row.at, row.reason, row.from_decisions,
        None if row.trial is None else _trial(row.trial), row.number,
    )  # fmt: skip


def _office(office: Office) -> list[str | None]:
    return [office.kind, office.government, office.start.isoformat(), office.end.isoformat() if office.end else None]


def _entity(text: str) -> Entity:
    fields = json.loads(text)
    offices = tuple(
        Office(kind, government, date.fromisoformat(start), date.fromisoformat(end) if end else None)
        for kind, government, start, end in fields["offices"]
    )
    return Entity(**fields | {"offices": offices, "variants": tuple(fields["variants"])})


def _trial(text: str) -> Trial:
    fields = json.loads(text)
    for name in ("effects", "lost", "conflicting"):
        fields[name] = _effects(fields[name])
    return Trial(**fields | {"failures": tuple(fields["failures"])})


def _effects(rows: Iterable[dict[str, Any]]) -> tuple[Effect, ...]:
    return tuple(Effect(**row) for row in rows)
