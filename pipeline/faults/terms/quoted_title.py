"""A title in quotation marks, translated word for word."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from pipeline.faults.rule import Context, Example, leaves
from pipeline.faults.shape import line_of
from pipeline.model.document import Document
from pipeline.model.proposal import Fault, Proposal
from pipeline.text.words import words

_QUOTED = re.compile(r"\"([^\"\n]{4,90})\"|“([^“”\n]{4,90})”")
_SHARE = 0.6


@dataclass(frozen=True, slots=True)
class QuotedTitle:
    """A title of two or more words in quotation marks: works, prizes and campaigns have English titles of their own,
    and a translation rarely hits them. Pointed at, for somebody who can look it up."""

    id: str = "term.quoted-title"
    fault: Fault = Fault.TERM
    examples: tuple[Example, ...] = (
        Example('See "Big Bomb Expert" in May.', 'See "Big Bomb Expert" in May.', ('"Big Bomb Expert"',)),
        Example("He got “The Odd Ones” in May.", "He got “The Odd Ones” in May.", ("“The Odd Ones”",)),
        leaves('He said "We will stay here" and left.'),
        leaves('They call it "robot dog" or "Hanna".'),
        leaves('MAYOR SAYS "NO NEW HOUSES" IN TOWN'),
    )

    def find(self, document: Document, context: Context) -> Iterator[Proposal]:
        for match in _QUOTED.finditer(document.text):
            inner = match[1] or match[2]
            found = [m[0] for m in words(inner)]
            if len(found) < 2 or inner.rstrip()[-1:] in ",.!?" or not _is_title(found):
                continue
            line = document.text[slice(*line_of(document.text, match.start()))]
            if line.islower() or line.isupper():
                continue
            evidence = "a title in quotation marks: is this the English title of the work, or a translation of it?"
            yield Proposal(document.anchor(*match.span()), (), self.fault, self.id, 0.5, evidence)


def _is_title(found: list[str]) -> bool:
    """Most words have a capital, the last one too, and not all are acronyms."""
    capitals = sum(w[:1].isupper() for w in found)
    return capitals >= max(2, _SHARE * len(found)) and found[0][:1].isupper() and not all(w.isupper() for w in found)
