from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.fluency.build import build
from pipeline.fluency.evidence import preference
from pipeline.fluency.lines import is_held_aside, lines_of
from pipeline.fluency.model import NOTE, NgramModel, load
from pipeline.fluency.tokens import Tokenizer, plain
from pipeline.model.errors import FluencyError
from tests.fluency.conftest import FIXTURE
from tests.fluency.text import paragraphs

RIGHT = "The minister visited the city on Monday morning."
KNOWN = "abcdefghijklmnopqrstuvwxyz THE.,'"


@pytest.mark.parametrize(
    "wrong",
    [
        "The minister visited the the city on Monday morning.",
        "The minister the city visited on Monday morning.",
        "The minister visited city the on Monday morning.",
        "The minister visited the city on Monday morning. .",
    ],
)
def test_the_right_wording_wins(model: NgramModel, wrong: str) -> None:
    assert model.gain(wrong, RIGHT) > 0
    assert model.gain(RIGHT, wrong) < 0


def test_added_words_are_not_held_against_a_sentence(model: NgramModel) -> None:
    before, after = "The minister visited city on Monday.", "The minister visited the city on Monday."
    assert model.gain(before, after) > model.score(after) - model.score(before)


def test_the_same_text_gives_the_same_model(model: NgramModel, tmp_path: Path) -> None:
    note = build(tmp_path, list(lines_of(paragraphs())), "2026-11-24", 1000)
    assert note == model.note, "the demo's articles changed: build the fixture again, tests/fluency/text.py says how"
    assert sum(path.stat().st_size for path in FIXTURE.iterdir()) < 500_000


@given(st.text(KNOWN, min_size=1, max_size=60))
def test_known_letters_come_back(text: str) -> None:
    tokenizer = Tokenizer((FIXTURE / "pieces.model").read_bytes())
    assert tokenizer.decode(tokenizer.encode(text)) == plain(text)


@given(st.text(max_size=200))
def test_any_text_has_a_score(text: str) -> None:
    model = load(FIXTURE)
    assert model.score(text) <= 0
    assert plain(plain(text)) == plain(text)


def test_a_huge_text_is_read_to_a_limit(model: NgramModel) -> None:
    assert model.score("word " * 1_000_000) == model.score("word " * 400)


@pytest.mark.parametrize("name", ["model.json", "pieces.model", "ngrams.arpa"])
@pytest.mark.parametrize("harm", ["gone", "cut", "other"])
def test_a_broken_model_is_named(model: NgramModel, tmp_path: Path, name: str, harm: str) -> None:
    folder = shutil.copytree(FIXTURE, tmp_path / "m")
    path = folder / name
    raw = path.read_bytes()
    path.unlink()
    if harm != "gone":
        path.write_bytes(raw[: len(raw) // 2] if harm == "cut" else b"\x00\xff" * 50)
    with pytest.raises(FluencyError, match=name):
        load(folder)


def test_a_note_of_another_kind_is_named(tmp_path: Path) -> None:
    (tmp_path / NOTE).write_text("[1, 2]")
    with pytest.raises(FluencyError, match=NOTE):
        load(tmp_path)


def test_lines_come_once() -> None:
    one = "The council of the town approved the new budget for schools by 14 votes."
    near = one.replace("14", "15"), one.replace("by 14 votes", "after a debate"), "Yes, he said. " + one
    assert list(lines_of([one, *near, one, "Too short.", "x" * 5000])) == [one]


def test_one_line_in_twenty_is_held_aside() -> None:
    aside = sum(is_held_aside(f"line {n}") for n in range(20_000))
    assert 800 < aside < 1200


def test_evidence_names_the_model(model: NgramModel) -> None:
    assert preference(model.id, 3.14) == "the fluency model of 2026-11-24 prefers it by 3.1"
    assert preference(model.id, -2.0) == "the fluency model of 2026-11-24 prefers the old wording by 2.0"
