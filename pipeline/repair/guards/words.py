"""A new word is a known word, and near to what stood there."""

from __future__ import annotations

from itertools import pairwise

from pipeline.model.proposal import Fault
from pipeline.repair.guards.change import CLOSED, Change
from pipeline.repair.guards.names import MAY_RENAME
from pipeline.text.distance import edits
from pipeline.text.frequency import zipf
from pipeline.text.words import word_set

_REVIEWED = (Fault.PHRASE, Fault.TERM)  # glossaries: their wording was read by people
_NEAR, _ENDING, _LEAST = 2, 4, 0.1
# Forms of one word that do not look alike, and short words that carry grammar.
_FORMS = tuple(
    word_set(forms)
    for forms in (
        "go goes went gone going", "good better best well", "bad worse worst badly", "buy bought", "bring brought",
        "think thought", "catch caught", "teach taught", "seek sought", "fight fought", "person people",
        "child children", "man men", "foot feet", "tell told", "say says said", "take took taken", "see saw seen",
        "make made", "able can could", "example instance", "i me my mine myself", "stand stood",
    )
)  # fmt: skip


def new_words(change: Change) -> str | None:
    """A word that has come and is unknown, or is far from every word that is gone."""
    if change.only(*MAY_RENAME) or not change.come:
        return None
    for word in change.come:
        if not word.isalpha():
            continue
        if zipf(word) < _LEAST and not change.is_name(word.title()):
            return f"a word to one that is not known: {word!r}"
        if not (change.only(*_REVIEWED) or word in CLOSED or _is_near(word, change)):
            return f"a word to one that is far from it: {word!r}"
    return None


def _is_near(word: str, change: Change) -> bool:
    if any(edits(word, old, _NEAR) <= min(_NEAR, len(word) // 2) or _is_form(word, old) for old in change.gone):
        return True
    if any(word in forms and not forms.isdisjoint(change.gone) for forms in _FORMS):
        return True
    return _is_cut_or_joined(word, change)


def _is_form(word: str, old: str) -> bool:
    """ "plan" and "planned": one begins with the other and has an ending more."""
    short, long = sorted((word, old), key=len)
    return len(short) > 2 and long.startswith(short) and len(long) - len(short) <= _ENDING


def _is_cut_or_joined(word: str, change: Change) -> bool:
    """ "to day" and "today", "ofthe" and "of the"."""
    joined = any(a + b == word for a, b in pairwise(change.old.lower))
    return joined or any(
        a in change.gone for pair in pairwise(change.new.lower) for a in ("".join(pair),) if word in pair
    )
