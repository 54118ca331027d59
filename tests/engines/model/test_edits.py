from __future__ import annotations

import time
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.engines.model.edits import MOST_EDITS, apply, edits

BASE = "The minister gave informations to the press on Monday in the old town."


def seen(before: str, after: str) -> list[tuple[str, str]]:
    return [(before[edit.start : edit.end], edit.new) for edit in edits(before, after)]


@pytest.mark.parametrize(
    ("after", "found"),
    [
        (BASE.replace("informations", "information"), [("informations", "information")]),
        (BASE.replace("gave ", "gave the "), [("informations", "the informations")]),
        (BASE.replace(" old", ""), [("old ", "")]),
        (BASE.replace(".", "!"), [(".", "!")]),
        (BASE + '"', [(".", '."')]),
        (BASE.replace("gave informations", "told all"), [("gave informations", "told all")]),
        (BASE.replace("The", "A").replace("town", "city"), [("The", "A"), ("town", "city")]),
    ],
)
def test_the_edits_are_minimal(after: str, found: list[tuple[str, str]]) -> None:
    assert seen(BASE, after) == found


@pytest.mark.parametrize(
    "after",
    [
        BASE,
        "",
        BASE + " He left.",
        BASE.replace("to the", "to\nthe"),
        "On Monday the press of the old town was informed by a minister.",
        "No.",
        BASE * 3,
    ],
)
def test_a_rewrite_that_goes_too_far_is_none(after: str) -> None:
    assert edits(BASE, after) == []


@settings(max_examples=300)
@given(st.text("ab .,'’\"é1-", max_size=40), st.text("ab .,'’\"é1-", max_size=40))
def test_all_edits_together_give_the_rewrite(before: str, after: str) -> None:
    found = edits(before, after)
    assert len(found) <= MOST_EDITS
    assert all(0 <= edit.start < edit.end <= len(before) for edit in found)
    assert all(a.end <= b.start for a, b in pairwise(found))
    assert not found or apply(before, found) == after


@given(st.lists(st.sampled_from(["the", "old", "man", "said", "so", ","]), min_size=6, max_size=20), st.data())
def test_few_changed_words_always_give_edits(words: list[str], data: st.DataObject) -> None:
    before = " ".join(words)
    changed = list(words)
    changed[data.draw(st.integers(0, len(words) - 1))] = "new"
    after = " ".join(changed)
    assert apply(before, edits(before, after)) == after
    assert edits(before, after)


def test_a_long_pair_takes_no_time() -> None:
    began = time.monotonic()
    assert edits("a " * 300, "b a " * 300) == []
    assert time.monotonic() - began < 1
