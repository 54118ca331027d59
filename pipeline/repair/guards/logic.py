"""Negation, modality and hedges are the same, in the same order."""

from __future__ import annotations

from pipeline.model.proposal import Fault
from pipeline.repair.guards.change import Change
from pipeline.text.words import word_set

_NEGATIONS = word_set(
    "not no never none nobody nothing nowhere neither nor without non anti pro hardly scarcely barely few little "
    "except unless despite lack lacks"
)
_MODALS = word_set("may might must can could shall should would ought need")
_HEDGES = word_set(
    "allegedly alleged reportedly reported supposedly presumably apparently possibly probably likely perhaps maybe "
    "suspected claimed unconfirmed only almost nearly exactly"
)
_PREFIXES = ("un", "in", "im", "il", "ir", "dis", "non", "mis", "anti", "de")
_ENDINGS = (("ful", "less"), ("less", "ful"))


def logic(change: Change) -> str | None:
    """A negator, a modal verb or a hedge that is gone or new; a word turned round by a prefix or an ending."""
    if change.same_words:
        return None
    for what, listed, twice in (("a negation", _NEGATIONS, True), ("how sure it is", _MODALS | _HEDGES, False)):
        old = tuple(w for w in change.old.lower if w in listed)
        new = tuple(w for w in change.new.lower if w in listed)
        once = change.has(Fault.DUPLICATION) and not twice
        if (set(old) != set(new)) if once else old != new:
            return f"{what}: {' '.join(old) or 'none'} would be {' '.join(new) or 'none'}"
    return _turned(change)


def _turned(change: Change) -> str | None:
    for word in change.gone:
        for other in change.come:
            if _is_opposite(word, other) or _is_opposite(other, word):
                return f"a negation: {word!r} would be {other!r}"
    return None


def _is_opposite(word: str, other: str) -> bool:
    """Whether the other word is this one with "un-" before it, or with "-less" for "-ful"."""
    if len(word) > 3 and other.endswith(word) and other[: -len(word)] in _PREFIXES:
        return True
    return any(word.endswith(a) and other == word[: -len(a)] + b for a, b in _ENDINGS)
