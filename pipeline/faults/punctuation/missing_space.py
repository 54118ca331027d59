"""No space after a mark."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from pipeline.faults.lexicon import is_common
from pipeline.faults.rule import Context, Example, leaves
from pipeline.model.document import Document
from pipeline.model.proposal import Fault, Proposal
from pipeline.text.words import word_set

_COMMA = re.compile(
    r"(?<![\w.@/'’-])([a-z]{2,}|[A-Z][a-z]+)([,;])([a-z]{2,}|[A-Z][a-z]+|[AaI])(?=[ ,;.!?\n]|\Z)(?!\.\w)"
)
_STOP = re.compile(r"(?<![\w.@/'’-])([a-z]{3,})([.!?])([A-Z][a-z]+|[AI])(?= [A-Za-z])")
_STARTS = word_set(
    "The He She It They We I In But And A An This That These Those There At On For If When While Also His Her Its "
    "Their However After Before As According You No Not What Who Our My To With From By"
)


@dataclass(frozen=True, slots=True)
class MissingSpace:
    """No space after a comma between two everyday words, or after a full stop before a word that starts sentences."""

    id: str = "punctuation.missing-space"
    fault: Fault = Fault.PUNCTUATION
    examples: tuple[Example, ...] = (
        Example("They put on glasses,the price rose.", "They put on glasses, the price rose."),
        Example("He left the room.The others stayed.", "He left the room. The others stayed."),
        leaves("Visit example.org, Node.js and Booking.Com in 1,000 ways."),
        leaves("The file a,b,c.txt and the name said,zzqx."),
    )

    def find(self, document: Document, context: Context) -> Iterator[Proposal]:
        for match in _COMMA.finditer(document.text):
            if is_common(match[1].lower(), 3.3) and is_common(match[3].lower(), 3.3):
                yield self._of(document, match)
        for match in _STOP.finditer(document.text):
            if match[3] in _STARTS and is_common(match[1], 3.3):
                yield self._of(document, match)

    def _of(self, document: Document, match: re.Match[str]) -> Proposal:
        evidence = f"a space is missing after '{match[2]}'"
        place = document.anchor(*match.span(2))
        return Proposal(place, (f"{match[2]} ",), self.fault, self.id, 0.95, evidence)
