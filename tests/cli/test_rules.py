"""`newsmend rules` in this process: what a person and a program read."""

from __future__ import annotations

import json
from datetime import timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from pipeline.cli import newsmend as group
from pipeline.faults.catalogue import rules
from pipeline.flow.rules import cards, measurement
from pipeline.flow.workplace import workplace
from pipeline.model.decision import Decision, Verdict
from pipeline.model.document import Document
from pipeline.model.errors import UsageError
from pipeline.model.proposal import Fault, Proposal
from pipeline.model.ruling import Outcome, Ruling
from pipeline.settings import load
from pipeline.store import decisions, mendings
from tests.store.samples import NOW, add_body
from tests.store.samples import run as run_of


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("NEWSMEND_HOME", str(tmp_path / "home"))
    monkeypatch.delenv("NEWSMEND_DATABASE_URL", raising=False)
    return tmp_path / "home"


def run(*args: str, color: bool = False) -> Result:
    return CliRunner().invoke(group, ["rules", *args], color=color)


def test_every_rule_is_listed_in_order_and_no_store_is_made(home: Path) -> None:
    lines = run().output.splitlines()
    ids = [line.split()[0] for line in lines[1:-2]]
    assert ids == sorted(rule.id for rule in rules())
    assert any(rule_id.startswith("name.") for rule_id in ids)
    assert not home.exists()


def test_one_kind_only() -> None:
    output = run("--fault", "case").output
    assert "case.acronym" in output
    assert "grammar.article" not in output


def test_a_page_shows_both_sorts_of_examples() -> None:
    output = run("grammar.article").output
    for piece in ("GRAMMAR", "applied from a confidence of 0.97", "Right on real translations", "Trust: -", "Finds"):
        assert piece in output
    assert output.index("Finds") < output.index("Leaves alone")


def test_colour_is_for_terminals() -> None:
    assert "\x1b[" in run("grammar.article", color=True).output
    assert "\x1b[" not in run("grammar.article").output


def test_a_program_reads_lines_of_json() -> None:
    found = [json.loads(line) for line in run("--format", "json").output.splitlines()]
    assert [record["rule"] for record in found] == sorted(rule.id for rule in rules())
    one = next(record for record in found if record["rule"] == "name.garbled")
    assert (one["apply_at"], one["hold_at"], one["trust"]) == (0.88, 0.4, None)
    assert all(
        {"before", "after", "flags", "published", "title"} == set(e) for record in found for e in record["examples"]
    )


def test_the_figures_are_of_real_cases() -> None:
    measured = measurement()
    assert measured.command.startswith("python -m benchmarks.rules")
    assert set(measured.rules) <= {rule.id for rule in rules()}
    assert measured.rules["punctuation.stray-space"]["apply"].cases > 100
    assert all(0 <= figure.precision <= 1 for named in measured.rules.values() for figure in named.values())


@pytest.mark.parametrize(("args", "said"), [(["grammar.artikle"], "Did you mean grammar.article"), (["zzz"], "lists")])
def test_a_rule_that_is_not_there(args: list[str], said: str) -> None:
    error = run(*args).exception
    assert isinstance(error, UsageError)
    assert said in str(error)


def test_a_kind_that_is_not_there() -> None:
    assert run("--fault", "TASTE").exit_code == 2


def test_trust_comes_from_the_reviewers(home: Path) -> None:
    text = "It was a old house. " * 25
    document = Document("", text.strip())
    with workplace(load(), migrate=True) as place, place.store.begin() as conn:
        body = add_body(conn, text=document.text)
        starts = [n for n in range(len(document.text)) if document.text.startswith("a old", n)]
        found = [
            Proposal(document.anchor(n, n + 1), ("an",), Fault.GRAMMAR, "grammar.article", 0.9, "because of it")
            for n in starts
        ]
        rulings = [Ruling(proposal, Outcome.HOLD, "an", "policy") for proposal in found]
        mendings.add(
            conn, source="demo", run=run_of(conn), document=body, decisions_sha="none", clean_text=document.text,
            rulings=rulings, at=NOW,
        )  # fmt: skip
        said = [
            Decision(p.id, Verdict.ACCEPT if n else Verdict.REJECT, "ann", NOW + timedelta(seconds=n))
            for n, p in enumerate(found)
        ]
        decisions.add(conn, said)
    (card,) = cards(rule_id="grammar.article")
    assert (card.accepted, card.decided) == (24, 25)
    assert card.trust == pytest.approx(0.804, abs=0.01)
    assert "24 of 25 accepted" in run("grammar.article").output
