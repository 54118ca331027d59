"""Sentences and words."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.text.sentences import sentences
from pipeline.text.words import bare, words


def cut(text: str) -> list[str]:
    return [text[a:b] for a, b in sentences(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("He left. She stayed.", ["He left.", "She stayed."]),
        ("Mr. Smith met Gen. Lee in the U.S. Army base.", ["Mr. Smith met Gen. Lee in the U.S. Army base."]),
        ("“We go,” he said. “(a) It is ours.”", ["“We go,” he said.", "“(a) It is ours.”"]),
        ("It rose 3.5 percent. Prices fell!", ["It rose 3.5 percent.", "Prices fell!"]),
        ("One\nTwo. Three", ["One", "Two.", "Three"]),
        ("J. D. Vance spoke.", ["J. D. Vance spoke."]),
        ("", []),
        (" \n ", []),
    ],
)
def test_sentences(text: str, expected: list[str]) -> None:
    assert cut(text) == expected


@given(st.text(max_size=80))
def test_sentences_cover_everything_but_space_and_cross_no_line(text: str) -> None:
    assert "".join("".join(cut(text)).split()) == "".join(text.split())
    assert all("\n" not in sentence for sentence in cut(text))


def test_words() -> None:
    assert [m[0] for m in words("Ukraine’s non-nat mission, o'clock 3.5!")] == [
        "Ukraine’s", "non-nat", "mission", "o'clock", "3", "5",
    ]  # fmt: skip
    assert (bare("Trump's"), bare("Trump’s"), bare("allies")) == ("Trump", "Trump", "allies")
