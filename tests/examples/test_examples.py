"""Every rule is tested by its own examples."""

from __future__ import annotations

import pytest

from pipeline.faults.catalogue import rules
from pipeline.faults.rule import Example, Rule
from pipeline.model.document import Document
from pipeline.model.proposal import Proposal
from pipeline.model.ruling import Outcome, Ruling
from pipeline.repair.rewrite import rewrite

CASES = [(rule, example) for rule in rules() for example in rule.examples]


def found(rule: Rule, text: str, example: Example) -> list[Proposal]:
    return list(rule.find(Document("example:", text), example.context))


@pytest.mark.parametrize(("rule", "example"), CASES, ids=[f"{r.id}: {e.before[:40]}" for r, e in CASES])
def test_example(rule: Rule, example: Example) -> None:
    document = Document("example:", example.before)
    proposals = found(rule, example.before, example)
    edits = [Ruling(p, Outcome.APPLY, p.replacements[0], "example") for p in proposals if p.replacements]
    assert rewrite(document, edits) == example.after
    assert tuple(p.anchor.quote for p in proposals if not p.replacements) == example.flags
    if not example.flags:
        assert found(rule, example.after, example) == []


@pytest.mark.parametrize("rule", rules(), ids=lambda rule: rule.id)
def test_shows_a_fault_and_a_near_miss(rule: Rule) -> None:
    near_misses = sum(example.is_near_miss for example in rule.examples)
    assert near_misses >= 1
    assert len(rule.examples) - near_misses >= 1


@pytest.mark.parametrize("rule", rules(), ids=lambda rule: rule.id)
def test_every_proposal_says_whose_it_is_and_why(rule: Rule) -> None:
    for example in rule.examples:
        for proposal in found(rule, example.before, example):
            assert (proposal.rule, proposal.fault) == (rule.id, rule.fault)
            assert 0 < proposal.confidence <= 1
            assert len(proposal.evidence.split()) >= 4
