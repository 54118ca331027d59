"""From the current gazetteer and what Wikidata says to the next. Nothing is removed; in doubt all stays as it is."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date

from pipeline.faults.names.gazetteer import Gazetteer
from pipeline.flow.gazetteer.diff import Diff, Sort
from pipeline.flow.gazetteer.draft import SOURCE, Draft
from pipeline.flow.gazetteer.gates import KnownWord, alias_fault, preferred_names
from pipeline.flow.gazetteer.gather import Found
from pipeline.flow.gazetteer.seats import renew
from pipeline.model.entity import Entity
from pipeline.text.casing import fold

CREDIT = "CC0-1.0, Wikidata contributors"


def update(current: Gazetteer, found: Found, known_word: KnownWord, day: date) -> tuple[Gazetteer, Diff]:
    """The next gazetteer and what is different in it."""
    draft = Draft(found, day, {entity.id: entity for entity in current.entities})
    draft.index(current.entities)
    _recognise(draft, current.entities)
    renew(draft)
    for item, famous in sorted(found.famous.items()):
        draft.person(item, famous.country, new=True)
    _rename(draft)
    _spell(draft, known_word)
    diff = Diff(tuple(sorted(set(draft.changes), key=lambda c: (c.sort, c.name, c.id, c.what))))
    if diff.is_empty:
        return current, diff
    sources = {**current.sources, SOURCE: CREDIT}
    entities = tuple(draft.entities.values())
    # the index of the old file does not fit the new entities
    return replace(current, entities=entities, as_of=day.isoformat(), sources=sources, words={}, keys={}), diff


def _recognise(draft: Draft, entities: Iterable[Entity]) -> None:
    """Ties our entities to their items; an id that was typed wrong leads to somebody else and ties nothing."""
    for entity in entities:
        facts = draft.found.facts.get(entity.id)
        if facts is None:
            continue
        if facts.is_human and any(fold(entity.family) in fold(name) for name in (facts.name, *facts.aliases)):
            draft.ids[facts.id] = entity.id
        else:
            draft.note(Sort.LEFT_OUT, entity, f"its item is {facts.name or 'without a name in Latin letters'}")


def _rename(draft: Draft) -> None:
    """Takes over a new label, of entities whose name was Wikidata's before; ours are what newsrooms write."""
    for item, own in draft.ids.items():
        entity, facts = draft.entities[own], draft.found.facts[item]
        if entity.source != SOURCE or not facts.name or facts.name in entity.full_names:
            continue
        if draft.names.get(fold(facts.name), {own}) != {own}:
            draft.note(Sort.LEFT_OUT, entity, f"its new name {facts.name!r} is somebody else's")
            continue
        others = tuple(dict.fromkeys((entity.name, *entity.variants)))
        new = replace(entity, name=facts.name, family=draft.family(facts, entity.country), variants=others)
        draft.put(new)
        draft.note(Sort.RENAMED, new, f"was {entity.name}")


def _spell(draft: Draft, known_word: KnownWord) -> None:
    """Adds other spellings that pass the gates, after every name is known."""
    preferred = preferred_names(draft.entities.values())
    for item, own in draft.ids.items():
        facts = draft.found.facts[item]
        for alias in (facts.name, *facts.aliases):
            entity = draft.entities[own]
            if not alias or fold(alias) in {fold(name) for name in entity.full_names}:
                continue
            fault = alias_fault(alias, entity, preferred, known_word)
            if fault:
                draft.note(Sort.LEFT_OUT, entity, f"{alias!r} {fault}")
                continue
            draft.put(replace(entity, variants=(*entity.variants, alias)))
            draft.note(Sort.ALIAS, entity, f"also {alias!r}")
