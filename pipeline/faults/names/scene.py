"""What an article as a whole says about a person, asked once for each."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from datetime import date

from pipeline.faults.names.people import Person
from pipeline.faults.names.titles import Governments, Titles
from pipeline.text.words import words

_ENOUGH_TOPICS = 3
_ENOUGH_COLLEAGUES = 2


@dataclass(slots=True)
class Scene:
    """One article. It lives as long as one call of a rule and remembers its answers, so that long texts stay linear."""

    text: str
    day: date | None
    people: tuple[Person, ...]
    titles: Titles
    governments: Governments
    _counts: Counter[str] = field(default_factory=Counter)
    _words: dict[str, frozenset[str]] = field(default_factory=dict)
    _named: dict[str, bool] = field(default_factory=dict)
    _countries: dict[str, bool] = field(default_factory=dict)
    _colleagues: dict[str, tuple[str, ...]] = field(default_factory=dict)
    _topics: dict[str, tuple[str, ...]] = field(default_factory=dict)

    def count(self, word: str) -> int:
        """How often the word stands in the article."""
        if not self._counts:
            self._counts = Counter(m[0] for m in words(self.text))
        return self._counts[word]

    def names(self, person: Person) -> bool:
        """Whether the full name stands in the article, spelled right."""
        if person.id not in self._named:
            self._named[person.id] = any(self._has(name) for name in person.full_names)
        return self._named[person.id]

    def _has(self, name: str) -> bool:
        return name in self.text and re.search(rf"(?<!\w){re.escape(name)}(?!\w)", self.text) is not None

    def words_of(self, person: Person) -> frozenset[str]:
        """Every word of the person's full names, folded."""
        if person.id not in self._words:
            self._words[person.id] = person.all_words()
        return self._words[person.id]

    def speaks_of(self, government: str) -> bool:
        if government not in self._countries:
            self._countries[government] = self.governments.named_in(government, self.text)
        return self._countries[government]

    def colleagues(self, person: Person) -> tuple[str, ...]:
        """Others of the same government on that day whose full names stand in the article, if there are enough."""
        if person.id not in self._colleagues:
            ours = {office.government for office in person.holds(self.day)}
            found = [
                p.name for p in self.people
                if p is not person and ours & {o.government for o in p.holds(self.day)} and self.names(p)
            ]  # fmt: skip
            self._colleagues[person.id] = tuple(found) if len(found) >= _ENOUGH_COLLEAGUES else ()
        return self._colleagues[person.id]

    def topics(self, kind: str) -> tuple[str, ...]:
        """The different words of the office's business in the article, if there are enough."""
        if kind not in self._topics:
            pattern = self.titles.topics.get(kind)
            found = {m[0].lower() for m in pattern.finditer(self.text)} if pattern is not None else set()
            self._topics[kind] = tuple(sorted(found)) if len(found) >= _ENOUGH_TOPICS else ()
        return self._topics[kind]
