"""A dash before "he said", as Slavic languages put it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from pipeline.faults.rule import Context, Example, leaves
from pipeline.model.document import Document
from pipeline.model.proposal import Fault, Proposal

_SAID = (
    "said|says|added|adds|noted|notes|explained|stressed|emphasi[sz]ed|told|reported|reports|wrote|writes"
    "|stated|believes"
)
_DASH = re.compile(rf"(?P<quote>[\"”’»]?)(?P<dash> ?, ?[-–—] ?)(?=(?:(?:he|she|they|it|[A-Z][a-z]+) )?(?:{_SAID})\b)")


@dataclass(frozen=True, slots=True)
class DashAttribution:
    """A comma and a dash before "he said", as Slavic languages mark it: English has the comma alone."""

    id: str = "punctuation.dash-attribution"
    fault: Fault = Fault.PUNCTUATION
    examples: tuple[Example, ...] = (
        Example('"We left", - said the mayor.', '"We left", said the mayor.'),
        Example("We left, - he said.", "We left, he said."),
        leaves("He left, as he said, and the plan - noted by all - went on."),
        leaves("We left - she said so herself."),
    )

    def find(self, document: Document, context: Context) -> Iterator[Proposal]:
        for match in _DASH.finditer(document.text):
            evidence = "English marks who speaks with a comma, without a dash"
            yield Proposal(document.anchor(*match.span("dash")), (", ",), self.fault, self.id, 0.95, evidence)
