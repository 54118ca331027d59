"""Phrases as data."""

from __future__ import annotations

import pytest

from pipeline.faults.phrasebook import Phrasebook
from pipeline.faults.resources import rows

FILES = [("phrases", "stock.tsv"), ("terms", "calques.tsv"), ("grammar", "frames.tsv")]


def book(*entries: tuple[str, str]) -> Phrasebook:
    return Phrasebook.of([{"wrong": w, "right": r, "level": "hold", "example": f"{w} it"} for w, r in entries])


def test_the_longest_phrase_at_a_place_counts() -> None:
    found = list(book(("new crown", "x"), ("new crown virus", "y")).find("A new crown virus."))
    assert [(f.start, f.end, f.replacements) for f in found] == [(2, 17, ("y",))]


def test_the_replacement_takes_the_case_of_the_place() -> None:
    found = list(book(("despite of", "despite")).find("Despite of rain, despite of snow, DESPITE OF ice"))
    assert [f.replacements[0] for f in found] == ["Despite", "despite", "DESPITE"]


def test_a_phrase_never_ends_inside_a_word() -> None:
    assert not list(book(("due the", "due to the")).find("It is due there, residue the-other due the-one."))


def test_an_example_without_its_phrase_is_refused() -> None:
    entry = {"wrong": "due the", "right": "due to the", "level": "hold", "example": "Nothing here."}
    with pytest.raises(ValueError, match="does not hold it"):
        Phrasebook.of([entry]).examples()


@pytest.mark.parametrize(("folder", "name"), FILES)
def test_every_row_is_whole_and_unique(folder: str, name: str) -> None:
    found = rows(folder, name)
    assert len({row["wrong"].lower() for row in found}) == len(found)
    for row in found:
        assert row["level"] in ("apply", "hold", "flag"), row
        assert row["level"] == "flag" or row["right"], row
        assert row["seen"], row


def test_there_are_at_least_two_hundred_stock_phrases() -> None:
    assert len(rows("phrases", "stock.tsv")) >= 200
