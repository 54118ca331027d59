"""Upper and lower case, and spelling without accents."""

from __future__ import annotations

import unicodedata
from functools import lru_cache

_PLAIN = str.maketrans({"ł": "l", "ı": "i", "ø": "o", "đ": "d", "ß": "ss", "æ": "ae", "œ": "oe", "ð": "d", "þ": "th"})


@lru_cache(maxsize=20_000)
def fold(text: str) -> str:
    """Lower case without accents, so that Erdoğan and Erdogan are one spelling."""
    lowered = text.casefold()
    if lowered.isascii():
        return lowered
    decomposed = unicodedata.normalize("NFKD", lowered.translate(_PLAIN))
    return "".join(c for c in decomposed if not unicodedata.combining(c))


def is_capitalised(word: str) -> bool:
    """Whether the word starts with a capital and goes on in lower case somewhere: "Paris", "McKay", not "NATO"."""
    return word[:1].isupper() and not word.isupper()


def like(word: str, model: str) -> str:
    """The word in the case pattern of the model: all capitals, first capital, or as it is."""
    if len(model) > 1 and model.isupper():
        return word.upper()
    if model[:1].isupper():
        return word[:1].upper() + word[1:]
    return word


def is_mostly_capitals(text: str) -> bool:
    """Whether a line is set in capitals, so that case tells nothing in it."""
    letters = [c for c in text if c.isalpha()]
    return len(letters) > 3 and sum(c.isupper() for c in letters) > 0.6 * len(letters)
