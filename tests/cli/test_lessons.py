"""`newsmend lessons` as a user calls it, and in this process where only the output matters."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from pipeline.cli import newsmend as group
from pipeline.flow.mend_stored import mend_articles
from pipeline.flow.workplace import workplace
from pipeline.settings import load
from tests.cli.test_cli import newsmend
from tests.flow.lessons.conftest import Names
from tests.store.samples import add_article

TEXT = "The engineer Tarvo Kuusmetsa said on Monday that the bridge would open in spring."
ONE = ["--name", "Tarvo Kuusmets", "--country", "EE", "--actor", "ada"]


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """A store with one mended article."""
    monkeypatch.setenv("NEWSMEND_HOME", str(tmp_path))
    with workplace(load({"NEWSMEND_HOME": str(tmp_path)}), migrate=True) as place:
        with place.store.begin() as conn:
            id = add_article(conn, text=TEXT)
        mend_articles(place, [id])
    return str(tmp_path)


def run(*args: str) -> Result:
    return CliRunner().invoke(group, ["lessons", *args])


def drafted() -> str:
    return run("draft", *ONE).output.split()[0]


def test_the_whole_way(home: str) -> None:
    id = drafted()
    assert "DRAFT" in run("list").output
    test = run("test", id)
    assert test.exit_code == 0, test.output
    assert "2 texts, 0 conflicts" in test.output
    assert "'Kuusmetsa' → 'Kuusmets'" in test.output
    published = run("publish", id, "--reason", "he builds bridges", "--actor", "eve")
    assert (published.exit_code, "Tarvo Kuusmets: PUBLISHED" in published.output) == (0, True)
    (line,) = run("list", "--stage", "PUBLISHED", "--format", "json").output.splitlines()
    lesson = json.loads(line)
    assert (lesson["id"], lesson["entity"]["country"], lesson["reason"]) == (id, "EE", "he builds bridges")
    assert run("list", "--stage", "DRAFT", "--format", "json").output == ""
    assert "REVERTED" in run("revert", id, "--reason", "two of them").output
    shown = run("show", id).output
    for piece in ("family: Kuusmets", "PUBLISHED", "he builds bridges", "two of them", "eve", "New or changed"):
        assert piece in shown
    events = [json.loads(line) for line in run("show", id, "--format", "json").output.splitlines()]
    assert [event["stage"] for event in events] == ["DRAFT", "TESTED", "PUBLISHED", "REVERTED"]


def test_without_a_name_what_reviewers_accepted_is_drafted(home: str) -> None:
    done = run("draft")
    assert (done.exit_code, "no new name" in done.output) == (0, True)


@pytest.mark.parametrize(
    ("args", "says"),
    [
        (["publish", "ID"], "--reason"),
        (["publish", "ID", "--reason", ""], "it needs a reason"),
        (["publish", "ID", "--reason", "why"], "it is DRAFT and cannot become PUBLISHED"),
        (["revert", "ID", "--reason", "why"], "it is DRAFT and cannot become REVERTED"),
        (["show", "nothing"], "there is no such lesson"),
        (["draft", "--name", "Bridge", "--kind", "company"], "a word of the dictionary"),
        (["draft", "--name", "Olev Kaskmaa", "--actor", ""], "it needs who drafts it"),
        (["test", "ID", "--limit", "0"], "--limit"),
    ],
)
def test_wrong_use_is_two_and_one_clear_line(home: str, args: list[str], says: str) -> None:
    id = drafted()
    done = newsmend("lessons", *(id if arg == "ID" else arg for arg in args), NEWSMEND_HOME=home)
    assert (done.returncode, says in done.stderr, "Traceback" in done.stderr) == (2, True, False), done.stderr


def test_a_conflict_is_one(home: str, monkeypatch: pytest.MonkeyPatch) -> None:
    id = drafted()
    monkeypatch.setattr("pipeline.flow.gazetteer.effects.Refused.covers", lambda *_: True)
    monkeypatch.setattr("pipeline.flow.gazetteer.rehearse.rules_in_use", lambda _, learned=(): (Names(learned),))
    done = run("test", id)
    assert (done.exit_code, "Conflicts (the first" in done.output) == (1, True)


def test_a_store_that_is_not_there_is_said(tmp_path: Path) -> None:
    done = newsmend("lessons", "list", NEWSMEND_HOME=str(tmp_path))
    assert (done.returncode, "not set up" in done.stderr) == (1, True)


@pytest.mark.parametrize("command", ["list", "draft", "test", "publish", "revert", "show"])
def test_help_has_examples(command: str) -> None:
    assert f"newsmend lessons {command}" in run(command, "--help").output


def test_a_single_file_is_mended_without_a_store(tmp_path: Path) -> None:
    done = newsmend("mend", stdin=TEXT, NEWSMEND_DATABASE_URL="postgresql://nobody@127.0.0.1:1/none")
    assert (done.returncode, done.stdout) == (0, TEXT)
