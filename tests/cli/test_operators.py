"""The operators' commands, as a person types them."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from tests.flow.conftest import NOW
from tests.sites import demo_site

COMMAND = (sys.executable, "-c", "from pipeline.cli import main; main()")
DAY = (NOW.date() - timedelta(days=2)).isoformat()


@pytest.fixture(scope="module")
def env(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, str]]:
    """A store with one day of the demo site."""
    home = tmp_path_factory.mktemp("operator")
    with demo_site(NOW) as url:
        yield {**os.environ, "NEWSMEND_HOME": str(home), "NEWSMEND_DEMO_URL": url}


def call(env: dict[str, str], *words: str) -> tuple[int, str, str]:
    done = subprocess.run([*COMMAND, *words], env=env, capture_output=True, text=True, timeout=120, check=False)
    assert "Traceback" not in done.stderr
    return done.returncode, done.stdout, done.stderr


def test_a_day_from_plan_to_backup(env: dict[str, str], tmp_path: Path) -> None:
    code, out, _ = call(env, "ingest", "--day", DAY, "--dry-run")
    assert code == 0
    assert "requests for articles" in out
    assert "expected edits" in out
    code, _, err = call({**env, "NEWSMEND_LOG": "json"}, "ingest", "--day", DAY)
    assert code == 0
    events = [json.loads(line)["event"] for line in err.splitlines() if line.startswith("{")]
    assert events[0] == "discovered"
    assert events[-1] == "day"
    code, out, _ = call(env, "ingest", "--day", DAY, "--dry-run")
    assert "all: 0 articles" in out
    assert call(env, "health", "--day", DAY)[0] == 0
    target = str(tmp_path / "store.jsonl.gz")
    assert call(env, "backup", target)[0] == 0
    copy = {**env, "NEWSMEND_DATABASE_URL": f"sqlite:///{tmp_path}/copy.db"}
    code, out, _ = call(copy, "restore", target)
    assert (code, "articles" in out) == (0, True)
    assert call(copy, "export")[1] == call(env, "export")[1]
    assert call(copy, "replay", "--verify")[0] == 0
    code, _, err = call(env, "restore", target)
    assert (code, "not empty" in err) == (1, True)


def test_quarantine_is_listed_and_tried_again(env: dict[str, str]) -> None:
    call(env, "ingest", "--day", DAY)
    code, out, _ = call(env, "quarantine", "list", "--stage", "discover", "--format", "json")
    (row,) = map(json.loads, out.splitlines())
    assert (code, row["source"], row["day"]) == (0, "demo", DAY)
    assert call(env, "quarantine")[1].count("broken-feed.xml") >= 1
    code, out, _ = call(env, "quarantine", "replay", "--source", "demo")
    assert code == 1  # the demo's feed is broken on purpose
    assert "1 tried again, 0 resolved, 1 wait" in out
    assert call(env, "quarantine", "replay", "--stage", "fetch")[0] == 0


def test_what_cannot_be_done_is_said(env: dict[str, str]) -> None:
    call(env, "ingest", "--day", DAY)
    assert "nobody to tell" in call(env, "health", "--notify")[2]
    code, _, err = call(env, "database", "roles")
    assert (code, "SQLite has no roles" in err) == (1, True)
    assert call(env, "database", "roles", "--sql")[1].count("CREATE ROLE") == 3
    assert call(env, "retention", "--days", "5")[0] == 2
    assert "0 files" in call(env, "retention", "--days", "36500", "--dry-run")[1]
