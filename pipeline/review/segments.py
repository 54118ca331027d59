"""A text as a page shows it: paragraphs of plain stretches and corrections."""

from __future__ import annotations

from bisect import bisect_left, insort
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from pipeline.model.ruling import Outcome, Ruling

# What is shown where several rulings claim one place; the others are named beside it.
_FIRST = (Outcome.APPLY, Outcome.HOLD, Outcome.FLAG, Outcome.REFUSED, Outcome.REJECTED, Outcome.SUPERSEDED)


@dataclass(frozen=True, slots=True)
class Segment:
    """`text` stands from `start` on in the extracted text; `ruling` is None where nothing is to be said about it."""

    start: int
    text: str
    ruling: Ruling | None = None


def shown(rulings: Iterable[Ruling]) -> tuple[list[Ruling], list[Ruling]]:
    """The rulings that can be shown in place, in the order of the text, and those whose place is taken."""
    taken: list[tuple[int, int]] = []
    inline: list[Ruling] = []
    beside: list[Ruling] = []
    for ruling in sorted(rulings, key=_rank):
        place = ruling.proposal.anchor
        n = bisect_left(taken, (place.start, place.end))
        free = (n == 0 or taken[n - 1][1] <= place.start) and (n == len(taken) or place.end <= taken[n][0])
        (inline if free else beside).append(ruling)
        if free:
            insort(taken, (place.start, place.end))
    return sorted(inline, key=_place), sorted(beside, key=_place)


def paragraphs(text: str, inline: Sequence[Ruling]) -> list[list[Segment]]:
    """The text cut at its line ends; a correction over a line end keeps its lines together."""
    found: list[list[Segment]] = [[]]
    at = 0
    for ruling in inline:
        place = ruling.proposal.anchor
        _add_plain(found, text[at : place.start], at)
        found[-1].append(Segment(place.start, place.quote, ruling))
        at = place.end
    _add_plain(found, text[at:], at)
    return [segments for segments in found if segments]


def _add_plain(found: list[list[Segment]], text: str, at: int) -> None:
    for n, line in enumerate(text.split("\n")):
        if n:
            found.append([])
        if line:
            found[-1].append(Segment(at, line))
        at += len(line) + 1


def _rank(ruling: Ruling) -> tuple[int, int, int, str]:
    place = ruling.proposal.anchor
    return _FIRST.index(ruling.outcome), place.start - place.end, place.start, ruling.proposal.id


def _place(ruling: Ruling) -> tuple[int, int, str]:
    return ruling.proposal.anchor.start, ruling.proposal.anchor.end, ruling.proposal.id
