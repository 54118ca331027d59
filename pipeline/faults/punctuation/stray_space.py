"""A space before a mark."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from pipeline.faults.rule import Context, Example, leaves
from pipeline.model.document import Document
from pipeline.model.proposal import Fault, Proposal

_SPACE = re.compile(
    r"(?<=[^\W_]|[)\]”’%])[ \u00a0]+"
    r"(?:[,.](?=[ \u00a0\n”’)]|\Z)(?![ \u00a0]*\.)|[;!?](?=[ \u00a0\n”’]|\Z)|:(?=[ \u00a0]+[^\W\d_]))"
)
_GLUED = re.compile(r"(?<=[a-z0-9%]) +,(?=[a-z]{2})")
_FRENCH = "«"


@dataclass(frozen=True, slots=True)
class StraySpace:
    """A space before a comma, a stop or another mark; French marks, dots, decimals, scores and smileys are right."""

    id: str = "punctuation.stray-space"
    fault: Fault = Fault.PUNCTUATION
    examples: tuple[Example, ...] = (
        Example("According to Hove , the queen knew .", "According to Hove, the queen knew."),
        Example("Who pays ? Nobody knows ;  not even he.", "Who pays? Nobody knows;  not even he."),
        Example("They carried water ,and bread.", "They carried water, and bread."),
        leaves("It cost .5 percent and the .com domain was sold."),
        leaves("He waited ... and waited . . . for nothing."),
        leaves("« Que faire ? », wrote Le Monde."),
        leaves("They won 3 : 1 at home :) and were glad."),
    )

    def find(self, document: Document, context: Context) -> Iterator[Proposal]:
        for match in _SPACE.finditer(document.text):
            mark = match[0][-1]
            if mark in ";:!?" and _in_french(document.text, match.start()):
                continue
            confidence = 0.99 if mark in ",." else 0.975 if mark in ";!?" else 0.8
            if mark == "." and confidence > 0.9 and _is_only_one(document.text, match):
                confidence = 0.9
            yield Proposal(
                document.anchor(*match.span()),
                (mark,),
                self.fault,
                self.id,
                confidence,
                f"a space stands before the mark '{mark}'",
            )
        yield from _of_glued(document, self)


def _of_glued(document: Document, rule: StraySpace) -> Iterator[Proposal]:
    """A comma with its space on the wrong side: "water ,and"."""
    for match in _GLUED.finditer(document.text):
        evidence = "the space stands before the comma, not behind it"
        yield Proposal(document.anchor(*match.span()), (", ",), rule.fault, rule.id, 0.98, evidence)


def _is_only_one(text: str, match: re.Match[str]) -> bool:
    """The last stop of a text that is set right elsewhere: people slip there too, so an editor looks."""
    return not text[match.end() :].strip() and _SPACE.search(text, 0, match.start() + 1) is None


def _in_french(text: str, at: int) -> bool:
    start = max(text.rfind("\n", 0, at) + 1, at - 500)
    return _FRENCH in text[start:at]
