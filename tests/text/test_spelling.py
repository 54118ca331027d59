"""Case, distance and sound."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.text.casing import fold, is_capitalised, is_mostly_capitals, like
from pipeline.text.distance import deletions, edits, sound

WORDS = st.text("abcde", max_size=7)


@pytest.mark.parametrize(
    ("a", "b"), [("Erdoğan", "Erdogan"), ("Łódź", "lodz"), ("ŞİMŞEK", "Simsek"), ("Støre", "store")]
)
def test_fold_forgets_case_and_accents(a: str, b: str) -> None:
    assert fold(a) == fold(b)


def test_case_patterns() -> None:
    assert (is_capitalised("Paris"), is_capitalised("NATO"), is_capitalised("paris")) == (True, False, False)
    assert (like("by then", "Per then"), like("by", "PER"), like("by", "per")) == ("By then", "BY", "by")
    assert is_mostly_capitals("PRESIDENT ZELENSKY LEFT")
    assert not is_mostly_capitals("The EU left.")


@pytest.mark.parametrize(
    ("a", "b", "expected"),
    [
        ("hegses", "hegseth", 2),
        ("voldymir", "volodymyr", 2),
        ("vucic", "vucci", 1),
        ("same", "same", 0),
        ("a", "abcdef", 4),
    ],
)
def test_edits(a: str, b: str, expected: int) -> None:
    assert edits(a, b, 3) == expected


@given(WORDS, WORDS)
def test_distance_is_symmetric_and_nought_only_for_the_same(a: str, b: str) -> None:
    assert edits(a, b, 9) == edits(b, a, 9)
    assert (edits(a, b, 9) == 0) == (a == b)


@given(WORDS, st.integers(0, 7), st.sampled_from("abcde"))
def test_one_new_letter_is_one_edit_and_shares_a_key(word: str, at: int, letter: str) -> None:
    other = word[:at] + letter + word[at:]
    assert edits(word, other, 2) == 1
    assert deletions(word, 1) & deletions(other, 1)


@pytest.mark.parametrize(
    ("a", "b"), [("hegses", "hegseth"), ("zerenski", "zelensky"), ("ferstapen", "verstappen"), ("rabrov", "lavrov")]
)
def test_garbles_of_a_round_trip_sound_alike(a: str, b: str) -> None:
    assert sound(a) == sound(b)
