"""A sum or a number of people that the world does not have."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from pipeline.faults.rule import Context, Example, leaves
from pipeline.model.document import Document
from pipeline.model.proposal import Fault, Proposal

_MONEY = re.compile(
    r"[$€£] ?(\d{1,3}(?:[.,]\d+)?) trillion\b"
    r"|\b(\d{1,3}(?:[.,]\d+)?) trillion (?:US )?(?:dollars|euros|pounds)\b"
)
_PEOPLE = re.compile(
    r"\b(\d{1,4}(?:[.,]\d+)?) (million|billion) (?:people|soldiers|civilians|men|women|children) (?:were |have been )?"
    r"(?:killed|dead|died|injured|wounded|evacuated)\b"
    r"|\bkilled (?:more than |about |at least )?(\d{1,4}(?:[.,]\d+)?) (million|billion) (?:people|soldiers|civilians)\b"
)
_WORLD = re.compile(
    r"world|global|GDP|debt|deficit|derivative|assets|econom|market|holocaust|war\b|famine|pandemic|century|history|since|yuan"
    r"|covid|coronavirus|year|annual", re.IGNORECASE,
)  # fmt: skip
_MOST, _WINDOW = 10.0, 160


@dataclass(frozen=True, slots=True)
class Magnitude:
    """Ten trillion dollars and more, or millions killed, with no word near that speaks of the world, a debt or a war:
    the scale may be wrong. Pointed at, never changed."""

    id: str = "number.magnitude"
    fault: Fault = Fault.NUMBER
    examples: tuple[Example, ...] = (
        Example("Its minerals are worth $50 trillion.", "Its minerals are worth $50 trillion.", ("$50 trillion",)),
        Example(
            "The blast killed 30 million people.", "The blast killed 30 million people.", ("killed 30 million people",)
        ),
        leaves("The global bond market is worth $50 trillion, and the plan cost $1.9 trillion."),
        leaves("The war killed 30 million people."),
    )

    def find(self, document: Document, context: Context) -> Iterator[Proposal]:
        if "illion" not in document.text:
            return
        for match in _MONEY.finditer(document.text):
            if float((match[1] or match[2]).replace(",", ".")) >= _MOST:
                yield from self._of(document, match, "few sums outside world totals reach ten trillion")
        for match in _PEOPLE.finditer(document.text):
            yield from self._of(document, match, "no single event strikes millions")

    def _of(self, document: Document, match: re.Match[str], evidence: str) -> Iterator[Proposal]:
        around = document.text[max(0, match.start() - _WINDOW) : match.end() + _WINDOW]
        if _WORLD.search(around) is None:
            yield Proposal(
                document.anchor(*match.span()), (), self.fault, self.id, 0.7, f"{evidence}: is the scale right?"
            )
