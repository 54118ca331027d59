"""A word joined to itself."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from pipeline.faults.rule import Context, Example, leaves
from pipeline.model.document import Document
from pipeline.model.proposal import Fault, Proposal
from pipeline.text.words import word_set

_TWIN = re.compile(r"(?<![\w’'-])([^\W\d_]{4,}) (?:and|or) (\1)(?![\w’'-])", re.IGNORECASE)
_MEANT = word_set(
    "more less again over round years hours days months weeks miles better worse bigger higher lower deeper closer "
    "further farther faster longer stronger weaker older younger many through around thousands hundreds millions "
    "dozens lots never forever ever louder harder smaller larger greater fewer rivers talked waited walked worked "
    "kept went tried fought back there neck half long pages blah cried laughed"
)


@dataclass(frozen=True, slots=True)
class Twin:
    """A word joined to itself ("talents and talents"): two words that the engine could not tell apart."""

    id: str = "duplication.twin"
    fault: Fault = Fault.DUPLICATION
    examples: tuple[Example, ...] = (
        Example("They need talents and talents.", "They need talents and talents.", ("talents and talents",)),
        Example("It is for Health and Health.", "It is for Health and Health.", ("Health and Health",)),
        leaves("More and more people came, for years and years."),
        leaves("They waited and waited, and this and that was said again and again."),
    )

    def find(self, document: Document, context: Context) -> Iterator[Proposal]:
        for match in _TWIN.finditer(document.text):
            word = match[1].lower()
            if word not in _MEANT and match[1] == match[2] and not word.endswith(("ing", "er")):
                evidence = f"'{match[1]}' is joined to itself: one of the two meant something else"
                yield Proposal(document.anchor(*match.span()), (), self.fault, self.id, 0.6, evidence)
