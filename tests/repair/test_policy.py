"""The policy is data: it reads the same however it was written."""

from __future__ import annotations

from pipeline.model.proposal import Fault
from pipeline.repair.policy import Policy, Thresholds


def test_the_same_policy_has_the_same_string_and_fingerprint() -> None:
    one = Policy(trust={"a": 0.5, "b": 0.9}, by_fault={Fault.NAME: Thresholds(0.99), Fault.CASE: Thresholds(0.9)})
    two = Policy(trust={"b": 0.9, "a": 0.5}, by_fault={Fault.CASE: Thresholds(0.9), Fault.NAME: Thresholds(0.99)})
    assert one.to_json() == two.to_json()
    assert one.fingerprint == two.fingerprint


def test_another_policy_has_another_fingerprint() -> None:
    prints = {
        Policy().fingerprint,
        Policy(default=Thresholds(0.98)).fingerprint,
        Policy(by_rule={"a": Thresholds()}).fingerprint,
        Policy(trust={"a": 0.5}).fingerprint,
    }
    assert len(prints) == 4
