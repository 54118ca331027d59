"""A comma where English has a decimal point."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from pipeline.faults.rule import Context, Example, leaves
from pipeline.model.document import Document
from pipeline.model.proposal import Fault, Proposal

_FIGURE = re.compile(
    r"(?<![\d.,:/-])\d{1,3},\d{1,2} ?(?:%|(?:percent|per cent|thousand|million|billion|trillion|degrees|metres|meters"
    r"|kilomet(?:re|er)s|km|tonnes|tons|hectares)\b)"
)


@dataclass(frozen=True, slots=True)
class DecimalComma:
    """A decimal comma ("3,8 percent"), which an English reader takes for a list or for thousands. A figure is never
    changed unasked, so it is pointed at."""

    id: str = "number.decimal-comma"
    fault: Fault = Fault.NUMBER
    examples: tuple[Example, ...] = (
        Example("It grew by 3,8 percent.", "It grew by 3,8 percent.", ("3,8 percent",)),
        Example("It is 13,85 billion years old.", "It is 13,85 billion years old.", ("13,85 billion",)),
        leaves("It grew by 3.8 percent to 1,250 tonnes and 12,500 hectares."),
        leaves("Rows 3,8 and 9 were empty, and 5,000,000 percent is odd."),
    )

    def find(self, document: Document, context: Context) -> Iterator[Proposal]:
        for match in _FIGURE.finditer(document.text):
            evidence = "English writes a decimal point here: is this a fraction?"
            yield Proposal(document.anchor(*match.span()), (), self.fault, self.id, 0.8, evidence)
