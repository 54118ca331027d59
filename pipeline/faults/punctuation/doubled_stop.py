"""A full stop or comma that stands twice."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from pipeline.faults.rule import Context, Example, leaves
from pipeline.model.document import Document
from pipeline.model.proposal import Fault, Proposal

# ". ." and "..": not an ellipsis of any kind, not a path or a decimal. ", ,": two commas with nothing between.
_STOPS = re.compile(
    r"(?<=[\w)\]”\"’'%])\.[ \u00a0]*\.(?![ \u00a0]*\.|\w|[/\\])|(?<=\w),[ \u00a0]*,(?=[ \u00a0])(?![ \u00a0]*,)"
    r"|(?<=[\w)\]”\"’'%])[ \u00a0]+\.[ \u00a0]+\.(?=\s*\Z|\n|[ \u00a0]+[A-Z“\"])"
)
_GOES_ON = re.compile(r"[ \u00a0]+[a-z]|[ \u00a0]*,|\s*\Z")


@dataclass(frozen=True, slots=True)
class DoubledStop:
    """A full stop or comma that stands twice. Two stops before a word in lower case
    or at the end may be meant as dots: held."""

    id: str = "punctuation.doubled-stop"
    fault: Fault = Fault.PUNCTUATION
    examples: tuple[Example, ...] = (
        Example("They will sell natural resources. .", "They will sell natural resources."),
        Example("He left.. She stayed.", "He left. She stayed."),
        Example("In the U.S.. they agreed.", "In the U.S. they agreed."),
        Example("Paris, , the capital, slept.", "Paris, the capital, slept."),
        Example("The talks went on . .", "The talks went on."),
        Example("The talks went on . . Nobody left.", "The talks went on. Nobody left."),
        leaves("He paused... and went on."),
        leaves("He said no . . and then yes. The talks went on . . ."),
        leaves("He paused . . . and went on. . . ."),
        leaves("It costs 3.50 in the U.S. and less abroad."),
        leaves("Open ../news or ..\\news and read on."),
    )

    def find(self, document: Document, context: Context) -> Iterator[Proposal]:
        for match in _STOPS.finditer(document.text):
            mark = match[0][-1]
            unsure = mark == "." and " " not in match[0] and _GOES_ON.match(document.text, match.end())
            what = "full stop" if mark == "." else "comma"
            yield Proposal(
                document.anchor(*match.span()), (mark,), self.fault, self.id, 0.8 if unsure else 0.985,
                f"the {what} stands twice",
            )  # fmt: skip
