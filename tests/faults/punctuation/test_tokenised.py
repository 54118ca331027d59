"""Texts that a program cut into tokens."""

from __future__ import annotations

import pytest

from pipeline.faults.punctuation.clitic_space import CliticSpace
from pipeline.faults.rule import Context
from pipeline.faults.shape import is_tokenised
from pipeline.model.document import Document


@pytest.mark.parametrize(
    ("text", "tokenised"),
    [
        ("He left , and she stayed .", True),
        ("Turkey 's ministry removes Darwin", True),
        ("He left, and she stayed.", False),
        ("He left St. Isaac 's Cathedral .", True),
    ],
)
def test_is_told_by_its_marks(text: str, tokenised: bool) -> None:
    assert is_tokenised(text) is tokenised


def outcomes(text: str) -> list[bool]:
    return [p.confidence >= 0.97 for p in CliticSpace().find(Document("", text), Context())]


def test_short_forms_are_joined_in_running_text_and_held_in_tokens() -> None:
    assert outcomes("The baby 's room, he said, was cold.") == [True]
    assert outcomes("The baby 's room , he said , was cold .") == [False]
    assert outcomes("They do n't know , he said .") == [True]
