"""What a person or thing is known for, as words that an article about it uses."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from pipeline.faults.names.spelling import plain
from pipeline.model.entity import Entity
from pipeline.text.words import word_set, words

_SAY_NOTHING = word_set(
    "from with first second third former since that this also other their than then over into about national team "
    "former best known world prime vice president minister company chief executive state city large leader party member"
)
_SHORTEST = 4
_ENOUGH = 2  # different words of a field


@dataclass(frozen=True, slots=True)
class Subjects:
    """`fields` is the vocabulary of each field; answers are remembered by the entity's id."""

    fields: Mapping[str, frozenset[str]]
    trades: Mapping[str, frozenset[str]] = field(default_factory=dict)  # word to the fields that it is of
    _words: dict[str, frozenset[str]] = field(default_factory=dict)
    _topics: dict[str, dict[str, str]] = field(default_factory=dict)

    @classmethod
    def of(cls, fields: Sequence[Mapping[str, str]], trades: Sequence[Mapping[str, str]]) -> Subjects:
        return cls(
            {row["field"]: word_set(row["words"]) for row in fields},
            {row["trade"]: word_set(row["fields"]) for row in trades},
        )

    def words_of(self, entity: Entity) -> frozenset[str]:
        """Every word of every full name, as compared."""
        if entity.id not in self._words:
            self._words[entity.id] = frozenset(plain(m[0]) for name in entity.full_names for m in words(name))
        return self._words[entity.id]

    def in_article(self, entity: Entity, counts: Mapping[str, int]) -> list[str]:
        """The words of what the entity is known for that stand in the article, as written in the gazetteer."""
        return [written for word, written in self._topics_of(entity).items() if word in counts]

    def field_in_article(self, entity: Entity, counts: Mapping[str, int]) -> bool:
        """Whether the article uses the vocabulary of the entity's field."""
        vocabulary = self.fields.get(entity.field or entity.kind, frozenset())
        return sum(word in counts for word in vocabulary) >= _ENOUGH

    def was_called(self, entity: Entity, title: str) -> bool:
        """Whether the title's words stand in what the entity is known for."""
        known_for = entity.known_for.lower()
        return all(word in known_for for word in title.lower().split())

    def _topics_of(self, entity: Entity) -> dict[str, str]:
        if entity.id not in self._topics:
            own = self.words_of(entity)
            found = {plain(m[0]): m[0] for m in words(entity.known_for) if len(m[0]) >= _SHORTEST}
            self._topics[entity.id] = {
                w: written for w, written in found.items() if w not in own and w not in _SAY_NOTHING
            }
        return self._topics[entity.id]
