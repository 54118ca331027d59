"""Articles and verb forms: what is mended unasked, what waits for an editor, what is right."""

from __future__ import annotations

import pytest

from pipeline.faults.grammar.article import Article
from pipeline.faults.grammar.do_support import DoSupport
from pipeline.faults.rule import Context
from pipeline.model.document import Document
from pipeline.repair.policy import Thresholds

APPLY_AT = Thresholds().apply_at


@pytest.mark.parametrize(
    ("text", "applied"),
    [
        ("He was almost lynched by an mob.", True),
        ("An lunatic wrote it.", True),
        ("Climate change has a impact on this.", False),  # a word may be missing
        ("They spoke to an unique crowd.", False),  # people write it too
        ("He named media freedom an corruption.", False),  # "and"
    ],
)
def test_only_an_before_a_consonant_is_mended_unasked(text: str, applied: bool) -> None:
    (proposal,) = Article().find(Document("", text), Context())
    assert (proposal.confidence >= APPLY_AT) is applied


@pytest.mark.parametrize("text", ["She was an eu prosecutor.", "It is an once in a life thing.", "He got an A in May."])
def test_lost_words_are_no_fault_of_the_article(text: str) -> None:
    assert list(Article().find(Document("", text), Context())) == []


@pytest.mark.parametrize(
    ("wrong", "right"),
    [
        ("responded", "respond"),
        ("moved", "move"),
        ("planned", "plan"),
        ("tried", "try"),
        ("went", "go"),
        ("told", "tell"),
    ],
)
def test_the_plain_form_is_offered(wrong: str, right: str) -> None:
    (plainest,) = DoSupport().find(Document("", f"They did not {wrong} there."), Context())
    (apart,) = DoSupport().find(Document("", f"They did not immediately {wrong} there."), Context())
    assert plainest.replacements == apart.replacements == (right,)
    assert plainest.confidence < APPLY_AT <= apart.confidence


@pytest.mark.parametrize(
    "text",
    [
        "It does not progress, discuss, stress or focus.",
        "He did not read, put, cut or feed it.",
        "The show did indeed not stop.",
        "They do not exceed or succeed.",
        "He does not always agree.",
    ],
)
def test_right_forms_are_left(text: str) -> None:
    assert list(DoSupport().find(Document("", text), Context())) == []
