"""The rules as a person wants to know them: what each finds, how right it is, what becomes of what it says."""

from __future__ import annotations

import inspect
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches
from functools import cache
from importlib.resources import files
from typing import Any

from pipeline.faults.catalogue import rules
from pipeline.faults.rule import Example, Rule
from pipeline.flow.workplace import workplace
from pipeline.model.errors import StoreError, UsageError
from pipeline.model.proposal import Fault
from pipeline.repair.policy import Policy, Thresholds
from pipeline.repair.trust import trust
from pipeline.store import verdicts


@dataclass(frozen=True, slots=True)
class Figure:
    """The share that was right on real translations, 0 to 1, of so many cases."""

    precision: float
    cases: int


@dataclass(frozen=True, slots=True)
class RuleCard:
    """One rule. `measured` is by what was done: apply, hold, point. `trust` is None where too few were reviewed."""

    id: str
    fault: Fault
    about: str
    examples: tuple[Example, ...]
    thresholds: Thresholds
    measured: Mapping[str, Figure] = field(default_factory=dict)
    trust: float | None = None
    accepted: int = 0
    decided: int = 0


@dataclass(frozen=True, slots=True)
class Measurement:
    """When and by which command the rules were measured."""

    date: str
    command: str
    rules: Mapping[str, Mapping[str, Figure]]


def cards(fault: Fault | None = None, rule_id: str | None = None) -> list[RuleCard]:
    """The rules that are asked for, by id.

    Raises:
        UsageError: there is no such rule, or none of that kind.
    """
    known = {rule.id: rule for rule in rules()}
    if rule_id is not None and rule_id not in known:
        near = get_close_matches(rule_id, known, n=3, cutoff=0.5)
        hint = f"Did you mean {' or '.join(near)}?" if near else "newsmend rules lists them."
        raise UsageError(f"no rule is called {rule_id!r}", hint=hint)
    chosen = [rule for key, rule in sorted(known.items()) if fault in (None, rule.fault) and rule_id in (None, rule.id)]
    if not chosen:
        kinds = ", ".join(sorted({rule.fault for rule in known.values()}))
        raise UsageError(f"no rule finds faults of the kind {fault}", hint=f"There are rules for {kinds}.")
    said = _reviewed()
    return [_card(rule, said.get(rule.id, (0, 0))) for rule in chosen]


def _card(rule: Rule, said: tuple[int, int]) -> RuleCard:
    policy = Policy()
    return RuleCard(
        rule.id,
        rule.fault,
        " ".join((inspect.getdoc(type(rule)) or "").split()),
        rule.examples,
        policy.by_rule.get(rule.id) or policy.by_fault.get(rule.fault, policy.default),
        measurement().rules.get(rule.id, {}),
        trust(*said),
        *said,
    )


@cache
def measurement() -> Measurement:
    """What `benchmarks/rules.py --write` left."""
    text = files("pipeline.flow").joinpath("data", "rule_figures.json").read_text(encoding="utf-8")
    saved: dict[str, Any] = json.loads(text)
    found = {
        rule_id: {how: Figure(**figure) for how, figure in by_outcome.items()}
        for rule_id, by_outcome in saved["rules"].items()
    }
    return Measurement(saved["date"], saved["command"], found)


def _reviewed() -> dict[str, tuple[int, int]]:
    """What reviewers said, by rule; nothing where there is no store yet."""
    try:
        with workplace() as place:
            place.store.check()
            with place.store.read() as conn:
                return verdicts.per_rule(conn)
    except StoreError:
        return {}
