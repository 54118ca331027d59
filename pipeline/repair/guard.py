"""The last word before a text is changed: an edit may not change facts.

A guard of form, not of sense: it compares what can be counted, refuses when in doubt, and never repairs. Its conditions
are in `guards/`, one a file; docs/adr/0011-guard.md says why. What a reviewer decided is not judged, except that
paragraphs stay as they are.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from pipeline.model.document import Document
from pipeline.model.ruling import Outcome, Ruling
from pipeline.repair.fluency import Fluency, Syntax
from pipeline.repair.guards.addresses import addresses
from pipeline.repair.guards.change import Condition
from pipeline.repair.guards.edit import Edit, change_of, edit_of, rewritten
from pipeline.repair.guards.ground import Ground
from pipeline.repair.guards.logic import logic
from pipeline.repair.guards.names import names
from pipeline.repair.guards.neighbours import together
from pipeline.repair.guards.numbers import numbers
from pipeline.repair.guards.polarity import polarity
from pipeline.repair.guards.quotes import MAY_MEND_SPEECH, quotation_marks
from pipeline.repair.guards.reading import NOT_READ, reads_worse
from pipeline.repair.guards.size import is_too_much, sentence_count, weight
from pipeline.repair.guards.words import new_words

CONDITIONS: tuple[Condition, ...] = (
    numbers, logic, polarity, quotation_marks, addresses, names, new_words, sentence_count,
)  # fmt: skip
_REACH = 300  # a model reads the sentence, or so many code points on each side in a longer one


def guard(
    document: Document, rulings: Sequence[Ruling], fluency: Fluency | None = None, syntax: Syntax | None = None
) -> list[Ruling]:
    """The same rulings, but REFUSED, with the reason, for every APPLY that would change facts, alone or together."""
    judge = _Judge(Ground(document.text), fluency, syntax)
    edits = [edit for n, ruling in enumerate(rulings) if (edit := edit_of(n, ruling)) is not None]
    edits.sort(key=lambda edit: (edit.start, edit.end))
    reasons = {edit.index: reason for edit in edits if (reason := judge.objection(edit)) is not None}
    for look in (together, _sizes):
        left = [edit for edit in edits if edit.index not in reasons]
        reasons |= look(judge.ground, left)
    return [
        replace(ruling, outcome=Outcome.REFUSED, because=f"the guard: it would change {reasons[n]}")
        if n in reasons
        else ruling
        for n, ruling in enumerate(rulings)
    ]


@dataclass(frozen=True, slots=True)
class _Judge:
    ground: Ground
    fluency: Fluency | None
    syntax: Syntax | None

    def objection(self, edit: Edit) -> str | None:
        """What the edit would change if it were made alone."""
        if edit.moves_paragraphs:
            return "the paragraphs"
        if edit.is_asked or edit.is_recoding:
            return None
        change = change_of(self.ground, self.ground.window(edit.start, edit.end), [edit])
        for condition in CONDITIONS:
            if (reason := condition(change)) is not None:
                return reason
        return None if change.same_words else self._of_the_sentence(edit)

    def _of_the_sentence(self, edit: Edit) -> str | None:
        """What can only be said of an edit that changes words."""
        if edit.kind not in MAY_MEND_SPEECH and self.ground.in_speech(edit.start, edit.end):
            return "what somebody said: a quotation is reported, not reworded"
        start, end = self.ground.sentence(edit.start, edit.end)
        start, end = max(start, edit.start - _REACH), min(end, edit.end + _REACH)
        if not any(c.isalnum() for c in rewritten(self.ground, start, end, [edit])):
            return "a whole sentence to nothing, which only a person may do"
        if edit.kind in NOT_READ or (self.fluency is None and self.syntax is None):
            return None
        return reads_worse(change_of(self.ground, (start, end), [edit]), self.fluency, self.syntax)


def _sizes(ground: Ground, edits: list[Edit]) -> dict[int, str]:
    """All of a sentence's edits are refused where they are too much of it."""
    by_sentence: dict[tuple[int, int], list[tuple[Edit, int]]] = {}
    for edit in edits:
        if edit.is_asked or edit.is_recoding or edit.old.split() == edit.new.split():
            continue
        heavy = weight(change_of(ground, ground.window(edit.start, edit.end), [edit]))
        if heavy:
            by_sentence.setdefault(ground.sentence(edit.start, edit.end), []).append((edit, heavy))
    reasons: dict[int, str] = {}
    for bounds, found in by_sentence.items():
        reason = is_too_much(ground.words_in(*bounds), sum(heavy for _, heavy in found), len(found))
        if reason is not None:
            reasons |= {edit.index: reason for edit, _ in found}
    return reasons
