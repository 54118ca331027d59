"""Names are the same, except where the rules for names say with their evidence that one was garbled."""

from __future__ import annotations

import re

from pipeline.model.proposal import Fault
from pipeline.repair.guards.change import CLOSED, Change, difference
from pipeline.text.frequency import is_common

MAY_RENAME = (Fault.NAME, Fault.CONSISTENCY, Fault.CASE)
_FIRST = re.compile(r"(?:\A|[.!?…:]['\"”’»)\]]*\s+|\n)['\"“‘«(\[]*([^\W\d_]+)")
_EVERYDAY = 3.8


def names(change: Change) -> str | None:
    """A capitalised word that is gone or new. Small words, and everyday ones that begin a sentence, are no names."""
    if change.same_words:
        return None
    if change.only(*MAY_RENAME):
        return _left_out(change)
    gone, come = difference(
        _capitals(change.old.written), _capitals(change.new.written), once=change.has(Fault.DUPLICATION)
    )
    if not gone and not come:
        return None
    lost = [w for w in gone if not _may_begin(w, change.before, change)]
    new = [w for w in come if not _may_begin(w, change.after, change)]
    changed = sorted({*lost, *new})
    return f"the name {changed[0]!r}" if changed else None


def _left_out(change: Change) -> str | None:
    """Even a rule for names may not take one away."""
    old, new = _capitals(change.old.written), _capitals(change.new.written)
    return "a name: it would be left out" if change.gone and not change.come and len(old) > len(new) else None


def _capitals(words: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(w for w in words if w[0].isupper() and w.lower() not in CLOSED and w != "S")


def _may_begin(word: str, text: str, change: Change) -> bool:
    """Whether the word has its capital only because it begins a sentence."""
    first = any(m[1] == word for m in _FIRST.finditer(text))
    return first and is_common(word.lower(), _EVERYDAY) and not change.is_name(word)
