"""Who or what a name means: people with dated offices, places, companies, clubs, media."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

PERSON = "person"
STOP = "stop"  # no name to put there: a spelling that no name rule may change


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
class Entity:
    """One person or thing with a name.

    `name` is the form that newsrooms write; `family` the part that stands alone on second mention (of a thing: the
    whole name); `variants` are other accepted spellings of the whole name, never misspellings. `kind` is "person" or
    what the thing is ("city", "company", "club"); `field` what a person is known in ("football"). `since` and `until`
    are the years in the public eye. `as_of` is the day on which the source was right.
    """

    id: str
    name: str
    family: str
    kind: str = PERSON
    variants: tuple[str, ...] = ()
    country: str = ""
    field: str = ""
    known_for: str = ""
    offices: tuple[Office, ...] = ()
    since: int | None = None
    until: int | None = None
    weight: float = 0.0  # how often news names it, on a Zipf scale: 0 unknown, 3 once in a million words
    source: str = ""
    licence: str = ""
    as_of: str = ""

    @property
    def is_person(self) -> bool:
        return self.kind == PERSON

    @property
    def full_names(self) -> tuple[str, ...]:
        return (self.name, *self.variants)

    def holds(self, day: date | None) -> list[Office]:
        return [office for office in self.offices if office.held_on(day)]
