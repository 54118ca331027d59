"""The last word before a text is changed: an edit may not change facts.

A guard of form, not of sense: it compares what can be counted, refuses when in doubt, and never repairs.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from pipeline.model.document import Document
from pipeline.model.proposal import Fault
from pipeline.model.ruling import Outcome, Ruling
from pipeline.repair.facts import facts, names

_MAY_CHANGE_NAMES = frozenset({Fault.NAME, Fault.CONSISTENCY, Fault.CASE})
_WINDOW = 60  # code points either side, widened to whole words: enough to see what an edit joins or cuts


def guard(document: Document, rulings: Sequence[Ruling]) -> list[Ruling]:
    """The same rulings, but REFUSED, with the reason, for every APPLY that would change facts, alone or together."""
    return _together(document, [_alone(document, ruling) for ruling in rulings])


def _alone(document: Document, ruling: Ruling) -> Ruling:
    if ruling.outcome is not Outcome.APPLY or ruling.replacement is None:
        return ruling
    reason = _reason(document, ruling, ruling.replacement)
    return ruling if reason is None else replace(ruling, outcome=Outcome.REFUSED, because=reason)


def _reason(document: Document, ruling: Ruling, replacement: str) -> str | None:
    place = ruling.proposal.anchor
    start, end = _widen(document.text, place.start, place.end)
    before = document.text[start:end]
    after = document.text[start : place.start] + replacement + document.text[place.end : end]
    if (place.quote.count("\n")) != replacement.count("\n"):
        return "the guard: it would change the paragraphs"
    lost = facts(before).lost_to(facts(after))
    if lost is not None or ruling.proposal.fault in _MAY_CHANGE_NAMES:
        return lost
    return _renamed(before, after, at_start=_starts_sentence(document.text, place.start))


def _renamed(before: str, after: str, *, at_start: bool) -> str | None:
    """A capitalised word that is lost or new. A doubled one may go; the first word of a sentence may change."""
    old, new = names(before), names(after)
    gone, come = set(old) - set(new), set(new) - set(old)
    if at_start and len(gone) <= 1 and len(come) <= 1:
        return None
    changed = sorted(gone | come)
    return f"the guard: it would change the name {changed[0]!r}" if changed else None


def _starts_sentence(text: str, start: int) -> bool:
    before = text[max(0, start - 8) : start].rstrip(" “\"‘'«(")
    return not before or before[-1] in ".!?…:\n"


def _widen(text: str, start: int, end: int) -> tuple[int, int]:
    start, end = max(0, start - _WINDOW), min(len(text), end + _WINDOW)
    for _ in range(_WINDOW):  # a word longer than this is no word
        if start and not text[start - 1].isspace():
            start -= 1
        if end < len(text) and not text[end].isspace():
            end += 1
    return start, end


def _together(document: Document, rulings: list[Ruling]) -> list[Ruling]:
    """Edits that are harmless alone may join into a change: then all of that paragraph are refused."""
    by_line: dict[int, list[int]] = {}
    line, seen = 0, 0
    for index, ruling in enumerate(rulings):
        start = ruling.proposal.anchor.start
        if start >= seen:
            line, seen = line + document.text.count("\n", seen, start), start
        if ruling.outcome is Outcome.APPLY:
            by_line.setdefault(line, []).append(index)
    for indices in by_line.values():
        lost = _lost(document, [rulings[i] for i in indices]) if len(indices) > 1 else None
        for i in indices if lost is not None else ():
            rulings[i] = replace(rulings[i], outcome=Outcome.REFUSED, because=f"{lost} (with its neighbours)")
    return rulings


def _lost(document: Document, rulings: list[Ruling]) -> str | None:
    places = sorted(((r.proposal.anchor, r.replacement or "") for r in rulings), key=lambda pair: pair[0])
    start, end = _widen(document.text, places[0][0].start, places[-1][0].end)
    parts, at = [], start
    for place, text in places:
        parts += [document.text[at : place.start], text]
        at = place.end
    return facts(document.text[start:end]).lost_to(facts("".join([*parts, document.text[at:end]])))
