"""When a small letter at the start is surely wrong."""

from __future__ import annotations

import pytest

from pipeline.faults.casing.sentence_start import SentenceStart
from pipeline.faults.rule import Context
from pipeline.model.document import Document


@pytest.mark.parametrize(
    ("text", "sure"),
    [
        ("that seek common ground, and this is new.", False),
        ("which linked the town with the river, he said.", False),
        ("according to him, the town is new.", True),
        ("“the town is new,” he said on Monday.", True),
        ("the town is new. It was built in May. He likes it.", True),
        ("The town is new. It is big.\nthe river is old and long.", True),
    ],
)
def test_only_with_a_second_sign(text: str, sure: bool) -> None:
    assert [p.confidence >= 0.97 for p in SentenceStart().find(Document("", text), Context())] == [sure]
