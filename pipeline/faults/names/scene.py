"""One article as the names rules read it: its words, the runs of capitalised ones, and what it is about."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property, lru_cache

from pipeline.faults.names.spelling import is_particle, plain
from pipeline.text.words import bare, words

_LONGEST_RUN = 4  # words to each side
_SENTENCE_END = frozenset(".!?:\n•")
_OPENING = " “”\"'‘’«»([*\u200f\u200e-–—"
_INITIAL = re.compile(r"[A-Z]\Z")


@dataclass(frozen=True, slots=True)
class Token:
    """One word of the text without its possessive ending: what is compared, and how it is written."""

    start: int
    end: int
    written: str
    word: str

    @property
    def is_capitalised(self) -> bool:
        return self.written[:1].isupper()


@dataclass
class Scene:
    """It remembers its answers, so that long texts stay linear."""

    text: str
    day: date | None
    governments: frozenset[str] | None = None  # that the text names, once somebody asked
    _named: dict[str, int | None] = field(default_factory=dict)

    @cached_property
    def tokens(self) -> list[Token]:
        found = []
        for match in words(self.text):
            written = bare(match[0])
            found.append(Token(match.start(), match.start() + len(written), written, plain(written)))
        return found

    @cached_property
    def counts(self) -> Counter[str]:
        """How often each plain word stands in the text."""
        return Counter(token.word for token in self.tokens)

    @cached_property
    def written(self) -> Counter[str]:
        """How often each word stands in the text, as it is written."""
        return Counter(token.written for token in self.tokens)

    @cached_property
    def lower_case(self) -> frozenset[str]:
        """The plain words that are also written without a capital."""
        return frozenset(token.word for token in self.tokens if token.written[:1].islower())

    @cached_property
    def _paragraphs(self) -> list[int]:
        return [0, *(match.end() for match in re.finditer(r"\n+", self.text))]

    def paragraph(self, at: int) -> int:
        """The number, from 1, of the paragraph of that offset."""
        return bisect_right(self._paragraphs, at)

    def starts_sentence(self, at: int) -> bool:
        """Whether the token is the first of its sentence, where a capital tells nothing."""
        place = self.tokens[at].start - 1
        while place >= 0 and self.text[place] in _OPENING:
            place -= 1
        return place < 0 or self.text[place] in _SENTENCE_END

    def names(self, full_name: str) -> int | None:
        """Where the full name stands in the text, spelled right; None: nowhere."""
        if full_name not in self._named:
            at = self.text.find(full_name)
            while at >= 0 and not self._is_whole(at, at + len(full_name)):
                at = self.text.find(full_name, at + 1)
            self._named[full_name] = at if at >= 0 else None
        return self._named[full_name]

    def _is_whole(self, start: int, end: int) -> bool:
        return not (start > 0 and self.text[start - 1].isalnum()) and not self.text[end : end + 1].isalnum()

    def before_in_sentence(self, at: int, most: int) -> list[Token]:
        """Up to that many words before the token with nothing but spaces and commas between, in order."""
        first = at
        while first > 0 and at - first < most:
            gap = self.text[self.tokens[first - 1].end : self.tokens[first].start]
            if gap.strip(" ,-'’s"):
                break
            first -= 1
        return self.tokens[first:at]

    def before(self, at: int) -> list[int]:
        """The capitalised tokens in the run before this one, the nearest first, without particles and initials."""
        return self._run(at, -1)

    def after(self, at: int) -> list[int]:
        """The capitalised tokens in the run after this one, the nearest first."""
        return self._run(at, 1)

    def _run(self, at: int, step: int) -> list[int]:
        found: list[int] = []
        last = at
        while 0 <= last + step < len(self.tokens) and len(found) < _LONGEST_RUN:
            if not self._joined(min(last, last + step)):
                break
            last += step
            token = self.tokens[last]
            if token.is_capitalised and not _INITIAL.match(token.written):
                found.append(last)
            elif not ((is_particle(token.written) and token.word not in ("and", "of", "the")) or token.is_capitalised):
                break
        return found

    def _joined(self, at: int) -> bool:
        """Whether only a space parts the token from the next one, or the full stop of an initial."""
        one, two = self.tokens[at], self.tokens[at + 1]
        gap = self.text[one.end : two.start]
        return gap in (" ", "-", " -", " '", " “", ' "') or (gap == ". " and len(one.written) <= 2)


@lru_cache(maxsize=1)
def scene_of(text: str, day: date | None) -> Scene:
    """The scene of an article, made once for all rules that are asked about it in turn."""
    return Scene(text, day)
