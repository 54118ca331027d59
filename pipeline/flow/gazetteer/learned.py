"""The names that reviewers taught and published: part of what rulings depend on."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

from pipeline.flow.workplace import Workplace
from pipeline.model.digest import digest
from pipeline.model.entity import Entity
from pipeline.store import lessons


def published_entities(place: Workplace) -> tuple[Entity, ...]:
    """In a fixed order."""
    with place.store.read() as conn:
        return in_order(lesson.entity for lesson in lessons.published(conn))


def in_order(entities: Iterable[Entity]) -> tuple[Entity, ...]:
    return tuple(sorted(entities, key=lambda entity: entity.id))


@lru_cache(maxsize=4)
def fingerprint(learned: tuple[Entity, ...]) -> str:
    """Names the set by its content; the same set after a revert has the same name."""
    return digest(*(lessons.entity_json(entity) for entity in learned))
