"""A sentence without its end."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from pipeline.faults.rule import Context, Example, leaves
from pipeline.model.document import Document
from pipeline.model.proposal import Fault, Proposal
from pipeline.text.sentences import sentences

_CUT = re.compile(
    r"\b(?:is|are|was|were|be|been|of|in|into|to|with|from|for|by|on|at|and|or|just|only|not|also|than|that)"
    r" (?:just |only )?(?:a|an|the)\.\Z"
    r"|(?<=[a-z] )(?:the|and|or|their|our|my|your|because|although|whose|than|of the|of its)\.\Z"
)
_REACH = 60
_NAME = re.compile(r" [A-Z][a-z]+ ?[a-z,]")
_HINTS = (
    *(" a.", " an.", " the.", " and.", " or.", " than.", " of."),
    *(" their.", " our.", " my.", " your.", " because.", " although.", " whose.", " its."),
)


@dataclass(frozen=True, slots=True)
class DanglingFragment:
    """A sentence that ends in a word that something must follow ("… sparked great excitement in the."). Pointed at."""

    id: str = "fragment.dangling"
    fault: Fault = Fault.FRAGMENT
    examples: tuple[Example, ...] = (
        Example("The plan is just a.", "The plan is just a.", ("is just a.",)),
        Example("The law forced them to enter into the.", "The law forced them to enter into the.", ("into the.",)),
        Example("Prices rose in spring and.", "Prices rose in spring and.", ("and.",)),
        leaves("According to a. Noori, it was over in three hours."),
        leaves("It was ruined. Everybody saw it."),
        leaves("It is stipulated that allies help."),
        leaves("Is he here? Not yet. Where is it? In Vitamin A."),
        leaves("The house burned down. It was sold."),
    )

    def find(self, document: Document, context: Context) -> Iterator[Proposal]:
        if not any(hint in document.text for hint in _HINTS):
            return
        for start, end in sentences(document.text):
            cut = _CUT.search(document.text[max(start, end - _REACH) : end])
            if cut is None:
                continue
            at = max(start, end - _REACH) + cut.start()
            if not _is_initial(document.text, at, end):
                evidence = "something must follow its last word: the sentence was cut off"
                yield Proposal(document.anchor(at, end), (), self.fault, self.id, 0.9, evidence)


def _is_initial(text: str, start: int, end: int) -> bool:
    """ "According to a. Noori": a first name cut to its letter, in lower case."""
    return (
        text[start:end].endswith((" a.", " an."))
        and "just" not in text[start:end]
        and _NAME.match(text, end) is not None
    )
