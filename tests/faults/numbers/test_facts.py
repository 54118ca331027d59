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


HEADLINES = [
    ("State lends farms $1,5 billion", "The state spoke.\nIt lends 1.5 million dollars.", "1.5 million dollars"),
    ("Aid of $61bn agreed", "They met.\n\nThe aid of $61 million comes in May.", "$61 million"),
    ("Two billion people at risk", "It met. Some 2 million people are at risk.", "2 million people"),
    ("12.40 billion hryvnias for roads", "In 2024 came UAH 12.4 million.", "UAH 12.4 million"),
]
FIT = [
    ("Bank lends 61 billion yen", "The loan is $61 million."),  # another currency
    ("3.4 million tonnes of wheat sold", "It sold 3.4 thousand tons."),  # another unit
    ("3.4 million people moved", "It cost 3.4 billion euros."),
    ("Nearly 2 million people leave", "1.98 million people left, and 2 thousand people came."),
    ("$2 million fine", "The fine is 2,000,000 dollars; the firm made $2 billion."),
    ("$61 billion in aid", "The aid is $61bn, and $61 million of it is late."),
    ("In 2024 the budget grows", "The budget of 2024 is 2024 million roubles, and 20.24 billion roubles come."),
    ("Aid of 61 billion agreed", "The aid is $61 million."),  # the headline says 61 billion of what?
    ("$61 billion", "$61 billion"),  # the headline itself
    ("", "It cost $61 billion."),
]


@pytest.mark.parametrize(("title", "text", "quote"), HEADLINES)
def test_the_headline_has_another_scale(title: str, text: str, quote: str) -> None:
    found = [p for rule in RULES for p in rule.find(Document("", text), Context(title=title))]
    assert [(p.rule, p.anchor.quote, p.replacements) for p in found] == [("number.scale", quote, ())]
    paragraph = text.count("\n", 0, text.index(quote)) + 1
    assert "the headline has '" in found[0].evidence
    assert found[0].evidence.endswith(f"paragraph {paragraph} has '{quote}'")
    assert not [p for rule in RULES for p in rule.find(Document("", text), Context())]


@pytest.mark.parametrize(("title", "text"), FIT)
def test_the_headline_fits(title: str, text: str) -> None:
    found = [p.evidence for rule in RULES for p in rule.find(Document("", text), Context(title=title))]
    assert [evidence for evidence in found if "headline" in evidence] == []


def test_one_place_is_pointed_at_once() -> None:
    text = "It cost $61 million. Of it, $61 thousand is left."
    found = [p for rule in RULES for p in rule.find(Document("", text), Context(title="$61 billion for the port"))]
    assert [p.anchor.quote for p in found] == ["$61 million", "$61 thousand"]


@pytest.mark.parametrize("text", FAULTS)
def test_is_only_pointed_at(text: str) -> None:
    found = [p for rule in RULES for p in rule.find(Document("", text), Context())]
    assert found
    assert all(p.replacements == () for p in found)


@pytest.mark.parametrize("text", RIGHT)
def test_what_is_possible_is_left(text: str) -> None:
    assert [p.anchor.quote for rule in RULES for p in rule.find(Document("", text), Context())] == []
