"""Offsets of other counts turned into code points. Python counts code points, Rust UTF-8 bytes, Java UTF-16 units."""

from __future__ import annotations

from array import array
from bisect import bisect_right


class Offsets:
    """Both ways between the code points of one text and another count of it: linear to make, logarithmic to ask.

    An offset inside a character counts as the character's beginning; one past the end as the end.
    """

    def __init__(self, text: str, ends: tuple[int, ...], widths: tuple[int, ...]) -> None:
        """`widths[i]` is what a character below `ends[i]` counts, the last of them any other."""
        self._length = len(text)
        self._at: array[int] | None = None
        if text and max(text) >= chr(ends[0]):  # else both counts are the same
            self._at = array("q", [0])
            total = 0
            for character in text:
                total += widths[bisect_right(ends, ord(character))]
                self._at.append(total)

    def to_points(self, offset: int) -> int:
        """The code point that begins at, or reaches over, this offset."""
        if self._at is None:
            return max(0, min(offset, self._length))
        return max(0, min(bisect_right(self._at, offset) - 1, self._length))

    def from_points(self, point: int) -> int:
        """The offset in the other count of a code point."""
        point = max(0, min(point, self._length))
        return point if self._at is None else self._at[point]


def utf8(text: str) -> Offsets:
    """Offsets of the text in UTF-8 bytes."""
    return Offsets(text, (0x80, 0x800, 0x10000), (1, 2, 3, 4))


def utf16(text: str) -> Offsets:
    """Offsets of the text in UTF-16 units."""
    return Offsets(text, (0x10000,), (1, 2))
