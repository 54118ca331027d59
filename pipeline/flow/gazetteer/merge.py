"""One record for each person and thing, whichever source files name it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from pipeline.model.entity import Entity
from pipeline.text.casing import fold


def merge(entities: Iterable[Entity]) -> list[Entity]:
    """The same full name, kind and country is the same entity: the first record stays, later ones add what it lacks.

    A person without a country joins the only namesake there is.
    """
    kept: dict[tuple[str, str, str], Entity] = {}
    named: dict[tuple[str, str], list[tuple[str, str, str]]] = {}
    for entity in entities:
        sort = "person" if entity.is_person else entity.kind
        keys = {(fold(name), sort) for name in entity.full_names}
        same = next((k for key in sorted(keys) for k in named.get(key, []) if _agree(kept[k], entity)), None)
        if same is None:
            same = (fold(entity.name), sort, entity.country)
            kept[same] = entity
        else:
            kept[same] = _joined(kept[same], entity)
        for key in keys:
            if same not in (known := named.setdefault(key, [])):
                known.append(same)
    return _with_unique_ids(kept.values())


def _agree(one: Entity, other: Entity) -> bool:
    same_country = not one.country or not other.country or one.country == other.country
    return same_country and (fold(one.name) == fold(other.name) or one.is_person)


def _joined(first: Entity, second: Entity) -> Entity:
    names = dict.fromkeys((*first.variants, second.name, *second.variants))
    return replace(
        first,
        variants=tuple(name for name in names if name != first.name),
        country=first.country or second.country,
        field=first.field or second.field,
        known_for=first.known_for or second.known_for,
        offices=first.offices or second.offices,
        since=first.since if first.since is not None else second.since,
        weight=max(first.weight, second.weight),
    )


def _with_unique_ids(entities: Iterable[Entity]) -> list[Entity]:
    seen: dict[str, int] = {}
    found = []
    for entity in entities:
        times = seen[entity.id] = seen.get(entity.id, 0) + 1
        found.append(entity if times == 1 else replace(entity, id=f"{entity.id}.{times}"))
    return found
