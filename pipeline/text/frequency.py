"""How common an English word is, by wordfreq's list (Apache-2.0 code, CC-BY-SA data); words of a text, known or not."""

from __future__ import annotations

import math
from collections.abc import Mapping
from functools import cache


@cache
def frequencies() -> Mapping[str, float]:
    """Word to share of running text."""
    from wordfreq import get_frequency_dict  # takes half a second, so not at import

    found: Mapping[str, float] = get_frequency_dict("en", "large")
    return found


def zipf(word: str) -> float:
    """7 is "the", 4 an everyday word, 3 still known to every reader, 1 an oddity, 0 unknown."""
    share = frequencies().get(word)
    return math.log10(share) + 9 if share else 0.0


def is_common(word: str, at_least: float = 3.0) -> bool:
    return zipf(word) >= at_least
