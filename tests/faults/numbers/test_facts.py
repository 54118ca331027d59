"""A number is pointed at and never changed."""

from __future__ import annotations

import pytest

from pipeline.faults.catalogue import rules
from pipeline.faults.rule import Context
from pipeline.model.document import Document

RULES = [rule for rule in rules() if rule.id.startswith("number.")]
FAULTS = [
    "They met on 31 June and on February 30.",
    "A 312-year-old woman and a 44-year-old girl were hurt.",
    "So say 250% of the respondents.",
    "It cost $61 billion. The $61 million was paid.",
    "The minerals of the region are worth $50 trillion.",
]
RIGHT = [
    "They met on 31 May, 29 February 2024 and June 30; in June 45 came.",
    "A 104-year-old woman sat under a 600-year-old tree.",
    "Prices rose by 250% in May.",
    "It cost $61 billion, of which $60 million was paid; it rose from $1 million to $1 billion.",
    "World debt is $300 trillion; the US plan costs $1.9 trillion.",
]


@pytest.mark.parametrize("text", FAULTS)
def test_is_only_pointed_at(text: str) -> None:
    found = [p for rule in RULES for p in rule.find(Document("", text), Context())]
    assert found
    assert all(p.replacements == () for p in found)


@pytest.mark.parametrize("text", RIGHT)
def test_what_is_possible_is_left(text: str) -> None:
    assert [p.anchor.quote for rule in RULES for p in rule.find(Document("", text), Context())] == []
