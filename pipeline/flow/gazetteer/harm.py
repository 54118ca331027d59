"""What must never become a name that the rules know, because it would spoil right texts."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cache

from pipeline.faults.resources import rows
from pipeline.fetch.wikidata.parse import is_latin
from pipeline.flow.gazetteer.gates import LONGEST_NAME, alias_fault, preferred_names
from pipeline.model.entity import Entity
from pipeline.model.errors import UsageError
from pipeline.text.casing import fold

LEAST_LETTERS = 4
MOST_VARIANTS = 8
ORDINARY = 3.5  # Zipf scale: once in three hundred thousand words


def refuse_harmful(entity: Entity, others: Iterable[Entity]) -> None:
    """Raises UsageError, with everything that is wrong, where the entity would do harm beside the others."""
    found = list(_faults(entity, [other for other in others if other.id != entity.id]))
    if found:
        hint = "Give the whole name as newsrooms write it, and only spellings that they accept."
        raise UsageError("; ".join(found), where=f"the name {entity.name!r}", hint=hint)


def is_ordinary(word: str) -> bool:
    """Whether a text is one word that English uses often, whatever its case."""
    return " " not in word and frequency(word) >= ORDINARY


def frequency(word: str) -> float:
    """On the Zipf scale; 0 where it is unknown."""
    from wordfreq import zipf_frequency  # takes half a second to load

    return float(zipf_frequency(word.lower(), "en", minimum=0.0))


def _faults(entity: Entity, others: list[Entity]) -> Iterator[str]:
    for name in entity.full_names:
        yield from _spelling_faults(name)
    if not entity.kind:
        yield "it has no kind"
    if not entity.family or not set(fold(entity.family).split()) <= set(fold(entity.name).split()):
        yield f"the family name {entity.family!r} is no part of it"
    if len(entity.variants) > MOST_VARIANTS:
        yield f"it has {len(entity.variants)} variants, and {MOST_VARIANTS} are the most"
    names = preferred_names(others)
    if known := _bearers(entity.name, others):
        yield f"the rules know it already as {known[0]}"
    for alias in entity.variants:
        if fault := alias_fault(alias, entity, names, is_ordinary):
            yield f"the variant {alias!r} {fault}"
    for office in entity.offices:
        if office.government not in _governments():
            yield f"no government is called {office.government!r}"


def _bearers(name: str, others: list[Entity]) -> list[str]:
    folded = fold(name)
    return sorted(other.id for other in others if any(fold(known) == folded for known in other.full_names))


def _spelling_faults(name: str) -> Iterator[str]:
    if sum(letter.isalpha() for letter in name) < LEAST_LETTERS:
        yield f"{name!r} is shorter than {LEAST_LETTERS} letters"
    elif len(name) > LONGEST_NAME or not is_latin(name):
        yield f"{name!r} is no name in Latin letters of at most {LONGEST_NAME}"
    elif is_ordinary(name):
        yield f"{name!r} is a word of the dictionary"


@cache
def _governments() -> frozenset[str]:
    return frozenset(row["code"] for row in rows("names", "governments.tsv"))
