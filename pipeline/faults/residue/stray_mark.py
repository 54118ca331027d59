"""A mark that a program left at the end of a word."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from pipeline.faults.rule import Context, Example, leaves
from pipeline.model.document import Document
from pipeline.model.proposal import Fault, Proposal

_MARK = re.compile(r"(?<=[a-z]{2})[~^_|\\`]+(?= [a-z])|(?<=[a-z][,;])[~^_|\\`]+(?= [a-z])")


@dataclass(frozen=True, slots=True)
class StrayMark:
    """A tilde, caret, low line or bar stuck to the end of a word in running text."""

    id: str = "residue.stray-mark"
    fault: Fault = Fault.RESIDUE
    examples: tuple[Example, ...] = (
        Example("The melamine~ was found, and that^ was new.", "The melamine was found, and that was new."),
        Example("The bridge, which_ fell, was_ old.", "The bridge, which fell, was old."),
        leaves("Write snake_case names and ~5 others in C:\\temp today."),
        leaves("The smile ^_^ stayed."),
    )

    def find(self, document: Document, context: Context) -> Iterator[Proposal]:
        for match in _MARK.finditer(document.text):
            evidence = f"'{match[0]}' does not belong to running text"
            yield Proposal(document.anchor(*match.span()), ("",), self.fault, self.id, 0.975, evidence)
