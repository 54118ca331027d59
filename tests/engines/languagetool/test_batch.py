"""Texts in requests, and the way back."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.engines.languagetool.batch import STAND_IN, batches

TEXTS = st.lists(st.text(alphabet="aé. \n\r\u2028🎉𝐁\ud800\x00中", max_size=60), max_size=6)


@given(TEXTS, st.integers(min_value=5, max_value=40))
@settings(max_examples=300, deadline=None)
def test_every_place_leads_back_to_what_was_sent(texts: list[str], limit: int) -> None:
    for batch in batches(texts, limit):
        body = batch.body
        assert len(body) == batch.size <= limit
        assert len(body.encode("utf-16-le")) == 2 * len(body), "one code point is one unit"
        for start in range(len(body)):
            for end in range(start, len(body) + 3):
                place = batch.locate(start, end)
                if place is not None:
                    assert texts[place[0]][place[1] : place[2]] == body[start:end]
                    assert STAND_IN not in body[start:end]


@given(TEXTS, st.integers(min_value=5, max_value=40))
@settings(max_examples=300, deadline=None)
def test_every_word_is_sent_once_and_in_order(texts: list[str], limit: int) -> None:
    sent = [
        (piece.text, piece.start + at)
        for b in batches(texts, limit)
        for piece in b.pieces
        for at in range(len(piece.words))
    ]
    assert sent == sorted(set(sent))
    unsent = {(n, at) for n, text in enumerate(texts) for at in range(len(text))} - set(sent)
    assert all(texts[n][at].isspace() for n, at in unsent)


@pytest.mark.parametrize(
    "text", ["x" * 2_000_000, "a " * 1_000_000, "\n" * 2_000_000, "🎉" * 1_000_000, "a.\n" * 500_000]
)
def test_a_huge_text_takes_linear_time(text: str) -> None:
    began = time.monotonic()
    assert sum(len(batch.body) for batch in batches([text], 8000)) >= 0
    assert time.monotonic() - began < 10
