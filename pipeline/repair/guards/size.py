"""An edit is small: a third of a sentence's words at most, some edits a sentence, and no sentence is taken away."""

from __future__ import annotations

import re

from pipeline.model.proposal import Fault
from pipeline.repair.guards.change import Change
from pipeline.text.sentences import sentences

# What hides where a sentence ends: a space before a stop or behind a bracket, a second stop; no space behind a stop.
_HIDING = re.compile(r" +(?=[.!?…])|(?<=\.)\.+|(?<=[(\[]) +")
_GLUED = re.compile(r"(?<=[a-z]{2}[.!?])(?=[A-Z])")
MOST_EDITS, LEAST_WORDS = 8, 2


def weight(change: Change) -> int:
    """How many words it takes out or puts in, whichever is more."""
    return max(change.gone.total(), change.come.total())


def is_too_much(words: int, touched: int, count: int) -> str | None:
    """Of a sentence with so many words: `touched` by `count` edits."""
    if touched > max(LEAST_WORDS, words // 3):
        return f"too much of the sentence: {touched} of {words} words"
    return f"too much of the sentence: {count} edits" if count > MOST_EDITS else None


def sentence_count(change: Change) -> str | None:
    """Compared without slips of spacing, which hide where a sentence ends."""
    before, after = (len(sentences(_GLUED.sub(" ", _HIDING.sub("", text)))) for text in (change.before, change.after))
    return (
        None
        if change.only(Fault.CASE) or before == after
        else f"how many sentences there are: {before} would be {after}"
    )
