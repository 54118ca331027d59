from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from pipeline.engines.pieces import LONGEST, pieces


@given(st.text(st.sampled_from("ab. ,\n\u2028é😀"), max_size=80), st.integers(2, 20))
def test_pieces_are_the_text_without_what_is_blank(text: str, longest: int) -> None:
    found = list(pieces(text, longest))
    assert all(text[at : at + len(piece)] == piece and len(piece) <= longest for at, piece in found)
    assert all("\n" not in piece for _, piece in found)
    assert "".join("".join(piece.split()) for _, piece in found) == "".join(text.split())


def test_a_long_paragraph_is_cut_after_a_sentence() -> None:
    text = "The ministers met again. " * 4000
    found = list(pieces(text))
    assert all(piece.endswith(". ") and len(piece) > LONGEST / 2 for _, piece in found[:-1])


def test_a_word_without_end_is_cut_anywhere() -> None:
    assert [len(piece) for _, piece in pieces("x" * 5000)] == [1000] * 5
