"""A space on the inner side of a bracket."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from pipeline.faults.rule import Context, Example, leaves
from pipeline.model.document import Document
from pipeline.model.proposal import Fault, Proposal

_PAIR = re.compile(r"(?<=[\w,.;’'”\"] )\(( ?)[^()\n]{1,120}?( ?)\)")


@dataclass(frozen=True, slots=True)
class BracketSpace:
    """A space after an opening or before a closing bracket, where both brackets of the pair are there."""

    id: str = "punctuation.bracket-space"
    fault: Fault = Fault.PUNCTUATION
    examples: tuple[Example, ...] = (
        Example("The agency ( FTIR ) said so.", "The agency (FTIR) said so."),
        Example("It rose (by 5% ) in May.", "It rose (by 5%) in May."),
        leaves("He was glad :) and (so) was she."),
        leaves("It is open ( and so is the bracket."),
    )

    def find(self, document: Document, context: Context) -> Iterator[Proposal]:
        for match in _PAIR.finditer(document.text):
            confidence = 0.98 if match[1] and match[2] else 0.9
            for group, step, fixed in ((1, 0, "("), (2, 1, ")")):
                start, end = match.span(group)
                if start < end:
                    place = document.anchor(start - 1 + step, end + step)
                    evidence = "no space stands on the inner side of a bracket"
                    yield Proposal(place, (fixed,), self.fault, self.id, confidence, evidence)
