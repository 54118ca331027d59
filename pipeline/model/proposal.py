"""What a rule says about a place in a text."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from pipeline.model.anchor import Anchor
from pipeline.model.digest import digest


class Fault(StrEnum):
    """The kinds of fault, as the log names them."""

    NAME = "NAME"
    CONSISTENCY = "CONSISTENCY"
    TERM = "TERM"
    PHRASE = "PHRASE"
    FRAGMENT = "FRAGMENT"
    NUMBER = "NUMBER"
    CASE = "CASE"
    PUNCTUATION = "PUNCTUATION"
    RESIDUE = "RESIDUE"
    DUPLICATION = "DUPLICATION"
    GRAMMAR = "GRAMMAR"


@dataclass(frozen=True, slots=True)
class Proposal:
    """A fault, and how to mend it.

    `replacements` are best first: `()` only points at the fault, `""` is a deletion. `confidence` is the chance, 0 to
    1, that the first replacement (or the flag) is right. `evidence` is the sentence that a reviewer reads.
    """

    anchor: Anchor
    replacements: tuple[str, ...]
    fault: Fault
    rule: str
    confidence: float
    evidence: str

    @property
    def id(self) -> str:
        """Same text, place, rule and fix: the same id on every run, so that decisions survive."""
        place = self.anchor
        return digest(place.text_sha, place.start, place.end, self.rule, self.replacements[:1])
