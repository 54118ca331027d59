"""What the conditions ask about the text around an edit; found once, and only where it is asked for."""

from __future__ import annotations

import re
from bisect import bisect_right
from functools import cache, cached_property

from pipeline.repair.guards.change import pieces
from pipeline.repair.guards.quotes import overlaps, speech
from pipeline.text.sentences import sentences

_WINDOW = 60  # code points either side, widened to whole words: enough to see what an edit joins or cuts
_INSIDE = re.compile(r"(?<=[^\W\d_][ ,]) ?([A-Z\u00c0-\u00de\u0400-\u042f][^\W\d_]+)")


class Ground:
    """One text, read as often as needed and no more: every question takes about the same time in a long text."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.words_in = cache(self._words_in)
        self._speech_in = cache(lambda start, end: speech(self.text[start:end]))

    def window(self, start: int, end: int) -> tuple[int, int]:
        start, end = max(0, start - _WINDOW), min(len(self.text), end + _WINDOW)
        # To the ends of the words there; one that is longer than this is no word.
        left, right = self.text[max(0, start - _WINDOW) : start], self.text[end : end + _WINDOW]
        if left and not left[-1].isspace():
            start -= len(left.rsplit(None, 1)[-1])
        if right and not right[0].isspace():
            end += len(right.split(None, 1)[0])
        return start, end

    def sentence(self, start: int, end: int) -> tuple[int, int]:
        """The sentence around a place, or all that it touches; the place itself where there is none."""
        bounds = self._sentences
        first = max(0, bisect_right(bounds, (start, len(self.text))) - 1)
        last = max(first, bisect_right(bounds, (end - 1, len(self.text))) - 1)
        return (min(start, bounds[first][0]), max(end, bounds[last][1])) if bounds else (start, end)

    def in_speech(self, start: int, end: int) -> bool:
        """Whether any of the place stands inside quotation marks."""
        line = bisect_right(self._line_ends, start)
        first = self._line_ends[line - 1] + 1 if line else 0
        last = self._line_ends[line] if line < len(self._line_ends) else len(self.text)
        return overlaps(self._speech_in(first, last), start - first, end - first)

    def is_name(self, word: str) -> bool:
        return word in self._capitals_inside

    def _words_in(self, start: int, end: int) -> int:
        return len(pieces(self.text[start:end]).lower)

    @cached_property
    def _sentences(self) -> list[tuple[int, int]]:
        return sentences(self.text)

    @cached_property
    def _line_ends(self) -> list[int]:
        return [match.start() for match in re.finditer("\n", self.text)]

    @cached_property
    def _capitals_inside(self) -> frozenset[str]:
        """Words that have a capital right behind another word or a comma: that is no sentence's beginning."""
        return frozenset(_INSIDE.findall(self.text))
