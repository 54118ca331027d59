"""People in the news and the offices that they hold or held."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from pipeline.text.casing import fold
from pipeline.text.words import word_set, words

_PARTICLES = word_set("von der van den de da do dos du di la le el al bin ibn jr sr")
_SHORTEST = 4  # letters: below that, everything is near to everything


@dataclass(frozen=True, slots=True)
class Office:
    """A kind of office in one government or body, with the days on which it was taken up and given up."""

    kind: str
    government: str
    start: date
    end: date | None

    def held_on(self, day: date | None) -> bool:
        """Whether it was held that day; without a day, whether it is held according to the newest facts."""
        if day is None:
            return self.end is None
        return self.start <= day and (self.end is None or day <= self.end)


@dataclass(frozen=True, slots=True)
class Person:
    """One person: the full name as newsrooms write it, the part that stands alone, and other accepted full names."""

    id: str
    name: str
    family: str
    variants: tuple[str, ...]
    offices: tuple[Office, ...]

    @property
    def full_names(self) -> tuple[str, ...]:
        return (self.name, *self.variants)

    def holds(self, day: date | None) -> list[Office]:
        return [office for office in self.offices if office.held_on(day)]

    def family_words(self) -> list[str]:
        """The words of the family name that are long enough to be told from others, the preferred spelling first."""
        return _long_words(self.family) + [w for n in self.variants for w in _long_words(n.split()[-1])]

    def given_words(self) -> list[str]:
        """The other words of the full names."""
        family = {fold(w) for w in self.family_words()}
        return list(dict.fromkeys(w for n in self.full_names for w in _long_words(n) if fold(w) not in family))

    def all_words(self) -> frozenset[str]:
        """Every word of every full name, folded."""
        return frozenset(fold(m[0]) for n in self.full_names for m in words(n))


def people_of(rows: Sequence[Mapping[str, str]]) -> tuple[Person, ...]:
    """The people of a data file."""
    return tuple(
        Person(
            row["id"], row["name"], row["family"],
            tuple(v for v in row["variants"].split("|") if v),
            tuple(_office(text) for text in row["offices"].split(";") if text),
        )
        for row in rows
    )  # fmt: skip


def _office(text: str) -> Office:
    kind, government, start, end = text.split("@")
    return Office(kind, government, date.fromisoformat(start), date.fromisoformat(end) if end else None)


def _long_words(name: str) -> list[str]:
    found = [m[0] for m in words(name)]
    return [w for w in found if len(w) >= _SHORTEST and fold(w) not in _PARTICLES]
