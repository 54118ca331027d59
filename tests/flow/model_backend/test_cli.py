"""`newsmend model` and `newsmend mend` with a model, as a user calls them."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.engines.model.server import ModelServer

SENTENCE = "The minister gave informations to the press."


@pytest.fixture
def env(server: ModelServer, tmp_path: Path) -> dict[str, str]:
    found = {"HOME": str(tmp_path), "MODEL_URL": server.url, "MODEL_NAME": "tiny", "MODEL_KEY": "sk-hidden"}
    return {f"NEWSMEND_{name}": value for name, value in found.items()}


def newsmend(env: dict[str, str], *args: str, stdin: str = "") -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-c", "from pipeline.cli import main; main()", *args]
    clean = {name: value for name, value in os.environ.items() if not name.startswith("NEWSMEND_")}
    return subprocess.run(
        command, input=stdin, capture_output=True, text=True, env=clean | env, timeout=120, check=False
    )


def test_status_says_that_it_is_off(tmp_path: Path) -> None:
    done = newsmend({"NEWSMEND_HOME": str(tmp_path)}, "model", "status")
    assert done.returncode == 0
    assert done.stdout.startswith("off. Set NEWSMEND_MODEL_URL")
    assert newsmend({"NEWSMEND_HOME": str(tmp_path)}, "model", "try", SENTENCE).returncode == 2


def test_status_asks_the_model(env: dict[str, str], server: ModelServer) -> None:
    done = newsmend(env, "model", "status")
    assert done.returncode == 0, done.stderr
    assert "answers" in done.stdout
    server.mode = "500"
    done = newsmend(env, "model", "status")
    assert done.returncode == 1
    assert "answered 500" in done.stderr
    assert "sk-hidden" not in done.stdout + done.stderr


def test_try_shows_what_is_left_of_an_answer(env: dict[str, str], server: ModelServer) -> None:
    done = newsmend(env, "model", "try", SENTENCE, "--format", "json")
    assert json.loads(done.stdout)["edits"] == [{"start": 18, "before": "informations", "after": "information"}]
    assert "HOLD  'informations' -> 'information'" in newsmend(env, "model", "try", SENTENCE).stdout
    server.mode, server.says = "says", json.dumps({"answer": "The minister gave 40 informations to the press."})
    assert "the guard refuses it" in newsmend(env, "model", "try", SENTENCE).stdout
    assert newsmend(env, "model", "try", " ").returncode == 2
    assert newsmend(env, "model", "try", "x" * 700).returncode == 2


def test_mend_never_changes_a_text_for_the_model(env: dict[str, str], server: ModelServer) -> None:
    """Whatever the rules flag here, and whatever the model says: the text is the same as without it."""
    text = "The delegation is just a. The minister gave informations. It was said by 40 % of people.\n" * 3
    off = newsmend({"NEWSMEND_HOME": env["NEWSMEND_HOME"]}, "mend", stdin=text)
    assert newsmend(env, "mend", stdin=text).stdout == off.stdout
    server.mode, server.says = "says", json.dumps({"answer": "A"})
    assert newsmend(env | {"NEWSMEND_MODEL_NAME": "other"}, "mend", stdin=text).stdout == off.stdout
    server.mode = "500"
    down = newsmend(env | {"NEWSMEND_MODEL_NAME": "third"}, "mend", stdin=text)
    assert (down.returncode, down.stdout) == (0, off.stdout)
    assert server.seen  # it was asked, else this says nothing


def test_a_wrong_value_is_wrong_use(env: dict[str, str]) -> None:
    done = newsmend(env | {"NEWSMEND_MODEL_URL": "ftp://x"}, "mend", stdin="He came.")
    assert done.returncode == 2
    assert "NEWSMEND_MODEL_URL" in done.stderr
