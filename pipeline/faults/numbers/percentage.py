"""A share above the whole."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from pipeline.faults.rule import Context, Example, leaves
from pipeline.model.document import Document
from pipeline.model.proposal import Fault, Proposal

_WHOLE = (
    "population|respondents|voters|residents|votes|households|citizens|deputies|women|men|children|people|students|patients"
    "|cases|deaths|those|members|companies|seats|turnout|electorate"
)
_SHARE = re.compile(
    rf"\b(\d{{3,}}(?:[.,]\d+)?) ?(?:%|percent|per cent)(?= of (?:the |all |its |their )?(?:[a-z-]+ )?(?:{_WHOLE})\b)"
)


@dataclass(frozen=True, slots=True)
class Percentage:
    """More than a hundred percent of people, votes or households. Pointed at, never changed."""

    id: str = "number.percentage"
    fault: Fault = Fault.NUMBER
    examples: tuple[Example, ...] = (
        Example("So say 640 percent of the voters.", "So say 640 percent of the voters.", ("640 percent",)),
        Example("Some 150% of all residents left.", "Some 150% of all residents left.", ("150%",)),
        leaves("Prices rose by 300 percent, to 120% of the level of May."),
        leaves("All 100% of the votes were counted."),
    )

    def find(self, document: Document, context: Context) -> Iterator[Proposal]:
        for match in _SHARE.finditer(document.text):
            if float(match[1].replace(",", ".")) > 100:
                evidence = "a share of people or votes cannot be above 100 percent"
                yield Proposal(document.anchor(*match.span()), (), self.fault, self.id, 0.85, evidence)
