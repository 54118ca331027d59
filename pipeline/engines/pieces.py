"""A text cut into pieces that an engine checks one by one, so that its time grows with the length and no faster."""

from __future__ import annotations

from collections.abc import Iterator

LONGEST = 1000  # code points: measured, an engine's time for one sentence grows with the square of its length
_STOPS = (". ", "! ", "? ", "; ", ", ", " ")


def pieces(text: str, longest: int = LONGEST) -> Iterator[tuple[int, str]]:
    """Where each piece begins, and the piece: paragraphs, and a long one cut after a sentence, a clause or a word."""
    at = 0
    for paragraph in text.split("\n"):
        start, end = at, at + len(paragraph)
        while end - start > longest:
            cut = _cut(text, start, start + longest)
            yield start, text[start:cut]
            start = cut
        if not text[start:end].isspace() and start < end:
            yield start, text[start:end]
        at = end + 1


def _cut(text: str, start: int, limit: int) -> int:
    for stop in _STOPS:
        found = text.rfind(stop, start + (limit - start) // 2, limit)
        if found != -1:
            return found + len(stop)
    return limit
