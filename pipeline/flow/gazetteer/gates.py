"""What a new gazetteer must pass before it replaces the old one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from pipeline.faults.names.gazetteer import Gazetteer, by_id, read, write
from pipeline.fetch.wikidata.parse import is_latin
from pipeline.model.entity import Entity
from pipeline.model.errors import GazetteerError
from pipeline.text.casing import fold
from pipeline.text.distance import edits
from pipeline.text.words import word_set

MOST_LOST = 0.05  # of a kind
FEW = 3  # offices of a kind that may close at once, whatever share that is
LONGEST_NAME = 100
OFFENDERS = 5
_WORDS = range(2, 6)  # of a person's whole name
_VARIANT = 2  # letters between two spellings of a family name
_TITLES = word_set(
    "president mr mrs ms dr sir dame lord lady king queen prince princess pope saint general senator minister "
    "secretary chancellor the duke duchess baron baroness count sheikh ayatollah justice judge governor mayor"
)
_PARTICLES = word_set("von der van den de da do dos du di la le el al bin ibn of and y e zu ter ten")

KnownWord = Callable[[str], bool]  # whether a folded word is one of the dictionary
Regressions = Callable[[Gazetteer], Sequence[str]]  # which labelled texts come out wrong with it, in words


@dataclass(frozen=True, slots=True)
class Gates:
    """What the gates need to know beside the two gazetteers."""

    governments: frozenset[str]
    known_word: KnownWord
    regressions: Regressions

    def check(self, old: Gazetteer, new: Gazetteer) -> None:
        """Raises GazetteerError, with the gate and the first offenders, where the new one must not be published."""
        unchanged = frozenset(old.entities)
        changed = [one for one in new.entities if one not in unchanged]
        _gate("schema", [*_broken(new), *(fault for one in changed for fault in self._faults(one))])
        _gate("count", _losses(old, new))
        _gate("alias", self._bad_aliases(old, new, changed))
        known = frozenset(self.regressions(old))
        _gate("regression", [fault for fault in self.regressions(new) if fault not in known])

    def _faults(self, entity: Entity) -> Iterator[str]:
        if not entity.name or not entity.family or not entity.kind:
            yield f"{entity.id}: it lacks a name, a family name or a kind"
        for name in entity.full_names:
            if not is_latin(name) or len(name) > LONGEST_NAME:
                yield f"{entity.id}: {name!r} is no name in Latin letters of at most {LONGEST_NAME}"
        for office in entity.offices:
            if office.government not in self.governments:
                yield f"{entity.id}: no government is called {office.government!r}"
            if office.end is not None and office.end < office.start:
                yield f"{entity.id}: {office.kind} ends on {office.end}, before it starts"

    def _bad_aliases(self, old: Gazetteer, new: Gazetteer, changed: Iterable[Entity]) -> Iterator[str]:
        before, names = by_id(old.entities), preferred_names(new.entities)
        for entity in changed:
            known = before[entity.id].full_names if entity.id in before else ()
            for alias in entity.variants:
                fault = "" if alias in known else alias_fault(alias, entity, names, self.known_word)
                if fault:
                    yield f"{entity.name} ({entity.id}): {alias!r} {fault}"
        newcomers = preferred_names(e for e in changed if e.id not in before or before[e.id].name != e.name)
        for entity in new.entities:
            for alias in entity.variants:
                if others := newcomers.get(fold(alias), frozenset()) - {entity.id}:
                    yield f"{entity.name} ({entity.id}): {alias!r} is now the name of {min(others)}"


def preferred_names(entities: Iterable[Entity]) -> dict[str, frozenset[str]]:
    """The ids that bear each preferred name, folded."""
    names: dict[str, set[str]] = {}
    for entity in entities:
        names.setdefault(fold(entity.name), set()).add(entity.id)
    return {name: frozenset(ids) for name, ids in names.items()}


def alias_fault(alias: str, entity: Entity, names: Mapping[str, frozenset[str]], known_word: KnownWord) -> str:
    """Why this is no other accepted spelling of the entity's whole name; empty where it is one."""
    if others := names.get(fold(alias), frozenset()) - {entity.id}:
        return f"is the name of {min(others)}"
    if known_word(fold(alias)):
        return "is a word of the dictionary"
    return _unlike(alias, entity) if entity.is_person else ""


def _unlike(alias: str, person: Entity) -> str:
    parts = alias.split()
    if len(parts) not in _WORDS:
        return "is no whole name"
    if any(fold(part).strip(".") in _TITLES for part in parts):
        return "holds a title"
    if not all(part[0].isupper() or fold(part) in _PARTICLES for part in parts):
        return "is not written like a name"
    family = max(fold(person.family).split(), key=len)
    near = _VARIANT if len(family) > 4 else 0
    return "" if any(edits(fold(part), family, near) <= near for part in parts) else "lacks the family name"


def _broken(new: Gazetteer) -> Iterator[str]:
    for name, count in Counter(entity.id for entity in new.entities).items():
        if count > 1:
            yield f"{name}: the id stands for {count} entities"
    text = write(new)
    if write(read(text)) != text:
        yield "what is read back is not what was written"


def _losses(old: Gazetteer, new: Gazetteer) -> Iterator[str]:
    before, after = counts(old), counts(new)
    for kind, count in sorted(before.items()):
        lost = count - after[kind]
        if lost > MOST_LOST * count and (not kind.startswith("open offices: ") or lost >= FEW):
            yield f"{kind}: {after[kind]:,} where there were {count:,}"


def counts(gazetteer: Gazetteer) -> Counter[str]:
    """Entities by kind, and offices that are held by kind."""
    kinds = Counter(entity.kind for entity in gazetteer.entities)
    held = (office.kind for entity in gazetteer.entities for office in entity.offices if office.end is None)
    return kinds + Counter(f"open offices: {kind}" for kind in held)


def _gate(name: str, found: Iterable[str]) -> None:
    offenders = list(found)
    if offenders:
        more = f"; and {len(offenders) - OFFENDERS} more" if len(offenders) > OFFENDERS else ""
        raise GazetteerError(
            f"the {name} gate refused the new gazetteer: {'; '.join(offenders[:OFFENDERS])}{more}",
            where="gazetteer refresh",
            hint="The old one stays. See refused.diff.json beside it.",
        )
