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
