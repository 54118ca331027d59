"""A line that breaks off."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from pipeline.faults.rule import Context, Example, leaves
from pipeline.model.document import Document
from pipeline.model.proposal import Fault, Proposal
from pipeline.text.words import word_set

# Nobody ends on these: an article, a possessive, a conjunction, a preposition that no verb leaves behind.
_OPEN = word_set(
    "the a an and or but of from into because although than which whose their its our my your his between during "
    "towards against among per via with by for at then unless until"
)
_TAIL = re.compile(r"(?<![\w’'-])([a-z]{1,8})[ \u00a0]*\Z")
_LEAST_WORDS = 5


@dataclass(frozen=True, slots=True)
class Unfinished:
    """A line of five words or more that ends, without a mark, in a word that something must follow ("and", "of"): it
    was cut off. Pointed at."""

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
        leaves("Ten Things That You Should Know and What to Look For"),
        leaves("Songs that you can listen to and people that we look up to"),
    )

    def find(self, document: Document, context: Context) -> Iterator[Proposal]:
        at = 0
        for line in document.text.split("\n"):
            start, at = at, at + len(line) + 1
            tail = _TAIL.search(line[-24:])
            if tail is not None and tail[1] in _OPEN and line.count(" ", 0, 2000) + 1 >= _LEAST_WORDS:
                evidence = f"the line breaks off: something must follow '{tail[1]}'"
                left = len(line) - len(line.lstrip())
                place = document.anchor(start + left, start + len(line.rstrip()))
                yield Proposal(place, (), self.fault, self.id, 0.8, evidence)
