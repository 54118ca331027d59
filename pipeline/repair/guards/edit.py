"""One ruling that would be applied, and what stretches of text look like with and without some of them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from pipeline.model.proposal import Fault
from pipeline.model.ruling import Outcome, Ruling
from pipeline.repair.guards.change import Change
from pipeline.repair.guards.debris import is_recoding, plain
from pipeline.repair.guards.ground import Ground
from pipeline.repair.resolve import POLICY


@dataclass(frozen=True)
class Edit:
    """`index` is the place of its ruling in the list."""

    index: int
    start: int
    end: int
    old: str
    new: str
    kind: Fault
    is_asked: bool  # a reviewer's: not judged

    @cached_property
    def is_recoding(self) -> bool:
        return self.kind is Fault.RESIDUE and is_recoding(self.old, self.new)

    @property
    def moves_paragraphs(self) -> bool:
        return self.old.count("\n") != self.new.count("\n")


def edit_of(index: int, ruling: Ruling) -> Edit | None:
    """None where the ruling changes nothing."""
    if ruling.outcome is not Outcome.APPLY or ruling.replacement is None:
        return None
    place, proposal = ruling.proposal.anchor, ruling.proposal
    asked = ruling.because != POLICY
    return Edit(index, place.start, place.end, place.quote, ruling.replacement, proposal.fault, asked)


def rewritten(ground: Ground, start: int, end: int, edits: Iterable[Edit]) -> str:
    """A stretch with some edits made, which lie inside it, in order and apart."""
    parts, at = [], start
    for edit in edits:
        parts += [ground.text[at : edit.start], edit.new]
        at = edit.end
    return "".join([*parts, ground.text[at:end]])


def change_of(ground: Ground, stretch: tuple[int, int], edits: list[Edit], given: Iterable[Edit] = ()) -> Change:
    """What the edits do to a stretch. Those that are `given` are made on both sides, so that only the others count."""
    granted = set(given)
    before = rewritten(ground, *stretch, (e for e in edits if e in granted))
    after = rewritten(ground, *stretch, edits)
    if any(edit.kind is Fault.RESIDUE for edit in edits):
        before, after = plain(before), plain(after)
    return Change(before, after, frozenset(e.kind for e in edits if e not in granted), ground.is_name)
