"""Many content words in a row."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from pipeline.faults.rule import Context, Example, leaves
from pipeline.model.document import Document
from pipeline.model.proposal import Fault, Proposal
from pipeline.text.words import word_set

_RUN = re.compile(r"(?<![\w’'.,-])[a-z][a-z’'-]*(?: [a-z][a-z’'-]*){5,}(?![\w’'-])")
_SMALL = word_set(
    "the a an of and to in for on with at by from as is was are were be been being am has have had having that this "
    "these those which who whom whose it its his he she her hers him they them their we us our i me my you your not "
    "no nor but or if than so also will would can could may might must shall should do does did done one two three "
    "four five six seven eight nine ten more most less least all other some any many much few several each every both "
    "into onto over after before about between during under through against within without toward towards upon across "
    "along around behind beyond near new first second third last next year years month months week weeks day days up "
    "out off down back away when where while why how what then there here such only just even still yet again very "
    "too now well like because since until though although whether per via plus minus almost already never always "
    "often sometimes soon later ago going get gets got go goes went make makes made take takes took taken come comes "
    "came said says say told according"
)
_LEAST = 6


@dataclass(frozen=True, slots=True)
class NounStack:
    """Six or more content words in a row with no small word between, as Chinese and Japanese stack their nouns: the
    reader cannot tell what belongs to what. Pointed at."""

    id: str = "grammar.noun-stack"
    fault: Fault = Fault.GRAMMAR
    examples: tuple[Example, ...] = (
        Example(
            "It is an alternative labor compensation ecological restoration fee agreement there.",
            "It is an alternative labor compensation ecological restoration fee agreement there.",
            ("alternative labor compensation ecological restoration fee agreement",),
        ),
        Example(
            "They joined national intangible cultural heritage protection projects in May.",
            "They joined national intangible cultural heritage protection projects in May.",
            ("joined national intangible cultural heritage protection projects",),
        ),
        leaves("It is a national heritage protection project that was begun years ago."),
        leaves("People walked slowly home, carefully carrying heavy bags, boxes, chairs."),
    )

    def find(self, document: Document, context: Context) -> Iterator[Proposal]:
        for match in _RUN.finditer(document.text):
            at, first, size = match.start(), match.start(), 0
            for word in [*match[0].split(" "), "the"]:
                if word in _SMALL or word.endswith("ly"):
                    if size >= _LEAST:
                        evidence = f"{size} content words in a row: what belongs to what?"
                        yield Proposal(document.anchor(first, at - 1), (), self.fault, self.id, 0.45, evidence)
                    first, size = at + len(word) + 1, 0
                else:
                    size += 1
                at += len(word) + 1
