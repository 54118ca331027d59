"""A sentence that cannot stand by itself."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from pipeline.faults.rule import Context, Example, leaves
from pipeline.model.document import Document
from pipeline.model.proposal import Fault, Proposal
from pipeline.text.sentences import sentences

_SAID = (
    "stipulated|added|noted|reported|mentioned|specified|emphasi[sz]ed|indicated|stated|said|clarified|informed|underlined"
    "|explained|stressed|pointed out|provided for|foreseen|envisaged|prescribed|recalled|highlighted"
)
# A verb of saying that says nothing: what was stipulated stands in another sentence.
_STUB = re.compile(rf"(?:It|This|That) (?:is|was|has been|had been|will be) (?:also )?(?:{_SAID})\.")
_NOT = re.compile(r"Not (?:there|here|yet there)\.")
_CUT = re.compile(
    r"\b(?:is|are|was|were|be|been|of|in|into|to|with|from|for|by|on|at|and|or|just|only|not|also|than)"
    r" (?:just |only )?(?:a|an|the)\.\Z"
)
_HINTS = ("It ", "This ", "That ", "Not ", " a.", " an.", " the.")


@dataclass(frozen=True, slots=True)
class DanglingFragment:
    """A sentence that cannot stand: "It is stipulated.", "Not there.", or one that ends in an article: pointed at."""

    id: str = "fragment.dangling"
    fault: Fault = Fault.FRAGMENT
    examples: tuple[Example, ...] = (
        Example("The deal is near. Not there.", "The deal is near. Not there.", ("Not there.",)),
        Example("Allies must help. It is stipulated.", "Allies must help. It is stipulated.", ("It is stipulated.",)),
        Example("The plan is just a.", "The plan is just a.", ("is just a.",)),
        Example("The law forced them to enter into the.", "The law forced them to enter into the.", ("into the.",)),
        leaves("It was ruined. Everybody saw it."),
        leaves("It is stipulated that allies help."),
        leaves("Is he here? Not yet. Where is it? In Vitamin A."),
        leaves("The house burned down. It was sold."),
    )

    def find(self, document: Document, context: Context) -> Iterator[Proposal]:
        if not any(hint in document.text for hint in _HINTS):
            return
        last_end = -1
        for start, end in sentences(document.text):
            follows = last_end >= 0 and "\n" not in document.text[last_end:start]
            last_end = end
            yield from self._of(document, start, end, follows=follows)

    def _of(self, document: Document, start: int, end: int, *, follows: bool) -> Iterator[Proposal]:
        sentence = document.text[start:end] if end - start < 400 else ""
        cut = _CUT.search(sentence)
        if cut is not None:
            yield self._flag(
                document, start + cut.start(), end, "the sentence ends in an article: its last words are missing"
            )
        elif follows and _STUB.fullmatch(sentence):
            yield self._flag(document, start, end, "the sentence does not say what; it belongs to the one before it")
        elif follows and _NOT.fullmatch(sentence):
            yield self._flag(
                document, start, end, "the sentence has no subject and no verb; it belongs to the one before it"
            )

    def _flag(self, document: Document, start: int, end: int, evidence: str) -> Proposal:
        return Proposal(document.anchor(start, end), (), self.fault, self.id, 0.9, evidence)
