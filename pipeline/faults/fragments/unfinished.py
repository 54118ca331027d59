"""A line that goes on like a sentence and does not end like one."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from pipeline.faults.rule import Context, Example, leaves
from pipeline.model.document import Document
from pipeline.model.proposal import Fault, Proposal

_LEAST_WORDS = 14
_END = re.compile(r"[.!?…:;)\]][\"'”’»)\]]*\Z|[”’\"»]\Z")
_TITLE_SHARE = 0.6


@dataclass(frozen=True, slots=True)
class Unfinished:
    """A line of fourteen words or more without a mark at its end: cut off, or a headline run on. Pointed at."""

    id: str = "fragment.unfinished"
    fault: Fault = Fault.FRAGMENT
    examples: tuple[Example, ...] = (
        Example(
            "The head of the station said that the work will go on until the end of the year and then",
            "The head of the station said that the work will go on until the end of the year and then",
            ("The head of the station said that the work will go on until the end of the year and then",),
        ),
        Example(
            "He left in May.\nThey went to the house of the old man and found that nobody had lived there for",
            "He left in May.\nThey went to the house of the old man and found that nobody had lived there for",
            ("They went to the house of the old man and found that nobody had lived there for",),
        ),
        leaves("Rents rise in the capital as fewer flats are built"),
        leaves("The head of the station said that the work will go on until the end of the year."),
        leaves("Ten Things That You Should Know About the New Law and What It Means for Your Own Taxes"),
    )

    def find(self, document: Document, context: Context) -> Iterator[Proposal]:
        at = 0
        for line in document.text.split("\n"):
            start, at = at, at + len(line) + 1
            stripped = line.rstrip()
            if stripped and _END.search(stripped[-4:]) is None and _is_prose(stripped):
                evidence = "a line of this length ends like a sentence, and this one has no mark at its end"
                place = document.anchor(start + len(line) - len(line.lstrip()), start + len(stripped))
                yield Proposal(place, (), self.fault, self.id, 0.6, evidence)


def _is_prose(line: str) -> bool:
    found = line.split()
    if not _LEAST_WORDS <= len(found) <= 80:
        return False
    return sum(w[:1].isupper() for w in found) < _TITLE_SHARE * len(found)
