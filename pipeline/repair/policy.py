"""How sure one must be."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace

from pipeline.model.digest import digest
from pipeline.model.proposal import Fault, Proposal


@dataclass(frozen=True, slots=True)
class Thresholds:
    """Apply at this score or above; below that, hold at this one or above; below that, only flag."""

    apply_at: float = 0.97
    hold_at: float = 0.5


# Measured on real translations and on human text: see docs/quality.md.
MEASURED = {"name.garbled": Thresholds(apply_at=0.88, hold_at=0.4)}
# What only a model proposed waits for a person: no score and no policy reaches 2.
MODEL_RULES = "model."
NEVER_APPLIED = Thresholds(apply_at=2.0, hold_at=0.25)


@dataclass(frozen=True, slots=True)
class Policy:
    """Thresholds by rule, else by fault kind, else for all. Confidence is the chance of being right.

    `trust` is the share of a rule's proposals that reviewers accepted, for the rules where enough were looked at: it
    scales the rule's confidence, so a rule that reviewers keep refusing drops from APPLY to HOLD to FLAG by itself.
    `withdrawn` gives the reason for each rule that this deployment does not use: nothing that it says is done.
    """

    default: Thresholds = Thresholds()
    by_fault: Mapping[Fault, Thresholds] = field(default_factory=dict)
    by_rule: Mapping[str, Thresholds] = field(default_factory=lambda: MEASURED)
    trust: Mapping[str, float] = field(default_factory=dict)
    withdrawn: Mapping[str, str] = field(default_factory=dict)

    def score(self, proposal: Proposal) -> float:
        return proposal.confidence * self.trust.get(proposal.rule, 1.0)

    def thresholds(self, proposal: Proposal) -> Thresholds:
        if proposal.rule.startswith(MODEL_RULES):
            return NEVER_APPLIED
        named = self.by_rule.get(proposal.rule)
        return named if named is not None else self.by_fault.get(proposal.fault, self.default)

    def of_rules(self, rules: Collection[str]) -> Policy:
        """The same policy, knowing of what was learned about these rules alone: it is all that a text depends on."""
        trust = {rule: share for rule, share in self.trust.items() if rule in rules}
        return replace(self, trust=trust, withdrawn={r: why for r, why in self.withdrawn.items() if r in rules})

    def to_json(self) -> str:
        """The same policy gives the same string, whatever the order in which it was written."""
        said: dict[str, object] = {
            "default": _pair(self.default),
            "by_fault": {fault.value: _pair(t) for fault, t in self.by_fault.items()},
            "by_rule": {rule: _pair(t) for rule, t in self.by_rule.items()},
            "trust": dict(self.trust),
        }
        said |= {"withdrawn": dict(self.withdrawn)} if self.withdrawn else {}
        return json.dumps(said, sort_keys=True, separators=(",", ":"), ensure_ascii=False)

    @property
    def fingerprint(self) -> str:
        """A name for the policy by its content."""
        return digest(self.to_json())


def _pair(thresholds: Thresholds) -> dict[str, float]:
    return {"apply_at": thresholds.apply_at, "hold_at": thresholds.hold_at}
