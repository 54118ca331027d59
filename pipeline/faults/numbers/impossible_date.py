"""A day that no calendar has."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from pipeline.faults.rule import Context, Example, leaves
from pipeline.model.document import Document
from pipeline.model.proposal import Fault, Proposal

_DAYS = {
    "January": 31, "February": 29, "March": 31, "April": 30, "May": 31, "June": 30, "July": 31, "August": 31,
    "September": 30, "October": 31, "November": 30, "December": 31,
}  # fmt: skip
_MONTH = "|".join(_DAYS)
_DATE = re.compile(
    rf"\b(?:(?P<m1>{_MONTH}) (?P<d1>\d{{1,2}})(?:st|nd|rd|th)?(?![\d:.,%-]*\d"
    rf"| (?:percent|million|thousand|people|months|days))"
    rf"|(?P<d2>(?<![\d.,:/$€£-])\d{{1,2}})(?:st|nd|rd|th)?(?: of)? (?P<m2>{_MONTH}))\b"
)
_YEAR = re.compile(r",? (\d{4})\b")


@dataclass(frozen=True, slots=True)
class ImpossibleDate:
    """A day that no calendar has: 31 June, 30 February, 29 February outside a leap year. Pointed at, never changed."""

    id: str = "number.impossible-date"
    fault: Fault = Fault.NUMBER
    examples: tuple[Example, ...] = (
        Example("They met on June 31.", "They met on June 31.", ("June 31",)),
        Example("It began on 29 February 2023.", "It began on 29 February 2023.", ("29 February 2023",)),
        leaves("They met on June 30, 29 February 2024 and the 31st of May."),
        leaves("In May 45 people left, and in June 31,000 came."),
        leaves("The April 99 issue and Windows March 2020."),
    )

    def find(self, document: Document, context: Context) -> Iterator[Proposal]:
        for match in _DATE.finditer(document.text):
            month, day = match["m1"] or match["m2"], int(match["d1"] or match["d2"])
            after = _YEAR.match(document.text, match.end())
            year = int(after[1]) if after is not None else 2000
            most = _DAYS[month] if month != "February" or _is_leap(year) else 28
            if not most < day <= 31:  # above that it is a number of something else
                continue
            end = after.end() if after is not None and month == "February" and day == 29 else match.end()
            evidence = f"{month}{f' {year}' if end > match.end() else ''} has {most} days"
            yield Proposal(document.anchor(match.start(), end), (), self.fault, self.id, 0.9, evidence)


def _is_leap(year: int) -> bool:
    return year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)
