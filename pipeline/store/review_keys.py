"""What orders, groups and finds the rows of the reviewers' queue. Stored rows depend on these, as do migrations."""

from __future__ import annotations

import re

from pipeline.model.digest import digest

_TOKEN = re.compile(r"\w+")
TOKENS, LENGTH, SPAN = 120, 60, 2000  # a row's words stay small, whatever a page says

# What a reader loses where the machine is wrong: a wrong edit costs as much as ten faults that are left.
_WRONG_EDIT, _FAULT_LEFT, _FAULT_WITHOUT_FIX = 10.0, 1.0, 0.5
_TITLE = 2.0  # a title is read by everybody


def priority(outcome: str, confidence: float, part: str) -> float:
    """Minus the harm expected, so that the smallest comes first; 0 where nothing is at stake."""
    if outcome == "APPLY":
        harm = _WRONG_EDIT * (1.0 - confidence)
    elif outcome == "HOLD":
        harm = _FAULT_LEFT * confidence
    elif outcome in ("FLAG", "REFUSED"):
        harm = _FAULT_WITHOUT_FIX * confidence
    else:
        harm = 0.0
    return -round(harm * (_TITLE if part == "title" else 1.0), 6) or 0.0


def likeness(rule: str, before: str, after: str | None) -> str:
    """The same for every place where one rule puts the same words for the same words."""
    return digest("like", rule, before, repr(after))


def tokens(text: str) -> list[str]:
    """The words of a text as they are looked up: lower case, no marks, bounded."""
    return [found[:LENGTH] for found in _TOKEN.findall(text[:SPAN].lower())[:TOKENS]]


def words(*texts: str | None) -> str:
    """What a row is found by: its distinct words, one space before each."""
    found = dict.fromkeys(token for text in texts if text for token in tokens(text))
    return "".join(f" {token}" for token in sorted(found))
