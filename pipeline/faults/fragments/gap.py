"""Two small words that cannot stand side by side: a word between them is missing."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from pipeline.faults.rule import Context, Example, leaves
from pipeline.model.document import Document
from pipeline.model.proposal import Fault, Proposal

_VERB = "is|are|was|were|has|have|had"
# A preposition may be left at the end of a clause ("what I am sure of is"), and "or" may join two: neither is here.
_GAP = re.compile(
    rf"(?<![\w’'.-])(?:[Tt]he (?:of|by|from|into|is|are|was|were|has|have|had|these|his|their|our|been|they)"
    rf"|(?:a|[Aa]n) (?:of|by|into|{_VERB}|the|these|been)(?! la)|[Oo]f (?:of|in the)"
    rf"|be (?:be|is|was|were)|has (?:is|was|have)|will (?:is|was|are|has)"
    rf"|(?:its|their) (?:of|the|a|{_VERB}|by|to)"
    r"|(?:is|are|was|were) (?:just |only )?(?:a|an|the)(?=[.;])"
    rf")(?![\w’'-]|\.\w)"
)
# What is right after all: "the by election", "the is of philosophers", "her last will is".
_RIGHT = re.compile(r"(?:the by|the (?:is|are|have)|will is) ")


@dataclass(frozen=True, slots=True)
class Gap:
    """Two small words side by side that English never puts so ("the of", "a is"): a word is missing. Pointed at."""

    id: str = "fragment.gap"
    fault: Fault = Fault.FRAGMENT
    examples: tuple[Example, ...] = (
        Example("In its house in the of the district.", "In its house in the of the district.", ("the of",)),
        Example("The capital of in the north fell.", "The capital of in the north fell.", ("of in the",)),
        leaves("She gave her the book, and all of it is his and hers, to be had in the end."),
        leaves("The to-do list of the in-laws, and the A is for answer."),
    )

    def find(self, document: Document, context: Context) -> Iterator[Proposal]:
        for match in _GAP.finditer(document.text):
            if _RIGHT.match(f"{match[0]} "):
                continue
            evidence = f"between '{match[0].split(' ')[0]}' and '{match[0].split(' ')[-1]}' a word is missing"
            yield Proposal(document.anchor(*match.span()), (), self.fault, self.id, 0.9, evidence)
