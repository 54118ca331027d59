"""Whether a text is English, however broken.

The share of function words tells: on 257 news pages of 41 countries English ones had at least 0.237, others at most
0.078; the worst of 1,570 machine-translated English documents had 0.149 (measured by `benchmarks/real_pages.py`).
"""

from __future__ import annotations

from pipeline.text.words import word_set, words

ENOUGH_WORDS = 40
LEAST_SHARE = 0.12
FUNCTION_WORDS = word_set(
    "the of and to in a that is was for on with as it at by from he said his be are has have had not this which an but "
    "were will their they who its or been"
)


def looks_english(text: str) -> bool:
    """True too for a text that is too short to tell."""
    total = found = 0
    for match in words(text):
        total += 1
        found += match[0].lower() in FUNCTION_WORDS
    return total < ENOUGH_WORDS or found >= LEAST_SHARE * total
