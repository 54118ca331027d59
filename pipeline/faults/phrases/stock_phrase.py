"""A formula or calque that is not how English news puts it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from pipeline.faults.phrasebook import Phrase, Phrasebook
from pipeline.faults.rule import Context, Example, leaves
from pipeline.model.document import Document
from pipeline.model.proposal import Fault, Proposal


@dataclass(frozen=True, slots=True)
class StockPhrase:
    """A formula or calque ("on the territory of"): held with what English news says, or flagged."""

    book: Phrasebook
    examples: tuple[Example, ...]
    id: str = "phrase.stock"
    fault: Fault = Fault.PHRASE

    @classmethod
    def of(cls, rows: Sequence[dict[str, str]]) -> StockPhrase:
        """The rule from its data file."""
        book = Phrasebook.of(rows)
        return cls(book, (*book.examples(), leaves("The minister said on Monday that the law would be changed.")))

    def find(self, document: Document, context: Context) -> Iterator[Proposal]:
        return self.book.propose(document, self, _said)


def _said(phrase: Phrase) -> str:
    right = f"; news writes '{phrase.right}'" if phrase.right else ""
    return f"'{phrase.wrong}' is translated word for word{right}"
