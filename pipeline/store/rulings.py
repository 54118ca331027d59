"""A ruling as a row, and back."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Row

from pipeline.model.anchor import Anchor
from pipeline.model.proposal import Fault, Proposal
from pipeline.model.ruling import Outcome, Ruling


def order(ruling: Ruling) -> tuple[int, int, str, str]:
    """As in the text; the same whatever the order in which rules spoke."""
    proposal = ruling.proposal
    return proposal.anchor.start, proposal.anchor.end, proposal.rule, proposal.id


def to_row(ruling: Ruling, mending: str, at: datetime) -> dict[str, Any]:
    """All but its place in the chain."""
    proposal = ruling.proposal
    return {
        "mending": mending,
        "proposal": proposal.id,
        "start_offset": proposal.anchor.start,
        "end_offset": proposal.anchor.end,
        "before": proposal.anchor.quote,
        "replacements": proposal.replacements,
        "fault": proposal.fault.value,
        "rule": proposal.rule,
        "confidence": float(proposal.confidence),
        "evidence": proposal.evidence,
        "outcome": ruling.outcome.value,
        "replacement": ruling.replacement,
        "because": ruling.because,
        "at": at.astimezone(UTC),
    }


def from_row(row: Row[Any]) -> Ruling:
    """`row` has the document's `text_sha` beside the ruling's columns."""
    anchor = Anchor(row.start_offset, row.end_offset, row.before, row.text_sha)
    proposal = Proposal(anchor, row.replacements, Fault(row.fault), row.rule, row.confidence, row.evidence)
    return Ruling(proposal, Outcome(row.outcome), row.replacement, row.because)
