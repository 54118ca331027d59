"""A mended sentence must be at rest: where a second look would change it once more, none of its edits is made."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace

from pipeline.model.document import Document
from pipeline.model.ruling import Outcome, Ruling
from pipeline.repair.guards.edit import Edit, change_of, edit_of, rewritten
from pipeline.repair.guards.ground import Ground

Again = Callable[[str], Iterable[Ruling]]  # what would become of a text, from its proposals to the guard
Key = tuple[str, str, str | None]
_REASON = "the guard: the mended sentence would be changed once more"


def settle(document: Document, rulings: Sequence[Ruling], again: Again) -> list[Ruling]:
    """The same rulings, but REFUSED for the edits of every sentence that would not stay as they leave it.

    Only sentences whose words change are looked at again, all at once: most texts have few, so this costs little. What
    was proposed at the first look already is nothing new, whatever became of it.
    """
    ground = Ground(document.text)
    edits = [edit for n, ruling in enumerate(rulings) if (edit := edit_of(n, ruling)) is not None]
    restless = _restless(ground, edits, rulings, again) if edits else set()
    return [
        replace(ruling, outcome=Outcome.REFUSED, because=_REASON) if n in restless else ruling
        for n, ruling in enumerate(rulings)
    ]


def _restless(ground: Ground, edits: list[Edit], rulings: Sequence[Ruling], again: Again) -> set[int]:
    """The indices of the edits of sentences that would change once more."""
    by_sentence = _by_sentence(ground, sorted(edits, key=lambda edit: (edit.start, edit.end)))
    bounds = [b for b, found in by_sentence.items() if any(_changes_words(ground, edit) for edit in found)]
    mended = [rewritten(ground, *b, by_sentence[b]).replace("\n", " ") for b in bounds]
    if not bounds or not _applied(again("\n".join(mended))):
        return set()
    known = {_key(ruling) for ruling in rulings}
    found: set[int] = set()
    for b, text in zip(bounds, mended, strict=True):
        new = _applied(again(text)) - known
        if new and new - _applied(again(ground.text[slice(*b)])):
            found |= {edit.index for edit in by_sentence[b] if not edit.is_asked}
    return found


def _by_sentence(ground: Ground, edits: list[Edit]) -> dict[tuple[int, int], list[Edit]]:
    """Sentences that share an edit are one stretch."""
    found: list[tuple[int, int, list[Edit]]] = []
    for edit in edits:
        start, end = ground.sentence(edit.start, edit.end)
        if found and start < found[-1][1]:
            first, last, together = found[-1]
            together.append(edit)
            found[-1] = (min(first, start), max(last, end), together)
        else:
            found.append((start, end, [edit]))
    return {(start, end): together for start, end, together in found}


def _changes_words(ground: Ground, edit: Edit) -> bool:
    return not change_of(ground, ground.window(edit.start, edit.end), [edit]).same_words


def _applied(rulings: Iterable[Ruling]) -> set[Key]:
    return {_key(ruling) for ruling in rulings if ruling.outcome is Outcome.APPLY}


def _key(ruling: Ruling) -> Key:
    return ruling.proposal.rule, ruling.proposal.anchor.quote, ruling.replacement
