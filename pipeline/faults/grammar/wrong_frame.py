"""A preposition or a form that the word beside it does not take."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from pipeline.faults.phrasebook import PhrasebookRule
from pipeline.model.proposal import Fault


@dataclass(frozen=True, slots=True)
class WrongFrame(PhrasebookRule):
    """A preposition or form that the word beside it does not take ("consists from", "despite of", "must to go")."""

    id: str = "grammar.frame"
    fault: Fault = Fault.GRAMMAR

    near: ClassVar = ("It consists of parts, and depends on money from abroad.",)
    says: ClassVar = "English does not say '{wrong}'"
    instead: ClassVar = " but '{right}'"
