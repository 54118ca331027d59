"""The raw text between two block-level borders to its lines."""

from __future__ import annotations

import re

from pipeline.extract import words
from pipeline.text.normalise import normalise

BREAK = "\x00"
UNSEEN = "\x01"  # stands where a label was that only screen readers get
_BREAKS = re.compile("\x00(?:\\s*\x00)+")
_AROUND_UNSEEN = re.compile("(\\w?)(\\s?)\x01[\\s\x01]*(\\w|[,.;:!?)\\]])?")
_AROUND = " \n\t\r\x00"


def lines(raw: str) -> tuple[str, ...]:
    """Normalised, none empty."""
    text = _without_unseen(raw).strip(_AROUND)
    return tuple(line for piece in _pieces(text) if (line := _clean(piece)))


def _clean(piece: str) -> str:
    line = " ".join(piece.split())
    return line if line.isascii() and line.isprintable() else normalise(line)


def _without_unseen(raw: str) -> str:
    """Where a label was cut, words stay apart and a comma follows its word."""
    return _AROUND_UNSEEN.sub(_joined, " ".join(raw.split())) if UNSEEN in raw else raw


def _joined(found: re.Match[str]) -> str:
    before, space, after = found[1], found[2], found[3] or ""
    closing = after and not (after.isalnum() or after == "_")
    apart = not closing and (space or (before and after))
    return f"{before} {after}" if apart else before + after


def _pieces(raw: str) -> list[str]:
    """<br><br> parts paragraphs; a single <br> only where every line is a sentence of its own."""
    if BREAK not in raw:
        return [raw]
    pieces = _BREAKS.split(raw)
    if len(pieces) == 1:
        found = [line for line in raw.split(BREAK) if line.strip()]
        if len(found) > 1 and all(len(line) > 60 and words.TERMINAL.search(line.strip()) for line in found):
            return found
    return [piece.replace(BREAK, " ") for piece in pieces]
