"""Edits that are harmless alone may join into a change: then all that stand together are refused."""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.model.proposal import Fault
from pipeline.repair.guards.addresses import addresses
from pipeline.repair.guards.change import Condition
from pipeline.repair.guards.edit import Edit, change_of
from pipeline.repair.guards.ground import Ground
from pipeline.repair.guards.logic import logic
from pipeline.repair.guards.names import MAY_RENAME, names
from pipeline.repair.guards.numbers import numbers
from pipeline.repair.guards.polarity import polarity
from pipeline.repair.guards.quotes import quotation_marks
from pipeline.repair.guards.size import sentence_count
from pipeline.repair.guards.words import new_words

_GAP = 30  # code points: as far as an abbreviation or a date reaches
_REWORDING = frozenset({*MAY_RENAME, Fault.PHRASE, Fault.TERM, Fault.GRAMMAR})  # judged alone
# A condition, and the kinds whose edits it allows: these are made on both sides before it compares.
_CONDITIONS: tuple[tuple[Condition, frozenset[Fault]], ...] = (
    *((condition, frozenset[Fault]()) for condition in (numbers, logic, polarity, quotation_marks, addresses)),
    (sentence_count, frozenset({Fault.CASE})),
    (names, frozenset(MAY_RENAME)),
    (new_words, _REWORDING),
)


def together(ground: Ground, edits: list[Edit]) -> dict[int, str]:
    """The reason, by index, for every edit of a group that changes something as a whole."""
    reasons: dict[int, str] = {}
    for group in _groups(edits):
        reason = _reason(ground, group)
        if reason is not None:
            reasons |= {edit.index: f"{reason} (with its neighbours)" for edit in group if not edit.is_asked}
    return reasons


def _groups(edits: list[Edit]) -> Iterator[list[Edit]]:
    """Those that stand close to one another; one that stands alone was judged alone."""
    group: list[Edit] = []
    for edit in edits:
        if group and edit.start - group[-1].end > _GAP:
            if len(group) > 1:
                yield group
            group = []
        group.append(edit)
    if len(group) > 1:
        yield group


def _reason(ground: Ground, group: list[Edit]) -> str | None:
    stretch = ground.window(group[0].start, group[-1].end)
    for condition, allowed in _CONDITIONS:
        given = [e for e in group if e.is_asked or e.is_recoding or e.kind in allowed]
        if len(given) == len(group):
            continue
        reason = condition(change_of(ground, stretch, group, given))
        if reason is not None:
            return reason
    return None
