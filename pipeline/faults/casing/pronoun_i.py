"""The pronoun "I" in lower case."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from pipeline.faults.rule import Context, Example, leaves
from pipeline.faults.shape import has_capitals, line_of
from pipeline.model.document import Document
from pipeline.model.proposal import Fault, Proposal

_I = re.compile(
    r"(?:(?<=[\s“\"(])|\A)i(?=['’](?:m|ve|ll|d)\b| (?:am|was|have|had|do|don|did|didn|will|would|can|could|couldn|think"
    r"|know|knew|want|wanted|see|saw|say|said|feel|felt|hope|believe|never|also|just|really|love|like|should|must|got|get|went"
    r"|need|understand|always|still|thought|remember|decided|started|only|live|work|hate|wish)\b)"
)


@dataclass(frozen=True, slots=True)
class PronounI:
    """The pronoun "I" in lower case before a verb, in a text that has capitals elsewhere."""

    id: str = "case.pronoun-i"
    fault: Fault = Fault.CASE
    examples: tuple[Example, ...] = (
        Example("“If i think of it,” said Anna, “i'm glad.”", "“If I think of it,” said Anna, “I'm glad.”"),
        leaves("Item (i) was read, and Charles i. was not named."),
        Example("“Yes, i know,” said Anna.", "“Yes, I know,” said Anna."),
        leaves("lol i think so"),
    )

    def find(self, document: Document, context: Context) -> Iterator[Proposal]:
        for match in _I.finditer(document.text):
            if has_capitals(document.text, *line_of(document.text, match.start())):
                evidence = "the pronoun is written 'I'"
                yield Proposal(document.anchor(*match.span()), ("I",), self.fault, self.id, 0.985, evidence)
