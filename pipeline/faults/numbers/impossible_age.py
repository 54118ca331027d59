"""An age that nobody reaches."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from pipeline.faults.rule import Context, Example, leaves
from pipeline.model.document import Document
from pipeline.model.proposal import Fault, Proposal

_PERSON = (
    "man|woman|boy|girl|child|teenager|pensioner|resident|driver|father|mother|son|daughter|student|pupil|citizen|suspect"
    "|victim|player|striker|actor|actress|singer|grandmother|grandfather|native|schoolboy|schoolgirl|soldier|passenger"
)
_AGE = re.compile(
    rf"\b(\d{{2,4}})-?(?: |-)years?(?: |-)old (?:[a-z]+ )?(?:{_PERSON})\b|\b[Aa]ged? (?:of )?(\d{{3}})\b(?![-–,.]?\d)"
)
_OLDEST, _CHILD = 122, 19
_YOUNG = re.compile(r"(?:boy|girl|child|schoolboy|schoolgirl|pupil)\Z")


@dataclass(frozen=True, slots=True)
class ImpossibleAge:
    """An age above 122, which nobody has reached, or a "boy" or "girl" who is no child. Pointed at, never changed."""

    id: str = "number.impossible-age"
    fault: Fault = Fault.NUMBER
    examples: tuple[Example, ...] = (
        Example("A 234-year-old man was hurt.", "A 234-year-old man was hurt.", ("234-year-old man",)),
        Example("A 45-year-old boy was hurt.", "A 45-year-old boy was hurt.", ("45-year-old boy",)),
        leaves("A 104-year-old woman and a 12-year-old boy sat under a 400-year-old tree."),
        leaves("The 300-year-old mother church is aged 100."),
    )

    def find(self, document: Document, context: Context) -> Iterator[Proposal]:
        for match in _AGE.finditer(document.text):
            age, young = int(match[1] or match[2]), _YOUNG.search(match[0]) is not None
            if document.text.startswith(" church", match.end()) or age <= (_CHILD if young else _OLDEST):
                continue
            evidence = f"nobody of {age} is a {match[0].split()[-1]}" if young else f"nobody has reached {age} years"
            yield Proposal(document.anchor(*match.span()), (), self.fault, self.id, 0.85, evidence)
