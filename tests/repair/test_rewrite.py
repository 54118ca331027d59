"""The rewriter refuses what does not fit."""

from __future__ import annotations

import pytest

from pipeline.model.document import Document
from pipeline.model.errors import StaleAnchor
from pipeline.model.proposal import Fault, Proposal
from pipeline.model.ruling import Outcome, Ruling
from pipeline.repair.rewrite import rewrite


def ruling(document: Document, start: int, end: int, replacement: str | None) -> Ruling:
    proposal = Proposal(document.anchor(start, end), ("X",), Fault.NAME, "r", 1.0, "because")
    return Ruling(proposal, Outcome.APPLY, replacement, "policy")


def test_another_text_is_refused() -> None:
    kim, lee = Document("u", "Kim Jong Un"), Document("u", "Kim Jong Il")
    with pytest.raises(StaleAnchor, match="does not fit"):
        rewrite(lee, [ruling(kim, 0, 3, "X")])


def test_overlapping_rulings_are_refused() -> None:
    document = Document("u", "Kim Jong Un")
    with pytest.raises(StaleAnchor):
        rewrite(document, [ruling(document, 0, 8, "X"), ruling(document, 4, 11, "Y")])


def test_an_empty_replacement_deletes_and_none_is_refused() -> None:
    document = Document("u", "Kim Jong Un")
    assert rewrite(document, [ruling(document, 0, 4, "")]) == "Jong Un"
    with pytest.raises(StaleAnchor):
        rewrite(document, [ruling(document, 0, 4, None)])


def test_offsets_are_code_points() -> None:
    document = Document("u", "😀 is the the word")
    assert rewrite(document, [ruling(document, 5, 12, "the")]) == "😀 is the word"
