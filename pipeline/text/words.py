"""Words and where they stand."""

from __future__ import annotations

import re
from collections.abc import Iterator

# Letters and combining marks, joined by one apostrophe, hyphen or inner digit run: "o'clock", "non-nat", "COVID-19".
WORD = re.compile(r"[^\W_]+(?:[\u0300-\u036f]+[^\W_]*)*(?:['’\-][^\W_]+(?:[\u0300-\u036f]+[^\W_]*)*)*")


def words(text: str, start: int = 0, end: int | None = None) -> Iterator[re.Match[str]]:
    """Every word of the text, in order; a number is a word."""
    return WORD.finditer(text, start, len(text) if end is None else end)


def bare(word: str) -> str:
    """The word without a possessive ending: "Trump's" gives "Trump", "allies'" is a word and a mark already."""
    for ending in ("'s", "’s", "'S", "’S"):
        if word.endswith(ending):
            return word[: -len(ending)]
    return word


def word_set(listed: str) -> frozenset[str]:
    """The words of a list that is written as running text."""
    return frozenset(listed.split())
