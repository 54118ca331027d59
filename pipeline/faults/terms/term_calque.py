"""A term translated piece by piece."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from pipeline.faults.phrasebook import PhrasebookRule
from pipeline.model.proposal import Fault


@dataclass(frozen=True, slots=True)
class TermCalque(PhrasebookRule):
    """A term that has an English name and was translated piece by piece ("new crown pneumonia" for "COVID-19")."""

    id: str = "term.calque"
    fault: Fault = Fault.TERM

    near: ClassVar = (
        "A crown of new gold and a virus.",
        "The new crown of the queen was shown in the new museum.",
    )
    says: ClassVar = "'{wrong}' is a term translated piece by piece"
    instead: ClassVar = "; English says '{right}'"
