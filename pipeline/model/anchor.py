"""A place in one text."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, order=True)
class Anchor:
    """Half-open range in code points, never empty; `quote` proves that it still fits, `text_sha` names the text."""

    start: int
    end: int
    quote: str
    text_sha: str

    def overlaps(self, other: Anchor) -> bool:
        return self.start < other.end and other.start < self.end
