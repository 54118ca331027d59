"""What became of a proposal."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from pipeline.model.proposal import Proposal


class Outcome(StrEnum):
    """APPLY changes the text; HOLD waits for a reviewer; FLAG only points; the others say why nothing was done."""

    APPLY = "APPLY"
    HOLD = "HOLD"
    FLAG = "FLAG"
    REJECTED = "REJECTED"
    SUPERSEDED = "SUPERSEDED"
    REFUSED = "REFUSED"


@dataclass(frozen=True, slots=True)
class Ruling:
    """One for every proposal of a run. `replacement` is None where there is nothing to put in its place.

    `because` is "policy", a reviewer's name, the id of the proposal that won, or the guard's reason.
    """

    proposal: Proposal
    outcome: Outcome
    replacement: str | None
    because: str
