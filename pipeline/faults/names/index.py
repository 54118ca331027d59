"""From a spelling to the names that it may be a garble of."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache

from pipeline.faults.names.people import Person
from pipeline.text.casing import fold
from pipeline.text.distance import deletions, edits, sound
from pipeline.text.words import word_set

_REACH = 2  # letters of the sound that may be lost, new or different
_LOOSE = 0.5
_FARTHEST = 3  # letters of the spelling


@dataclass(frozen=True, slots=True)
class Near:
    """A known name near a spelling. `cost` is the mean of the letters and of the sounds that differ."""

    word: str
    cost: float
    tight: bool  # near enough for two pieces of evidence; otherwise title and first name must both agree
    sounds_alike: bool
    holders: tuple[tuple[Person, bool], ...]  # with: is it the family name


@dataclass(frozen=True, slots=True)
class NameIndex:
    """Names by what is left of their sound after deletions: a look-up costs microseconds, however many names."""

    by_key: Mapping[str, tuple[str, ...]]
    holders: Mapping[str, tuple[tuple[Person, bool], ...]]
    written: Mapping[str, str]

    @classmethod
    def of(cls, people: Iterable[Person]) -> NameIndex:
        holders: dict[str, list[tuple[Person, bool]]] = {}
        written: dict[str, str] = {}
        for person in people:
            for word, is_family in [(w, True) for w in person.family_words()] + [
                (w, False) for w in person.given_words()
            ]:
                written.setdefault(fold(word), word)
                known = holders.setdefault(fold(word), [])
                if all(p is not person for p, _ in known):
                    known.append((person, is_family))
        by_key: dict[str, list[str]] = {}
        for name in holders:
            for key in deletions(sound(name), _REACH):
                by_key.setdefault(key, []).append(name)
        return cls({k: tuple(v) for k, v in by_key.items()}, {k: tuple(v) for k, v in holders.items()}, written)

    def near(self, folded: str) -> list[Near]:
        """The names that the spelling may stand for, nearest first; none if it is a name itself."""
        if folded in self.holders:
            return []
        heard = sound(folded)
        names = {name for key in _keys(heard) for name in self.by_key.get(key, ())}
        found = []
        for name in sorted(names):
            letters = edits(folded, name, _FARTHEST)
            if letters > _FARTHEST or _is_derived(folded, name):
                continue
            sounds = edits(heard, sound(name), _REACH)
            cost = (letters + sounds) / 2
            most = _most(min(len(folded), len(name)))
            if sounds <= _REACH and cost <= most + _LOOSE:
                found.append(Near(self.written[name], cost, cost <= most, sounds == 0, self.holders[name]))
        return sorted(found, key=lambda n: (n.cost, n.word))


@lru_cache(maxsize=20_000)
def _keys(heard: str) -> frozenset[str]:
    return frozenset(deletions(heard, _REACH))


def _most(length: int) -> float:
    return 1.0 if length < 6 else 1.5 if length < 8 else 2.0


def _is_derived(spelling: str, name: str) -> bool:
    """Whether the spelling is made from the name on purpose: "Putins", "Trumpian", or the woman's form "Lavrova"."""
    if spelling.startswith(name):
        return spelling[len(name) :] in _ENDINGS
    stem = name.rstrip("iy")
    return len(stem) < len(name) and spelling in (stem + "a", stem + "aya", stem + "aia")


_ENDINGS = word_set("s es a ova eva ian ians ism ist ists ite ites esque ish ic ize ized")
