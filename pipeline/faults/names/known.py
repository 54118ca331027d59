"""What is a word or a name of its own, and so hardly anybody's garble."""

from __future__ import annotations

from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

_COMMON = 2.0  # Zipf scale: once in ten million words
_ORDINARY = 3.7
_ALPHABET = "abcdefghijklmnopqrstuvwxyz"


@dataclass(frozen=True, slots=True)
class KnownWords:
    """Names that real people and places bear, first names, and words that are common enough in English."""

    names: Container[str]
    places: Container[str]
    given: Container[str]
    groups: Mapping[str, str] = field(default_factory=dict)
    _neighbours: dict[str, int] = field(default_factory=dict)

    @classmethod
    def of(
        cls, names: Sequence[str], places: Sequence[str], given: Sequence[str], groups: Mapping[str, str]
    ) -> KnownWords:
        return cls(frozenset(names), frozenset(places), frozenset(given), groups)

    def __contains__(self, word: str) -> bool:
        return word in self.names or self.frequency(word) >= _COMMON

    def is_name(self, word: str) -> bool:
        return word in self.names

    def is_place(self, word: str) -> bool:
        """Whether a place of some hundred people or more has the word in its name."""
        return word in self.places

    def is_given(self, word: str) -> bool:
        return word in self.given

    def same_name(self, word: str) -> frozenset[str]:
        """Other accepted ways to write the name: the words of its name items in Wikidata."""
        return frozenset(self.groups.get(word, "").split())

    def is_common(self, word: str) -> bool:
        """Whether it is an ordinary word, which in a title or at the start of a sentence has a capital as well."""
        return self.frequency(word) >= _ORDINARY

    def frequency(self, word: str) -> float:
        """On the Zipf scale; 0 where it is unknown."""
        return _frequency(word)

    def one_edit_away(self, word: str) -> int:
        """How many known names differ by one letter: as many other explanations of the spelling."""
        if word not in self._neighbours:
            if len(self._neighbours) > 50_000:
                self._neighbours.clear()
            splits = [(word[:i], word[i:]) for i in range(len(word) + 1)]
            forms = {a + b[1:] for a, b in splits if b}
            forms |= {a + b[1] + b[0] + b[2:] for a, b in splits if len(b) > 1}
            forms |= {a + c + b[1:] for a, b in splits if b for c in _ALPHABET}
            forms |= {a + c + b for a, b in splits for c in _ALPHABET}
            self._neighbours[word] = sum(form in self.names for form in forms - {word})
        return self._neighbours[word]


@lru_cache(maxsize=50_000)
def _frequency(word: str) -> float:
    from wordfreq import zipf_frequency  # takes half a second to load, and few texts need it

    return float(zipf_frequency(word, "en", minimum=0.0))
