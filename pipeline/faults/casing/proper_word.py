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

_WORD = re.compile(r"(?:(?<=[\s“\"(])|\A)[a-z]{4,14}(?=[\s,;:!?’'”\")]|\.(?:\s|\Z)|\Z)")
_STEP = 300  # case is looked at once for each stretch of so many letters, so that long texts take linear time
_AGAIN = 2


@dataclass(frozen=True, slots=True)
class ProperWord:
    """A day, month, country or people in lower case ("on monday"), in a paragraph that has capitals elsewhere. One in
    a text may be a slip or a brand, so it is held; two show that the engine lost its capitals."""

    listed: frozenset[str]
    id: str = "case.proper-word"
    fault: Fault = Fault.CASE
    examples: tuple[Example, ...] = (
        Example("He left on monday for the russian border.", "He left on Monday for the Russian border."),
        Example("They came from ukraine.", "They came from Ukraine."),
        leaves("they came from ukraine on monday"),
        leaves("Visit russia.example.org or write to japan@example.org."),
        leaves("The #ukraine tag and the site monday-news were new."),
        leaves("Teams that use monday plan their work, says monday.com."),
    )

    @classmethod
    def of(cls, data: Mapping[str, Any]) -> ProperWord:
        """The rule from its data file."""
        return cls(frozenset(data["words"]))

    def find(self, document: Document, context: Context) -> Iterator[Proposal]:
        found = [m for m in _WORD.finditer(document.text) if m[0] in self.listed]
        if not found:
            return
        brands = {word for word in {m[0] for m in found} if re.search(rf"\b{word}\.\w", document.text)}
        faults = [m for m in self._where_case_tells(document.text, found) if m[0] not in brands]
        confidence = 0.985 if len(faults) >= _AGAIN else 0.96
        for match in faults:
            fixed = match[0].capitalize()
            evidence = f"English writes '{fixed}' with a capital"
            yield Proposal(document.anchor(*match.span()), (fixed,), self.fault, self.id, confidence, evidence)

    def _where_case_tells(self, text: str, found: list[re.Match[str]]) -> list[re.Match[str]]:
        told: dict[int, bool] = {}
        for match in found:
            part = match.start() // _STEP
            if part not in told:
                told[part] = has_capitals(text, *line_of(text, match.start()))
        return [match for match in found if told[match.start() // _STEP]]
