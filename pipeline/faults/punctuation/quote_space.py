"""A space on the inner side of a quotation mark."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from pipeline.faults.rule import Context, Example, leaves
from pipeline.model.document import Document
from pipeline.model.proposal import Fault, Proposal

_QUOTED = re.compile(r"(?<!\w)\"( ?)[^\"\n]{1,400}?( ?)\"(?![\w\"])|“( ?)[^“”\n]{1,400}?( ?)”")
_WHOLE = 0.9  # of the line: a whole paragraph in quotation marks


@dataclass(frozen=True, slots=True)
class QuoteSpace:
    """A space after an opening or before a closing quotation mark, where the marks of the paragraph pair up. One side
    alone is a slip that people make as well, so it is held; both sides are the work of a program."""

    id: str = "punctuation.quote-space"
    fault: Fault = Fault.PUNCTUATION
    examples: tuple[Example, ...] = (
        Example('He said: " We left. " Then he slept.', 'He said: "We left." Then he slept.'),
        Example("The “ Dream ” went on.", "The “Dream” went on."),
        leaves('He said "yes" and "no" and left.'),
        leaves('Kobe ", he said, " was odd" here.'),
    )

    def find(self, document: Document, context: Context) -> Iterator[Proposal]:
        at = 0
        for line in document.text.split("\n"):
            start, at = at, at + len(line) + 1
            if line.count('"') % 2 == 0 and line.count("“") == line.count("”"):
                yield from self._of_line(document, start, line)

    def _of_line(self, document: Document, start: int, line: str) -> Iterator[Proposal]:
        seen, at = 0, 0
        for match in _QUOTED.finditer(line):
            seen, at = seen + line.count('"', at, match.start()), match.start()
            straight = match[1] is not None
            if straight and seen % 2:
                continue  # what stands between two quotations is none
            opening, closing = (1, 2) if straight else (3, 4)
            if (straight and match[opening] != match[closing]) or match[0][1:2] in ",.":
                continue
            whole = match.end() - match.start() > _WHOLE * len(line)
            confidence = 0.98 if match[opening] and match[closing] and not whole else 0.9
            for group, step in ((opening, 0), (closing, 1)):
                left, right = match.span(group)
                if left < right:
                    place = document.anchor(start + left - 1 + step, start + right + step)
                    mark = place.quote.strip()
                    evidence = "no space stands on the inner side of a quotation mark"
                    yield Proposal(place, (mark,), self.fault, self.id, confidence, evidence)
