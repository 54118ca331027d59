"""A term translated piece by piece."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from pipeline.faults.phrasebook import Phrase, Phrasebook
from pipeline.faults.rule import Context, Example, leaves
from pipeline.model.document import Document
from pipeline.model.proposal import Fault, Proposal


@dataclass(frozen=True, slots=True)
class TermCalque:
    """A term that has an English name and was translated piece by piece ("new crown pneumonia" for "COVID-19")."""

    book: Phrasebook
    examples: tuple[Example, ...]
    id: str = "term.calque"
    fault: Fault = Fault.TERM

    @classmethod
    def of(cls, rows: Sequence[dict[str, str]]) -> TermCalque:
        """The rule from its data file."""
        book = Phrasebook.of(rows)
        return cls(
            book,
            (
                *book.examples(),
                leaves("A crown of new gold and a virus."),
                leaves("The new crown of the queen was shown in the new museum."),
            ),
        )

    def find(self, document: Document, context: Context) -> Iterator[Proposal]:
        return self.book.propose(document, self, _said)


def _said(phrase: Phrase) -> str:
    right = f"; English says '{phrase.right}'" if phrase.right else ""
    return f"'{phrase.wrong}' is a term translated piece by piece{right}"
