"""The formula for "when this went to press"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from pipeline.faults.rule import Context, Example, leaves
from pipeline.model.document import Document
from pipeline.model.proposal import Fault, Proposal
from pipeline.text.casing import like


@dataclass(frozen=True, slots=True)
class Phrase:
    """A wrong formula, the right one, and an example of both."""

    wrong: str
    right: str
    before: str
    after: str
    sure: bool = True


@dataclass(frozen=True, slots=True)
class PressTime:
    """A formula for the time of going to press that no English newsroom uses."""

    phrases: Mapping[str, Phrase]
    pattern: re.Pattern[str]
    examples: tuple[Example, ...]
    id: str = "phrase.press-time"
    fault: Fault = field(default=Fault.PHRASE)

    @classmethod
    def of(cls, data: Mapping[str, Any]) -> PressTime:
        """The rule from its data file."""
        phrases = {entry["wrong"]: Phrase(**entry) for entry in data["phrase"]}
        wrong = "|".join(re.escape(w).replace(r"\ ", " +") for w in sorted(phrases, key=len, reverse=True))
        examples = tuple(Example(p.before, p.after) for p in phrases.values())
        near = (
            leaves("The ministry did not respond by press time."),
            leaves("He was paid ten dollars per press release, and per press timetable."),
            leaves("At the time of pressing charges he was abroad."),
        )
        return cls(phrases, re.compile(rf"\b(?:{wrong})\b", re.IGNORECASE), examples + near)

    def find(self, document: Document, context: Context) -> Iterator[Proposal]:
        for match in self.pattern.finditer(document.text):
            phrase = self.phrases[re.sub(" +", " ", match[0].lower())]
            evidence = f"newsrooms write '{phrase.right}', not '{phrase.wrong}'"
            yield Proposal(
                document.anchor(*match.span()), (like(phrase.right, match[0]),), self.fault, self.id,
                0.985 if phrase.sure else 0.8, evidence,
            )  # fmt: skip
