"""What the look of a text says about single places in it."""

from __future__ import annotations

import re
from functools import lru_cache

_GLUED = re.compile(r"[^\W\d_]{3}[,.;:!?](?=\s|\Z)")
_SPACED = re.compile(r"\w[ \u00a0][,.;:!?](?=\s|\Z)")


@lru_cache(maxsize=64)
def is_tokenised(text: str) -> bool:
    """Whether marks stand alone, as in a text cut into tokens by a program; one without marks may be such a text."""
    return _GLUED.search(text) is None or _SPACED.search(text) is not None


def line_of(text: str, at: int) -> tuple[int, int]:
    """The paragraph around a place."""
    end = text.find("\n", at)
    return text.rfind("\n", 0, at) + 1, len(text) if end < 0 else end


def has_capitals(text: str, start: int, end: int) -> bool:
    """Whether the stretch has a word with a capital and words without: then case tells something in it."""
    part = text[start:end]
    return any(c.isupper() for c in part) and sum(c.islower() for c in part) > sum(c.isupper() for c in part)
