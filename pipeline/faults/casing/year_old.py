"""Capitals inside "41-year-old"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from pipeline.faults.rule import Context, Example, leaves
from pipeline.model.document import Document
from pipeline.model.proposal import Fault, Proposal

_AGE = re.compile(r"(?<=\d)-(?:Year-old|year-Old)\b|(?<=[a-z] )(\d+)-Year-Old(?= [a-z])")


@dataclass(frozen=True, slots=True)
class YearOld:
    """A capital inside an age ("41-Year-old") in running text; a headline may have both capitals."""

    id: str = "case.year-old"
    fault: Fault = Fault.CASE
    examples: tuple[Example, ...] = (
        Example("A 41-Year-old resident left.", "A 41-year-old resident left."),
        Example("He met a 12-Year-Old girl there.", "He met a 12-year-old girl there."),
        leaves("Man Saves 12-Year-Old Girl"),
        leaves("A 41-year-old resident left."),
    )

    def find(self, document: Document, context: Context) -> Iterator[Proposal]:
        for match in _AGE.finditer(document.text):
            evidence = "in running text an age is written in lower case"
            yield Proposal(document.anchor(*match.span()), (match[0].lower(),), self.fault, self.id, 0.985, evidence)
