"""The rule of docs/writing-a-rule.md, taken out of the page and put among the others: it keeps all their promises."""

from __future__ import annotations

import inspect
import re
import runpy
import time
from pathlib import Path

import pytest

from pipeline.faults.catalogue import rules
from pipeline.faults.rule import Context, Rule
from pipeline.model.document import Document
from pipeline.model.ruling import Outcome
from tests.quality import floors
from tests.quality.labelled import measure, mended

PAGE = Path(__file__).resolve().parents[2] / "docs" / "writing-a-rule.md"


@pytest.fixture(scope="module")
def rule(tmp_path_factory: pytest.TempPathFactory) -> Rule:
    (block,) = re.findall(r"^```python\n(.*?)^```$", PAGE.read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL)
    path = tmp_path_factory.mktemp("rule") / "discuss_about.py"
    path.write_text(block, encoding="utf-8")
    found: Rule = runpy.run_path(str(path), run_name="discuss_about")["DiscussAbout"]()
    return found


def test_it_is_fit_for_the_catalogue(rule: Rule) -> None:
    assert re.fullmatch(r"[a-z]+\.[a-z]+(?:-[a-z]+)*", rule.id)
    assert rule.id not in {other.id for other in rules()}
    assert len((inspect.getdoc(type(rule)) or "").split()) >= 8


def test_its_proposals_say_whose_they_are_and_why(rule: Rule) -> None:
    found = [p for e in rule.examples for p in rule.find(Document("", e.before), e.context)]
    assert found != []
    assert {(p.rule, p.fault) for p in found} == {(rule.id, rule.fault)}
    assert all(0 < p.confidence <= 1 and len(p.evidence.split()) >= 4 for p in found)


def test_among_all_rules_and_under_the_guard_its_examples_come_out_right(rule: Rule) -> None:
    for example in rule.examples:
        text, rulings = mended(example.before, [rule, *rules()])
        assert text == example.after
        assert [r for r in rulings if r.outcome is Outcome.REFUSED] == []
        assert mended(text, [rule, *rules()])[0] == text


def test_it_passes_the_quality_gate(rule: Rule) -> None:
    saved = floors.load()["floors"]
    with_it = measure([*rules(), rule])
    assert floors.fallen(with_it, saved) == []
    assert with_it["GRAMMAR"]["repaired"] >= saved["GRAMMAR"]["repaired"]


def test_it_reads_a_long_text_in_good_time(rule: Rule) -> None:
    text = "They discussed about the plan and discussed about twenty plans. " * 20_000
    began = time.perf_counter()
    assert sum(1 for _ in rule.find(Document("", text), Context())) == 20_000
    assert time.perf_counter() - began < 5
