"""Doubled words that are meant, and some that are not."""

from __future__ import annotations

import pytest

from pipeline.faults.duplication.duplicated_word import DuplicatedWord
from pipeline.faults.duplication.loop import Loop
from pipeline.faults.rule import Context
from pipeline.model.document import Document


@pytest.mark.parametrize(
    "text",
    [
        "Boutros Boutros-Ghali spoke; Sirhan Sirhan did not.",
        "All the votes they had had had no effect.",
        "He met Black Black Panthers Fans there.",
    ],
)
def test_names_and_grammar_are_left(text: str) -> None:
    assert list(DuplicatedWord().find(Document("", text), Context())) == []


@pytest.mark.parametrize(
    ("text", "fixed"), [("to the Autonomous Region Region.", "Region"), ("on Tuesday Tuesday.", "Tuesday")]
)
def test_everyday_words_with_a_capital_stand_once(text: str, fixed: str) -> None:
    (proposal,) = DuplicatedWord().find(Document("", text), Context())
    assert proposal.replacements == (fixed,)
    assert proposal.confidence >= 0.97


@pytest.mark.parametrize(
    "text", ["step by step by step by step", "more and more and more", "no no no no", "5 of 5 of 5 of"]
)
def test_meant_loops_are_left(text: str) -> None:
    assert list(Loop().find(Document("", f"It went {text} on."), Context())) == []


def test_a_phrase_is_said_once_and_a_clause_may_be_meant() -> None:
    (phrase,) = Loop().find(Document("", "It stood in front of the church of the church for years."), Context())
    (clause,) = Loop().find(Document("", "There are things we don't know we don't know."), Context())
    assert phrase.confidence >= 0.97 > clause.confidence


def test_a_loop_that_goes_on_waits_for_an_editor() -> None:
    (proposal,) = Loop().find(Document("", "He is of the new of the new of members."), Context())
    assert proposal.replacements == ("of the new",)
    assert proposal.confidence < 0.97
    (cut,) = Loop().find(Document("", "Head of the state of the state state of Ohio."), Context())
    assert cut.confidence < 0.97


@pytest.mark.parametrize(
    ("text", "applied"),
    [
        ("Prices fell by by 4 percent.", True),
        ("The aid went straight to to farms.", True),
        ("It was built quickly in in nine weeks.", False),
        ("The light bulb was was replaced.", False),
    ],
)
def test_small_words_twice(text: str, applied: bool) -> None:
    (proposal,) = DuplicatedWord().find(Document("", text), Context())
    assert (proposal.confidence >= 0.97) is applied


@pytest.mark.parametrize(
    "text",
    [
        "He was taken in in the church.",
        "The man she talked to to learn more.",
        "What it is is odd.",
        "Homo sapiens sapiens.",
    ],
)
def test_small_words_that_are_meant_twice(text: str) -> None:
    assert [p for p in DuplicatedWord().find(Document("", text), Context()) if p.confidence >= 0.97] == []
