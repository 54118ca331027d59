"""A rewritten sentence as the smallest edits that lead to it."""

from __future__ import annotations

import re
from dataclasses import dataclass

from rapidfuzz.distance import Levenshtein

from pipeline.text.sentences import sentences
from pipeline.text.words import words

MOST_EDITS = 4
_TOKEN = re.compile(r"\s+|[^\W_]+(?:['’\-][^\W_]+)*|.", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Edit:
    """Half-open range in code points of the sentence, never empty, and what stands there instead."""

    start: int
    end: int
    new: str


def edits(before: str, after: str) -> list[Edit]:
    """The edits, in order; none where the sentences are the same or the rewrite goes too far.

    Too far: over `MOST_EDITS` edits, over a third of the words, more than one line, or another number of sentences.
    """
    if before == after or not before.strip() or "\n" in after or len(sentences(after)) != len(sentences(before)):
        return []
    old, new = _TOKEN.findall(before), _TOKEN.findall(after)
    steps = _joined([_filled(_shifted(step, old, new), old) for step in _joined(_steps(old, new), old)], old)
    touched = sum(max(_count(old[a:b]), _count(new[c:d])) for a, b, c, d in steps)
    if not 0 < len(steps) <= MOST_EDITS or touched * 3 > max(_count(old), 3):
        return []
    at = _offsets(old)
    return [Edit(at[a], at[b], "".join(new[c:d])) for a, b, c, d in steps]


def apply(before: str, found: list[Edit]) -> str:
    """The sentence with all edits carried out."""
    for edit in reversed(found):
        before = before[: edit.start] + edit.new + before[edit.end :]
    return before


_Step = tuple[int, int, int, int]  # tokens a..b of the old sentence become tokens c..d of the new one


def _steps(old: list[str], new: list[str]) -> list[_Step]:
    numbers: dict[str, int] = {}
    sides = [[numbers.setdefault(token, len(numbers)) for token in side] for side in (old, new)]
    found = Levenshtein.opcodes(*sides)
    return [(op.src_start, op.src_end, op.dest_start, op.dest_end) for op in found if op.tag != "equal"]


def _shifted(step: _Step, old: list[str], new: list[str]) -> _Step:
    """The same insertion or deletion, begun with a word instead of with the space before it."""
    a, b, c, d = step
    if a == b and b < len(old) and new[c].isspace() and old[b] == new[c]:
        return a + 1, b + 1, c + 1, d + 1
    if c == d and b < len(old) and old[a].isspace() and old[a] == old[b]:
        return a + 1, b + 1, c + 1, d + 1
    return step


def _joined(steps: list[_Step], old: list[str]) -> list[_Step]:
    """Steps that share a token, or have nothing but space between them, are one."""
    found: list[_Step] = []
    for step in steps:
        if found and not "".join(old[found[-1][1] : step[0]]).strip():
            step = (found[-1][0], step[1], found[-1][2], step[3])
            found.pop()
        found.append(step)
    return found


def _filled(step: _Step, old: list[str]) -> _Step:
    """An insertion takes the word beside it along, since no range is empty."""
    a, b, c, d = step
    if a < b:
        return step
    forward = b < len(old) and (not old[b].isspace() or a == 0)
    return (a, b + 1, c, d + 1) if forward else (a - 1, b, c - 1, d)


def _count(tokens: list[str]) -> int:
    return sum(1 for token in tokens if any(words(token)))


def _offsets(tokens: list[str]) -> list[int]:
    found = [0]
    for token in tokens:
        found.append(found[-1] + len(token))
    return found
