"""An acronym in lower case."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from pipeline.faults.rule import Context, Example, leaves
from pipeline.model.document import Document
from pipeline.model.proposal import Fault, Proposal


@dataclass(frozen=True, slots=True)
class Acronym:
    """How it must be written, the words beside it that prove it, and a form that must stand elsewhere in the text."""

    right: str
    after: frozenset[str]
    before: re.Pattern[str] | None
    needs: str | None

    def fits(self, text: str, start: int, end: int) -> str | None:
        """The word beside it that proves it."""
        previous = re.search(r"([a-z'’-]+) \Z", text[max(0, start - 24) : start], re.IGNORECASE)
        if previous is not None and previous[1].lower() in self.after:
            return previous[1]
        following = self.before.match(text, end) if self.before is not None else None
        return following[1] if following is not None else None


@dataclass(frozen=True, slots=True)
class AcronymCase:
    """An acronym that the translation put into lower case ("the eu"), where the words beside it leave no doubt."""

    acronyms: Mapping[str, Acronym]
    pattern: re.Pattern[str]
    id: str = "case.acronym"
    fault: Fault = Fault.CASE
    examples: tuple[Example, ...] = (
        Example("Forces of a non-nat mission stand by NATO.", "Forces of a non-NATO mission stand by NATO."),
        Example("On Monday the eu said it would pay.", "On Monday the EU said it would pay."),
        Example("The un Security Council met.", "The UN Security Council met."),
        Example("He told the us Treasury and officials of fifa.", "He told the US Treasury and officials of FIFA."),
        leaves("They told us Treasury officials were there, one of us said."),
        leaves("A non-nat mission is unknown to us, and who knows it?"),
        leaves("Nato is a British spelling, and the Nats lost."),
        leaves("Visit the eu-info page at europa.eu or @nato today."),
        leaves("Un homme est nato in Italy."),
    )

    @classmethod
    def of(cls, data: Mapping[str, Any]) -> AcronymCase:
        """The rule from its data file."""
        acronyms = {entry["wrong"]: _acronym(entry) for entry in data["acronym"]}
        wrong = "|".join(map(re.escape, sorted(acronyms, key=len, reverse=True)))
        return cls(acronyms, re.compile(rf"(?<![\w.@/#-])(?:{wrong})(?![\w@/-]|\.\w)"))

    def find(self, document: Document, context: Context) -> Iterator[Proposal]:
        for match in self.pattern.finditer(document.text):
            acronym = self.acronyms[match[0]]
            if acronym.needs is not None and acronym.needs not in document.text:
                continue
            beside = acronym.fits(document.text, *match.span())
            if beside is not None:
                evidence = f"beside '{beside}', '{match[0]}' is the acronym {acronym.right}"
                yield Proposal(document.anchor(*match.span()), (acronym.right,), self.fault, self.id, 0.985, evidence)


def _acronym(entry: Mapping[str, Any]) -> Acronym:
    following = "|".join(map(re.escape, entry["before"]))
    before = re.compile(rf" ({following})\b", re.IGNORECASE) if following else None
    return Acronym(entry["right"], frozenset(entry["after"]), before, entry.get("needs"))
