"""The quality gate: what the rules reach on sentences of ours may only get better."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from pipeline.faults.catalogue import rules
from pipeline.faults.rule import Context, Example
from pipeline.model.document import Document
from pipeline.model.proposal import Fault, Proposal
from tests.quality import floors
from tests.quality.labelled import Figures, clean, faulty, measure, mended, parse

PLAIN = {kind for kind in Fault if kind not in (Fault.NAME, Fault.CONSISTENCY)}  # names have sets of their own
DAY = date(2026, 11, 24)


@pytest.fixture(scope="module")
def figures() -> Figures:
    return measure()


@pytest.fixture(scope="module")
def saved() -> dict[str, Any]:
    return floors.load()


def test_nothing_fell_below_its_floor(figures: Figures, saved: dict[str, Any]) -> None:
    below = floors.fallen(figures, saved["floors"])
    assert below == [], "mend it, or: python -m tests.quality.raise_floors --lower WHY"


def test_clean_text_is_left_as_it_is(figures: Figures) -> None:
    changed = [text for text in clean() if mended(text, rules())[0] != text]
    assert changed == []
    assert figures["clean"]["needless"] == 0


def test_nobody_allowed_needless_changes(saved: dict[str, Any]) -> None:
    assert saved["floors"]["clean"]["needless"] == 0


def test_what_is_applied_is_nearly_always_right(figures: Figures) -> None:
    assert all(named.get("precision", 1.0) >= 0.9 for named in figures.values())


def test_the_set_is_large_and_covers_every_kind(saved: dict[str, Any]) -> None:
    sentences = faulty()
    assert len(sentences) >= 150
    assert len(clean()) >= 150
    assert {sentence.kind for sentence in sentences} == PLAIN
    assert all(sum(s.kind is kind for s in sentences) >= 10 for kind in PLAIN)
    assert set(saved["floors"]) == {*PLAIN, "clean"}
    assert len({sentence.text for sentence in sentences} | set(clean())) == len(sentences) + len(clean())


@pytest.mark.parametrize("kind", ["duplication.", "punctuation.stray-space", "grammar.frame", "number."])
def test_a_rule_that_is_lost_fails(kind: str, saved: dict[str, Any]) -> None:
    left = [rule for rule in rules() if not rule.id.startswith(kind)]
    assert floors.fallen(measure(left), saved["floors"]) != []


@dataclass(frozen=True, slots=True)
class Shouter:
    """A rule that is sure of itself and wrong: "said" becomes "shouted"."""

    id: str = "phrase.shouter"
    fault: Fault = Fault.PHRASE
    examples: tuple[Example, ...] = ()

    def find(self, document: Document, context: Context) -> Iterator[Proposal]:
        start = document.text.find(" said")
        if start >= 0:
            yield Proposal(
                document.anchor(start + 1, start + 5), ("shouted",), self.fault, self.id, 0.99, "for the test"
            )


def test_a_rule_that_does_harm_fails(saved: dict[str, Any]) -> None:
    below = {(kind, name) for kind, name, *_ in floors.fallen(measure([*rules(), Shouter()]), saved["floors"])}
    assert {("clean", "needless"), ("PHRASE", "precision")} <= below


def test_a_lowered_figure_fails(figures: Figures, saved: dict[str, Any]) -> None:
    for kind, named in saved["floors"].items():
        for name, floor in named.items():
            worse = {**figures, kind: {**figures[kind], name: floor + (1 if kind == "clean" else -0.001)}}
            assert [(k, n) for k, n, *_ in floors.fallen(worse, saved["floors"])] == [(kind, name)]


def test_a_figure_that_is_gone_fails() -> None:
    assert floors.fallen({}, {"CASE": {"precision": 0.5}}) == [("CASE", "precision", 0.5, None)]


def test_raising_is_automatic_and_never_lowers() -> None:
    best = floors.raised({"CASE": {"precision": 0.9, "noticed": 0.2}, "clean": {"pointed": 3}},
                         {"CASE": {"precision": 0.8, "noticed": 0.5}, "clean": {"pointed": 5}})  # fmt: skip
    assert best == {"CASE": {"precision": 0.9, "noticed": 0.5}, "clean": {"pointed": 3}}


def test_lowering_is_recorded_with_its_reason(tmp_path: Path) -> None:
    before = {"floors": {"CASE": {"precision": 0.9}, "clean": {"needless": 0}}, "lowered": []}
    after = floors.lowered({"CASE": {"precision": 0.7}, "clean": {"needless": 0}}, before, "the rule did harm", DAY)
    path = tmp_path / "floors.json"
    floors.save(after, path)
    note = {"figure": "CASE precision", "from": 0.9, "to": 0.7, "on": "2026-11-24", "why": "the rule did harm"}
    assert json.loads(path.read_text()) == {
        "floors": {"CASE": {"precision": 0.7}, "clean": {"needless": 0}},
        "lowered": [note],
    }


def test_lowering_needs_a_reason_and_cannot_allow_harm() -> None:
    saved = {"floors": {"CASE": {"precision": 0.9}, "clean": {"needless": 0}}, "lowered": []}
    with pytest.raises(ValueError, match="say why"):
        floors.lowered({"CASE": {"precision": 0.7}, "clean": {"needless": 0}}, saved, " ", DAY)
    with pytest.raises(ValueError, match="never lowered"):
        floors.lowered({"CASE": {"precision": 0.9}, "clean": {"needless": 1}}, saved, "hurry", DAY)


def test_marks_are_read_as_written() -> None:
    found = parse("PUNCTUATION", "It was[[ , => ,]] it [[was]] [[x => ]]so.")
    assert found.text == "It was , it was xso."
    assert [(found.text[m.start : m.end], m.new) for m in found.marks] == [(" ,", ","), ("was", None), ("x", "")]
    with pytest.raises(ValueError, match="no fault"):
        parse("CASE", "Nothing.")
