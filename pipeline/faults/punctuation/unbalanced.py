"""A bracket or quotation mark without its partner."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from pipeline.faults.rule import Context, Example, leaves
from pipeline.model.document import Document
from pipeline.model.proposal import Fault, Proposal

_MARK = re.compile(r"[()“”\"]")
_ITEM = re.compile(r"(?:(?<=\s)|\A|(?<=\n))[\"“]?\w{1,3}\)|[:;=8][-o]?[()]")
_ODD_WORD = re.compile(r"\S*\"\S*")


@dataclass(frozen=True, slots=True)
class Unbalanced:
    """A bracket without its partner in the paragraph, or a quotation mark with a space on both sides or on none.
    A quotation may run over several paragraphs, so an open one is left."""

    id: str = "punctuation.unbalanced"
    fault: Fault = Fault.PUNCTUATION
    examples: tuple[Example, ...] = (
        Example("It cost little (75 cents.", "It cost little (75 cents.", ("(75",)),
        Example("It cost 75 cents) there.", "It cost 75 cents) there.", ("cents)",)),
        Example('Kirilenko" spoke in the hall.', 'Kirilenko" spoke in the hall.', ('Kirilenko"',)),
        leaves("a) one b) two 3) three :) and (four)."),
        leaves("“The quotation goes on in the next paragraph."),
        leaves('"The quotation goes on in the next paragraph.'),
        leaves('A 5" screen and a 12" disc.'),
    )

    def find(self, document: Document, context: Context) -> Iterator[Proposal]:
        at = 0
        for line in document.text.split("\n"):
            start, at = at, at + len(line) + 1
            if _MARK.search(line) is not None and len(line) < 20_000:
                yield from self._of_line(document, start, line)

    def _of_line(self, document: Document, start: int, line: str) -> Iterator[Proposal]:
        listed = {m.end() - 1 for m in _ITEM.finditer(line)}
        open_at: list[int] = []
        for place, mark in ((i, c) for i, c in enumerate(line) if c in "()" and i not in listed):
            if mark == "(":
                open_at.append(place)
            elif open_at:
                open_at.pop()
            else:
                yield self._flag(document, start, line, place, "the bracket was never opened")
        for place in open_at:
            yield self._flag(document, start, line, place, "the bracket is never closed")
        quotes = [i for i, c in enumerate(line) if c == '"' and not (i and line[i - 1].isdigit())]
        if len(quotes) % 2 and not (len(quotes) == 1 and line.lstrip()[:1] == '"'):
            yield self._flag(document, start, line, quotes[-1], "the quotation mark has no partner in this paragraph")

    def _flag(self, document: Document, start: int, line: str, place: int, evidence: str) -> Proposal:
        left, right = place, place + 1
        while left and not line[left - 1].isspace() and place - left < 40:
            left -= 1
        while right < len(line) and not line[right].isspace() and right - place < 40:
            right += 1
        quote = line[left:right].rstrip(".,;:!?")
        end = max(place + 1, left + len(quote))
        return Proposal(document.anchor(start + left, start + end), (), self.fault, self.id, 0.8, evidence)
