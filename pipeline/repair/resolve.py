"""Choosing among proposals.

Every proposal gets exactly one ruling. Nothing applied overlaps anything applied or held. Spans are never trimmed or
merged, and the order in which proposals arrive does not matter.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from pipeline.model.anchor import Anchor
from pipeline.model.decision import Decision, Verdict
from pipeline.model.proposal import Proposal
from pipeline.model.ruling import Outcome, Ruling
from pipeline.repair.policy import Policy

POLICY = "policy"  # who ruled where no reviewer did


@dataclass(slots=True)
class _Ground:
    """Which proposal stands on each code point; the first to come keeps its place."""

    owner: dict[int, str] = field(default_factory=dict)

    def claim(self, proposal: Proposal) -> None:
        for place in range(proposal.anchor.start, proposal.anchor.end):
            self.owner.setdefault(place, proposal.id)

    def on(self, anchor: Anchor) -> str | None:
        return next((self.owner[i] for i in range(anchor.start, anchor.end) if i in self.owner), None)


def resolve(proposals: Iterable[Proposal], decisions: Mapping[str, Decision], policy: Policy) -> list[Ruling]:
    """Rules on every proposal: reviewers first, then score, length, position.

    `decisions` are those that stand (see `pipeline.model.decision.latest`), by proposal id.
    """
    unique = {proposal.id: proposal for proposal in sorted(proposals, key=lambda p: (p.confidence, p.evidence))}
    applied, held = _Ground(), _Ground()
    rulings = []
    for key, proposal in sorted(unique.items(), key=lambda item: _rank(item[0], item[1], decisions, policy)):
        ruling = _rule(proposal, decisions.get(key), policy, applied, held)
        if ruling.outcome is Outcome.APPLY:
            applied.claim(proposal)
        elif ruling.outcome is Outcome.HOLD:
            held.claim(proposal)
        rulings.append(ruling)
    return sorted(rulings, key=lambda r: (r.proposal.anchor, r.proposal.id))


def _rank(
    key: str, proposal: Proposal, decisions: Mapping[str, Decision], policy: Policy
) -> tuple[bool, float, int, int, str]:
    said = decisions.get(key)
    accepted = said is not None and said.verdict is Verdict.ACCEPT
    return (not accepted, -policy.score(proposal), -len(proposal.anchor.quote), proposal.anchor.start, key)


def _rule(proposal: Proposal, said: Decision | None, policy: Policy, applied: _Ground, held: _Ground) -> Ruling:
    replacement = _wording(proposal, said)
    because = POLICY if said is None else said.actor
    outcome = _wish(proposal, said, replacement, policy)
    if said is None and proposal.rule in policy.withdrawn:
        outcome, because = Outcome.REFUSED, policy.withdrawn[proposal.rule]
    if outcome in (Outcome.APPLY, Outcome.HOLD):
        winner = applied.on(proposal.anchor)
        if winner is None and outcome is Outcome.APPLY and said is None:
            winner = held.on(proposal.anchor)
        if winner is not None:
            outcome, because = Outcome.SUPERSEDED, winner
    return Ruling(proposal, outcome, replacement, because)


def _wording(proposal: Proposal, said: Decision | None) -> str | None:
    """What would be put there: the reviewer's own words before the rule's; None where there is nothing."""
    if said is not None and said.replacement is not None:
        return said.replacement
    return proposal.replacements[0] if proposal.replacements else None


def _wish(proposal: Proposal, said: Decision | None, replacement: str | None, policy: Policy) -> Outcome:
    """What would become of the proposal if it stood alone."""
    if said is not None and said.verdict is Verdict.REJECT:
        return Outcome.REJECTED
    if replacement is None:
        return Outcome.FLAG
    if said is not None:
        return Outcome.APPLY
    score, at = policy.score(proposal), policy.thresholds(proposal)
    if score >= at.apply_at:
        return Outcome.APPLY
    return Outcome.HOLD if score >= at.hold_at else Outcome.FLAG
