"""A long row of words with capitals."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from pipeline.faults.lexicon import is_common
from pipeline.faults.rule import Context, Example, leaves
from pipeline.faults.shape import line_of
from pipeline.model.document import Document
from pipeline.model.proposal import Fault, Proposal

# A word is bounded, so that a text of one endless word takes no endless time.
_WORD = r"[A-Z](?=[\w’'-]{0,39}[a-z])[\w’'-]{1,40}"
_RUN = re.compile(rf"(?<![\w.’'-]){_WORD}(?: {_WORD}){{4,19}}(?![\w’'-])")
_LONG, _TITLE_SHARE, _PROSE = 6, 0.6, 8


@dataclass(frozen=True, slots=True)
class LongName:
    """Six or more words with capitals in a row, or five everyday ones, with no small word between: the name of a body
    or post that was translated word by word. Pointed at; headlines are left."""

    id: str = "term.long-name"
    fault: Fault = Fault.TERM
    examples: tuple[Example, ...] = (
        Example(
            "So says the German Federal Aviation Accident Investigation Agency in its new report.",
            "So says the German Federal Aviation Accident Investigation Agency in its new report.",
            ("German Federal Aviation Accident Investigation Agency",),
        ),
        Example(
            "So says the China Banking Insurance Regulatory Commission in its new report.",
            "So says the China Banking Insurance Regulatory Commission in its new report.",
            ("China Banking Insurance Regulatory Commission",),
        ),
        leaves("So says Transport Secretary Grant Shapps of the United Kingdom in his report."),
        leaves("Ten New Houses Built Near Old Town Hall in Spring"),
    )

    def find(self, document: Document, context: Context) -> Iterator[Proposal]:
        for match in _RUN.finditer(document.text):
            found = match[0].split(" ")
            if len(found) < _LONG and not all(is_common(w.lower(), 3.5) for w in found):
                continue
            if _is_prose(document.text[slice(*line_of(document.text, match.start()))]):
                evidence = f"{len(found)} words with capitals in a row: a name translated word by word?"
                yield Proposal(document.anchor(*match.span()), (), self.fault, self.id, 0.45, evidence)


def _is_prose(line: str) -> bool:
    found = line[:2000].split()
    return len(found) >= _PROSE and sum(w[:1].isupper() for w in found) < _TITLE_SHARE * len(found)
