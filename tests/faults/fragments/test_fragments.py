"""Sentences that cannot stand, and short ones that can."""

from __future__ import annotations

import pytest

from pipeline.faults.fragments.bare_fragment import BareFragment
from pipeline.faults.fragments.dangling_fragment import DanglingFragment
from pipeline.faults.fragments.gap import Gap
from pipeline.faults.fragments.unfinished import Unfinished
from pipeline.faults.rule import Context
from pipeline.model.document import Document

RULES = (BareFragment(), DanglingFragment(), Gap(), Unfinished())


def flagged(text: str) -> list[str]:
    return [p.anchor.quote for rule in RULES for p in rule.find(Document("", text), Context())]


@pytest.mark.parametrize(
    ("text", "quote"),
    [
        ("The ban is still in place. Not confirmed.", "Not confirmed."),
        ("The gate will be rebuilt. As stated.", "As stated."),
        ("The hall opens at nine. Except in winter.", "Except in winter."),
        ("They load the ship. Then transport.", "Then transport."),
        ("The works cost four million. The rest club.", "The rest club."),
        ("Two allies signed. It has been noted.", "It has been noted."),
        ("Great excitement was sparked in the.", "in the."),
        ("The prize is worthy of admiration and.", "and."),
        ("The second issue is the difference between the UK and the", None),
        ("The importance of the of act was named.", "the of"),
    ],
)
def test_what_cannot_stand_is_pointed_at(text: str, quote: str | None) -> None:
    assert flagged(text) == [quote or text]


@pytest.mark.parametrize(
    "text",
    [
        "Who came? Not the mayor. Nobody did, of course.",
        "The deal fell. The rest followed. The town slept. All came.",
        "“He left. Without a word. I stayed,” she said.",
        "“Nothing,” she said. “Not a word. Not one.”",
        "The crowd waited. Then it rained. Then nobody moved. As he said.",
        "Prices rose by 5 percent. In 2024, they fell.",
        "He moved to St. Paul. The U.S. Army left. Mr. A. Noori stayed.",
        "That is what he is sure of and what we look at or listen to.",
        "The to-do list, vitamin A and the A is for answer.",
        "What to look for and where to go to",
        "Ten houses that were built by hand",
        "NOT THERE. AS STATED. THE PLACE OPEN.",
        "не там. Не подтверждено. 不在。",
        "The winter was mild, with a thaw in between.",
        "",
    ],
)
def test_what_can_stand_is_left(text: str) -> None:
    assert flagged(text) == []


def test_nothing_is_changed() -> None:
    text = "The ban is in place. Not there. It is just a. The capital of in the north and the"
    assert flagged(text)
    assert all(p.replacements == () for rule in RULES for p in rule.find(Document("", text), Context()))
