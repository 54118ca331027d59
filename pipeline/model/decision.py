"""What a reviewer said."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Verdict(StrEnum):
    """A reviewer's answers; WITHDRAW takes the last one back."""

    ACCEPT = "ACCEPT"
    REJECT = "REJECT"
    UNSURE = "UNSURE"
    WITHDRAW = "WITHDRAW"


@dataclass(frozen=True, slots=True)
class Decision:
    """Append-only: the newest one for a proposal counts. `proposal` is its id; `at` is UTC."""

    proposal: str
    verdict: Verdict
    actor: str
    at: datetime
    replacement: str | None = None
    note: str = ""


def latest(decisions: Iterable[Decision]) -> dict[str, Decision]:
    """The decision that stands for each proposal id; withdrawn and unsure ones stand for nothing."""
    newest: dict[str, Decision] = {}
    for decision in sorted(decisions, key=lambda d: d.at):
        newest[decision.proposal] = decision
    return {key: d for key, d in newest.items() if d.verdict in (Verdict.ACCEPT, Verdict.REJECT)}
