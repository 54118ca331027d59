"""A preposition or a form that the word beside it does not take."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from pipeline.faults.phrasebook import Phrase, Phrasebook
from pipeline.faults.rule import Context, Example, leaves
from pipeline.model.document import Document
from pipeline.model.proposal import Fault, Proposal


@dataclass(frozen=True, slots=True)
class WrongFrame:
    """A preposition or form that the word beside it does not take ("consists from", "despite of", "must to go")."""

    book: Phrasebook
    examples: tuple[Example, ...]
    id: str = "grammar.frame"
    fault: Fault = Fault.GRAMMAR

    @classmethod
    def of(cls, rows: Sequence[dict[str, str]]) -> WrongFrame:
        """The rule from its data file."""
        book = Phrasebook.of(rows)
        return cls(book, (*book.examples(), leaves("It consists of parts, and depends on money from abroad.")))

    def find(self, document: Document, context: Context) -> Iterator[Proposal]:
        return self.book.propose(document, self, _said)


def _said(phrase: Phrase) -> str:
    return f"English does not say '{phrase.wrong}'" + (f" but '{phrase.right}'" if phrase.right else "")
