"""The words of names, as the index of the gazetteer lists them."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from enum import Enum

from pipeline.faults.names.spelling import SHORTEST, is_particle, plain, skeleton
from pipeline.model.entity import Entity
from pipeline.text.words import words

SHORTEST_PARTNER = 2  # letters: "Li" says who "Kexiang" is
PLACES = frozenset(
    ("city", "country", "region", "province", "oblast", "state", "district", "town", "river", "lake", "sea", "mountain",
     "island", "strait", "desert")
)  # fmt: skip


class Role(Enum):
    """What a word is in a name."""

    FAMILY = "f"
    GIVEN = "g"
    WHOLE = "w"  # all there is of the name of a thing, or of a person known by one name
    PART = "p"  # one of several words of the name of a thing
    PLACE = "l"  # all there is of the name of a place


@dataclass(frozen=True, slots=True)
class Holder:
    """Somebody or something whose name has the word, and how the word is written there."""

    entity: Entity
    role: Role
    written: str


def words_of(entities: Iterable[Entity]) -> dict[str, list[str]]:
    """For each plain word, who has it: "number:role:written", the number being the entity's place in the list."""
    found: dict[str, list[str]] = {}
    for number, entity in enumerate(entities):
        for word, holder in holders_of(entity):
            found.setdefault(word, []).append(f"{number}:{holder.role.value}:{holder.written}")
    return found


def holders_of(entity: Entity) -> list[tuple[str, Holder]]:
    """The words of the entity's names that are long enough to stand beside another, each once."""
    found: dict[str, Holder] = {}
    family = {plain(w[0]) for w in words(entity.family)}
    for name in entity.full_names:
        parts = [m[0] for m in words(name)]
        for at, part in enumerate(parts):
            word = plain(part)
            if len(word) >= SHORTEST_PARTNER and not is_particle(part) and word not in found:
                found[word] = Holder(entity, _role(entity, word, family, at, len(parts)), part)
    return list(found.items())


def _role(entity: Entity, word: str, family: set[str], at: int, of: int) -> Role:
    if of == 1:
        return Role.PLACE if entity.kind in PLACES else Role.WHOLE
    if not entity.is_person:
        return Role.PART
    is_last = at == of - 1 and entity.family == entity.name.split()[-1]
    return Role.FAMILY if word in family or is_last else Role.GIVEN


def offices_of(entities: Iterable[Entity]) -> dict[str, list[int]]:
    """For each kind of office, the places in the list of those who hold or held it."""
    found: dict[str, list[int]] = {}
    for number, entity in enumerate(entities):
        for kind in dict.fromkeys(office.kind for office in entity.offices):
            found.setdefault(kind, []).append(number)
    return found


def keys_of(found: Mapping[str, list[str]], ordinary: Collection[str]) -> dict[str, list[str]]:
    """The words that a garble may mean where nothing stands beside it, by what is left of their consonants."""
    keys: dict[str, list[str]] = {}
    for word, refs in found.items():
        roles = {ref.split(":", 2)[1] for ref in refs}
        things = {Role.WHOLE.value, Role.PART.value}
        if len(word) < SHORTEST or roles <= {Role.GIVEN.value, Role.PART.value}:
            continue
        if word in ordinary and roles <= things | {Role.GIVEN.value}:
            continue
        for key in sound_keys(word):
            keys.setdefault(key, []).append(word)
    return {key: sorted(listed) for key, listed in keys.items()}


def sound_keys(word: str) -> set[str]:
    """The consonants, and what is left of them without any one."""
    heard = skeleton(word)
    return {heard} | ({heard[:i] + heard[i + 1 :] for i in range(len(heard))} if len(heard) > 2 else set())
