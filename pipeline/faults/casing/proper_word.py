"""A day, a month, a country or a people in lower case."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from pipeline.faults.rule import Context, Example, leaves
from pipeline.faults.shape import has_capitals, line_of
from pipeline.model.document import Document
from pipeline.model.proposal import Fault, Proposal


@dataclass(frozen=True, slots=True)
class ProperWord:
    """A day, month, country or people in lower case ("on monday"), in a paragraph that has capitals elsewhere."""

    pattern: re.Pattern[str]
    id: str = "case.proper-word"
    fault: Fault = Fault.CASE
    examples: tuple[Example, ...] = (
        Example("He left on monday for the russian border.", "He left on Monday for the Russian border."),
        Example("They came from ukraine.", "They came from Ukraine."),
        leaves("they came from ukraine on monday"),
        leaves("Visit russia.example.org or write to japan@example.org."),
        leaves("The #ukraine tag and the site monday-news were new."),
    )

    @classmethod
    def of(cls, data: Mapping[str, Any]) -> ProperWord:
        """The rule from its data file."""
        words = "|".join(sorted(data["words"], key=len, reverse=True))
        return cls(re.compile(rf"(?:(?<=[\s“‘\"'(])|\A)(?:{words})(?=[\s,;:!?’'”\")]|\.(?:\s|\Z)|\Z)"))

    def find(self, document: Document, context: Context) -> Iterator[Proposal]:
        for match in self.pattern.finditer(document.text):
            if has_capitals(document.text, *line_of(document.text, match.start())):
                evidence = f"English writes '{match[0].capitalize()}' with a capital"
                fixed = match[0].capitalize()
                yield Proposal(document.anchor(*match.span()), (fixed,), self.fault, self.id, 0.985, evidence)
