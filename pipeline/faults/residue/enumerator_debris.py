"""A letter in brackets that is left of somebody else's list."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from pipeline.faults.rule import Context, Example, leaves
from pipeline.model.document import Document
from pipeline.model.proposal import Fault, Proposal

_ANY = re.compile(r"\((?:[A-Za-z]|[ivx]{2,4}|\d{1,2})\)|(?<=[\s“\"(])[a-z]\)(?= )")
# "(c)" and "(r)" are marks of rights, so they are never debris.
_DEBRIS = re.compile(
    r"(?:(?P<inside>[.!?…][”\"’']* [“\"]?|[“])|(?P<first>^[“\"]?))(?P<mark>\((?:[abd-qs-z]|i[iv]|iii)\) ?)(?=[A-Z])",
    re.MULTILINE,
)


@dataclass(frozen=True, slots=True)
class EnumeratorDebris:
    """A lone "(a)" where a sentence begins. It goes only if the text has no second one: then there is no list."""

    id: str = "residue.enumerator"
    fault: Fault = Fault.RESIDUE
    examples: tuple[Example, ...] = (
        Example("He smiled. “(a) It is not our aim,” he said.", "He smiled. “It is not our aim,” he said."),
        Example("They met. (b) The talks went on.", "They met. The talks went on."),
        leaves("The law names three aims. (a) Peace. (b) Work. (c) Bread."),
        leaves("Rents rose. (c) Reuters 2024"),
        leaves("He broke section 3 (a) of the Act."),
    )

    def find(self, document: Document, context: Context) -> Iterator[Proposal]:
        marks = [m[0] for _, m in zip(range(2), _ANY.finditer(document.text), strict=False)]
        if len(marks) != 1:
            return
        for match in _DEBRIS.finditer(document.text):
            confidence = 0.975 if match["inside"] is not None else 0.8
            evidence = f"'{match['mark'].strip()}' begins a sentence and the text has no other item of a list"
            yield Proposal(document.anchor(*match.span("mark")), ("",), self.fault, self.id, confidence, evidence)
