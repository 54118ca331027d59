"""The deployment's refresh and the command, with the embedded names and the rules that read them."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from pipeline.cli import newsmend
from pipeline.faults.names.gazetteer import read, write
from pipeline.flow.gazetteer import deployment
from pipeline.flow.gazetteer.files import current
from pipeline.settings import load
from tests.fetch.wikidata.fake import Fake, person
from tests.flow.gazetteer.conftest import CURRENT, HEADS, us_head

ROOT = Path(__file__).resolve().parents[3]


@pytest.fixture
def deployed(fake: Fake, folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Fake:
    """The deployment's settings lead to the fake and to small names; its rules have nothing to say."""
    folder.mkdir()
    (folder / "current.jsonl").write_text(write(CURRENT))
    monkeypatch.setenv("NEWSMEND_HOME", str(tmp_path))
    monkeypatch.setattr("pipeline.fetch.wikidata.service.Services", lambda: fake.services)
    monkeypatch.setattr(deployment, "rules_of", lambda gazetteer: ())
    return fake


def test_the_folder_is_a_setting(tmp_path: Path) -> None:
    assert load({"NEWSMEND_HOME": str(tmp_path)}).gazetteer == tmp_path / "gazetteer"
    assert load({"NEWSMEND_GAZETTEER": str(tmp_path / "names")}).gazetteer == tmp_path / "names"


def test_without_its_own_it_uses_the_embedded_names(tmp_path: Path) -> None:
    found = deployment.in_use(tmp_path)
    assert len(found.entities) > 1000
    deployment.gates(lambda _: []).check(found, found)


def test_dictionary_words() -> None:
    assert deployment.known_word("table")
    assert not deployment.known_word("bessent")
    assert not deployment.known_word("table of contents")


def test_the_command_refreshes_and_reverts(deployed: Fake, folder: Path) -> None:
    deployed.rows[HEADS] = [us_head("Q28935729", "2026-11-20")]
    deployed.add(person("Q28935729", "JD Vance"))
    run = CliRunner().invoke
    shown = run(newsmend, ["gazetteer", "refresh", "--dry-run", "--format", "json"])
    assert json.loads(shown.stdout)["counts"] == {"added": 1, "ended": 1, "office": 1}
    assert "a dry run" in shown.stderr
    done = run(newsmend, ["gazetteer", "refresh"])
    assert done.exit_code == 0, done.output
    assert "JD Vance (Q28935729): president of US since 2026-11-20" in done.stdout
    assert "published as" in done.stderr
    again = run(newsmend, ["gazetteer", "refresh"])
    assert "the names stay as they are" in again.stderr
    path = current(folder)
    assert path is not None
    assert len(read(path.read_text()).entities) == len(CURRENT.entities) + 1
    back = run(newsmend, ["gazetteer", "revert"])
    assert back.exit_code == 0, back.output
    assert path.read_text() == write(CURRENT)


def test_the_languages_of_the_sources_are_asked_for(deployed: Fake) -> None:
    deployment.refresh_deployed()
    assert any("languages=en%7Cmul" in path for path in deployed.site.asked)


def test_the_task_gives_counts(deployed: Fake, capsys: pytest.CaptureFixture[str]) -> None:
    assert deployment.refresh_task()["asked"] == len(deployed.site.asked)
    assert "nothing to publish" in capsys.readouterr().out


def has_network() -> bool:
    try:
        return bool(socket.getaddrinfo("query.wikidata.org", 443))
    except OSError:
        return False


@pytest.mark.skipif(has_network(), reason="this machine reaches Wikidata")
def test_without_network_the_command_says_one_line(tmp_path: Path, folder: Path) -> None:
    folder.mkdir()
    (folder / "current.jsonl").write_text(write(CURRENT))
    env = {**os.environ, "NEWSMEND_HOME": str(tmp_path)}
    command = [sys.executable, "-c", "from pipeline.cli import main; main()", "gazetteer", "refresh"]
    done = subprocess.run(command, capture_output=True, text=True, cwd=ROOT, env=env, timeout=120, check=False)
    assert done.returncode == 1
    assert done.stdout == ""
    (line,) = done.stderr.splitlines()
    assert "Wikidata cannot be reached" in line
    assert "the names of 2026-01-22 stay in use" in line


@pytest.mark.parametrize("args", [[], ["refresh"], ["revert"]])
def test_help(args: list[str]) -> None:
    done = CliRunner().invoke(newsmend, ["gazetteer", *args, "--help"])
    assert done.exit_code == 0
    assert not args or "newsmend gazetteer" in done.stdout


def test_nothing_to_revert(tmp_path: Path) -> None:
    done = CliRunner().invoke(newsmend, ["gazetteer", "revert"], env={"NEWSMEND_HOME": str(tmp_path)})
    assert "the embedded gazetteer is in use" in str(done.exception)
