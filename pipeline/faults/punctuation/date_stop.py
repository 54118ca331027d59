"""A full stop behind the day of a date."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from pipeline.faults.rule import Context, Example, leaves
from pipeline.model.document import Document
from pipeline.model.proposal import Fault, Proposal

_MONTH = "January|February|March|April|May|June|July|August|September|October|November|December"
_DAY = re.compile(
    r"(?:(?<=\bon )|(?<=\bof )|(?<=\bfrom )|(?<=\buntil )|(?<=\btill )|(?<=\bsince )|(?<=\bbefore )|(?<=\bafter )"
    rf"|(?<=\bthe )|(?<=\band )|(?<=\bto )|(?<=[a-z]day, ))(?P<day>[12]?\d|3[01])\. (?=(?:{_MONTH})\b(?! of\b))"
)


@dataclass(frozen=True, slots=True)
class DateStop:
    """A full stop behind the day ("on 27. June"), as Baltic, German and Slavic languages write ordinals. Held:
    a sentence may end in a number before a month."""

    id: str = "punctuation.date-stop"
    fault: Fault = Fault.PUNCTUATION
    examples: tuple[Example, ...] = (
        Example("He left on 27. June and came on Sunday, 3. July.", "He left on 27 June and came on Sunday, 3 July."),
        leaves("They were only 15. July was hot that year."),
        leaves("Read chapter 9. March of the Ants is the title."),
        leaves("It rose to 31. March of the Ants went on."),
        leaves("He left on 27 June and came on the 3rd of July."),
    )

    def find(self, document: Document, context: Context) -> Iterator[Proposal]:
        for match in _DAY.finditer(document.text):
            place = document.anchor(match.start(), match.end() - 1)
            evidence = "English writes the day of a date without a full stop"
            yield Proposal(place, (match["day"],), self.fault, self.id, 0.9, evidence)
