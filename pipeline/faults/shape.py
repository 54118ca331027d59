"""What the look of a text says about single places in it."""

from __future__ import annotations

import re
from functools import lru_cache

_REACH = 600
_GLUED = re.compile(r"[^\W\d_]{3}[,.;:!?](?=\s|\Z)")
_SPACED = re.compile(r"\w[ \u00a0][,.;:!?](?=\s|\Z)")


@lru_cache(maxsize=64)
def is_tokenised(text: str) -> bool:
    """Whether marks stand alone, as in a text cut into tokens by a program; one without marks may be such a text."""
    return _GLUED.search(text) is None or _SPACED.search(text) is not None


def line_of(text: str, at: int) -> tuple[int, int]:
    """The paragraph around a place, or as much of a long one as says what it looks like."""
    least, most = max(0, at - _REACH), min(len(text), at + _REACH)
    start, end = text.rfind("\n", least, at), text.find("\n", at, most)
    return least if start < 0 else start + 1, most if end < 0 else end


def has_capitals(text: str, start: int, end: int) -> bool:
    """Whether the stretch has a word with a capital and words without: then case tells something in it."""
    part = text[start:end]
    return any(c.isupper() for c in part) and sum(c.islower() for c in part) > sum(c.isupper() for c in part)
