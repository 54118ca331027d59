"""Quotation marks are the same, and what somebody said is reported, not reworded."""

from __future__ import annotations

import re
from bisect import bisect_right

from pipeline.model.proposal import Fault
from pipeline.repair.guards.change import Change

_MARK = re.compile('["“”„«»‹›]')
_CLOSES = {"“": "”", "„": "“”", "«": "»", "‹": "›", '"': '"'}
# What the machine did to the look of the words, not their choice; docs/adr/0011-guard.md has the figures.
MAY_MEND_SPEECH = frozenset({
    Fault.NAME, Fault.CONSISTENCY, Fault.CASE, Fault.PUNCTUATION, Fault.RESIDUE, Fault.DUPLICATION, Fault.GRAMMAR,
})  # fmt: skip


def quotation_marks(change: Change) -> str | None:
    """A quotation mark that is gone, new or another one."""
    same = _MARK.findall(change.before) == _MARK.findall(change.after)
    return None if same else "the quotation marks"


def speech(paragraph: str) -> list[tuple[int, int]]:
    """What stands inside quotation marks: offsets, in order, apart. A mark that is never closed holds to the end."""
    found: list[tuple[int, int]] = []
    closing, start = "", 0
    for match in _MARK.finditer(paragraph):
        if closing and match[0] in closing:
            found.append((start, match.start()))
            closing = ""
        elif not closing:
            closing, start = _CLOSES.get(match[0], ""), match.end()
    return [*found, (start, len(paragraph))] if closing else found


def overlaps(stretches: list[tuple[int, int]], start: int, end: int) -> bool:
    """Whether a place touches one of the stretches."""
    at = bisect_right(stretches, (start, len(stretches) and stretches[-1][1]))
    return any(a < end and start < b for a, b in stretches[max(0, at - 1) : at + 1])
