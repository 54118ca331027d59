from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.engines.offsets import utf8, utf16

TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=60)


@given(TEXTS, st.data())
def test_bytes_are_what_python_encodes(text: str, data: st.DataObject) -> None:
    point = data.draw(st.integers(0, len(text)))
    offset = len(text[:point].encode("utf-8"))
    assert utf8(text).to_points(offset) == point
    assert utf8(text).from_points(point) == offset


@given(TEXTS, st.data())
def test_units_are_what_python_encodes(text: str, data: st.DataObject) -> None:
    point = data.draw(st.integers(0, len(text)))
    offset = len(text[:point].encode("utf-16-le")) // 2
    assert utf16(text).to_points(offset) == point
    assert utf16(text).from_points(point) == offset


@given(TEXTS, st.integers(-5, 300))
def test_any_offset_gives_a_place_in_the_text(text: str, offset: int) -> None:
    for offsets in (utf8(text), utf16(text)):
        assert 0 <= offsets.to_points(offset) <= len(text)
        assert offsets.from_points(offset) >= 0


@pytest.mark.parametrize("offset", [1, 2, 3, 4])
def test_an_offset_inside_a_character_is_its_beginning(offset: int) -> None:
    assert utf8("a😀b").to_points(offset) == 1
    assert utf8("a😀b").to_points(5) == 2
