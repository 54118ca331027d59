"""A formula or calque that is not how English news puts it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from pipeline.faults.phrasebook import PhrasebookRule
from pipeline.model.proposal import Fault


@dataclass(frozen=True, slots=True)
class StockPhrase(PhrasebookRule):
    """A formula or calque ("on the territory of"): held with what English news says, or flagged."""

    id: str = "phrase.stock"
    fault: Fault = Fault.PHRASE

    near: ClassVar = ("The minister said on Monday that the law would be changed.",)
    says: ClassVar = "'{wrong}' is translated word for word"
    instead: ClassVar = "; news writes '{right}'"
