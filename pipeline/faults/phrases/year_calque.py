"""The word "year" left beside a year."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from pipeline.faults.rule import Context, Example, leaves
from pipeline.model.document import Document
from pipeline.model.proposal import Fault, Proposal

_MONTH = "(?:January|February|March|April|May|June|July|August|September|October|November|December)"
_YEAR = re.compile(
    rf"(?<={{m}})(?:19|20)\d\d( of the year| year)(?=[,.;)\s]|\Z)(?! (?:old|olds|average|high|low|end|ago|period|mark))"
    rf"|\b[Ii]n (?:19|20)\d\d( of the year| year)(?=[,.;)]|\Z| (?:the|he|she|it|they|there|a|was|were|at|and)\b)"
    rf"|\b{_MONTH},? (?:\d\d?,? )?(?:19|20)\d\d( of the year| year)(?=[,.;)\s]|\Z)"
    .replace("(?<={m})", r"(?<=\bof )")
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class YearCalque:
    """ "2022 year" and "2014 of the year" in a date, as Slavic and Baltic languages put it: the year alone stands."""

    id: str = "phrase.year-calque"
    fault: Fault = Fault.PHRASE
    examples: tuple[Example, ...] = (
        Example("It ran until March 15, 2022 year.", "It ran until March 15, 2022."),
        Example("In 2014 of the year the war began.", "In 2014 the war began."),
        leaves("The fiscal 2022 year ended, and the December 2020 year-on-year rise was small."),
        leaves("He won in the 2019 year of the pig."),
    )

    def find(self, document: Document, context: Context) -> Iterator[Proposal]:
        for match in _YEAR.finditer(document.text):
            start, end = match.span(match.lastindex or 1)
            first = match.start() if match.start() == start else document.text.rfind(" ", 0, start) + 1
            year = document.text[first:start]
            evidence = f"'{year}' is enough: it says that it is a year"
            yield Proposal(document.anchor(first, end), (year,), self.fault, self.id, 0.98, evidence)
