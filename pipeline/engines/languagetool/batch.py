"""Paragraphs of many texts in few requests, and the way back from a place in a request to a place in its text."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from pipeline.engines.pieces import LONGEST, pieces

GAP = "\n\n"  # ends a sentence and a paragraph for LanguageTool
STAND_IN = "\ufffc"  # "an object is here"
_TWO_UNITS = re.compile("[\U00010000-\U0010ffff\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class Piece:
    """A paragraph, or as much of one as fits: from `start` of the text number `text`, in code points."""

    text: int
    start: int
    words: str


@dataclass(frozen=True, slots=True)
class Batch:
    """The pieces of one request."""

    pieces: tuple[Piece, ...]
    starts: tuple[int, ...]  # where each begins in `body`

    @property
    def body(self) -> str:
        """What is sent. One code point is one UTF-16 unit in it, so that offsets mean the same on both sides.

        A character of two units (an emoji), or half of one, is sent as a stand-in of one.
        """
        return GAP.join(_TWO_UNITS.sub(STAND_IN, piece.words) for piece in self.pieces)

    @property
    def size(self) -> int:
        """The length of `body`."""
        return self.starts[-1] + len(self.pieces[-1].words)

    def locate(self, start: int, end: int) -> tuple[int, int, int] | None:
        """The text with the start and end in it; None for what lies in no piece as a whole, or touches a stand-in."""
        number = bisect_right(self.starts, start) - 1
        if number < 0 or start >= end:
            return None
        piece, offset = self.pieces[number], self.starts[number]
        if end - offset > len(piece.words) or _TWO_UNITS.search(piece.words, start - offset, end - offset):
            return None
        return piece.text, piece.start + start - offset, piece.start + end - offset


def batches(texts: Sequence[str], limit: int) -> Iterator[Batch]:
    """Requests of at most `limit` code points, in the order of the texts; blank paragraphs are left out."""
    gathered: list[Piece] = []
    starts: list[int] = []
    size = 0
    longest = min(limit, LONGEST)
    for piece in (Piece(n, start, words) for n, text in enumerate(texts) for start, words in pieces(text, longest)):
        if gathered and size + len(GAP) + len(piece.words) > limit:
            yield Batch(tuple(gathered), tuple(starts))
            gathered, starts, size = [], [], 0
        size += len(GAP) if gathered else 0
        starts.append(size)
        gathered.append(piece)
        size += len(piece.words)
    if gathered:
        yield Batch(tuple(gathered), tuple(starts))
