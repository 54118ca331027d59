"""A space inside "hadn't" and "the baby's"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from pipeline.faults.rule import Context, Example, leaves
from pipeline.faults.shape import is_tokenised
from pipeline.model.document import Document
from pipeline.model.proposal import Fault, Proposal

_NT = re.compile(
    r"\b(?:do|does|did|is|are|was|were|has|have|had|wo|ca|could|would|should|must|need)( )(?=n['’]t\b)", re.IGNORECASE
)
_OTHER = re.compile(
    r"(?<=[a-z]n)( )(?=['’]t\b)|(?<=\bI)( )(?=['’](?:m|ve|ll|d)\b)|(?<=\b(?:we|he|it))( )(?=['’](?:re|ve|ll|d|s)\b)"
    r"|(?<=\b(?:you|she))( )(?=['’](?:re|ve|ll|d|s)\b)|(?<=\bthey)( )(?=['’](?:re|ve|ll|d)\b)"
    r"|(?<=[a-rt-z])( )(?=['’]s [a-z])", re.IGNORECASE,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class CliticSpace:
    """A space that cuts a short form ("hadn 't", "do n't", "the baby 's"). In a text that a program cut into tokens
    throughout, only the form that no newspaper prints ("do n't") is joined unasked."""

    id: str = "punctuation.clitic-space"
    fault: Fault = Fault.PUNCTUATION
    examples: tuple[Example, ...] = (
        Example("He hadn 't seen the baby 's face, and I 'm glad.", "He hadn't seen the baby's face, and I'm glad."),
        Example("They do n't know, and we wo n't tell.", "They don't know, and we won't tell."),
        leaves("He said 'tis true, 'so what' and rock 'n' roll."),
        leaves("The players ' union and the '90s, he said."),
    )

    def find(self, document: Document, context: Context) -> Iterator[Proposal]:
        tokenised = is_tokenised(document.text)
        for pattern, confidence in ((_NT, 0.99), (_OTHER, 0.9 if tokenised else 0.98)):
            for match in pattern.finditer(document.text):
                start = match.start(match.lastindex or 1)
                end = start + 1
                while document.text[end : end + 1].isalpha() or document.text[end : end + 1] in ("'", "’"):
                    end += 1
                fixed = document.text[start + 1 : end]
                evidence = f"'{fixed}' belongs to the word before it"
                yield Proposal(document.anchor(start, end), (fixed,), self.fault, self.id, confidence, evidence)
