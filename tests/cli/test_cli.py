"""The command as a user calls it, in a process of its own."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pytest

from tests.flow.conftest import NOW
from tests.sites import demo_site

ROOT = Path(__file__).resolve().parents[2]
DAY = (NOW - timedelta(days=2)).date().isoformat()


def newsmend(*args: str, stdin: str = "", **env: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-c", "from pipeline.cli import main; main()", *args]
    clean = {name: value for name, value in os.environ.items() if not name.startswith("NEWSMEND_")}
    return subprocess.run(
        command, input=stdin, capture_output=True, text=True, cwd=ROOT, env=clean | env, timeout=120, check=False
    )


@pytest.fixture(scope="module")
def ingested(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    home = tmp_path_factory.mktemp("home")
    with demo_site(NOW) as url:
        env = {"NEWSMEND_HOME": str(home), "NEWSMEND_DEMO_URL": url}
        done = newsmend("ingest", "--day", DAY, **env)
        assert done.returncode == 0, done.stderr
        assert DAY in done.stdout
        assert "broken-feed" in done.stderr
    return env


def test_mend_reads_standard_input() -> None:
    done = newsmend("mend", stdin="He came. . She left.\n")
    assert (done.returncode, done.stdout, done.stderr) == (0, "He came. She left.\n", "")


def test_mend_as_json_gives_the_contract() -> None:
    done = newsmend("mend", "--format", "json", stdin="He came. . She left.")
    result = json.loads(done.stdout)
    assert result["text"] == "He came. She left."
    assert set(result["rulings"][0]) == {
        "start", "end", "before", "after", "fault", "rule", "outcome", "confidence", "evidence", "because",
    }  # fmt: skip


def test_diff_marks_by_signs() -> None:
    assert "[-" in newsmend("mend", "--diff", stdin="He came. . She left.").stdout


def test_jsonl_round_trip(tmp_path: Path) -> None:
    source, target = tmp_path / "in.jsonl", tmp_path / "out.jsonl"
    source.write_text('{"id": "a", "text": "One. . Two."}\n{"id": "b", "text": "Fine."}\n')
    assert newsmend("mend", "--jsonl", str(source), "--out", str(target)).returncode == 0
    assert [json.loads(line)["text"] for line in target.read_text().splitlines()] == ["One. Two.", "Fine."]
    assert sorted(p.name for p in tmp_path.iterdir()) == ["in.jsonl", "out.jsonl"]


def test_a_bad_line_leaves_no_file(tmp_path: Path) -> None:
    source, target = tmp_path / "in.jsonl", tmp_path / "out.jsonl"
    source.write_text('{"id": "a", "text": "One."}\nnonsense\n')
    done = newsmend("mend", "--jsonl", str(source), "--out", str(target))
    assert done.returncode == 2
    assert "line 2: not JSON" in done.stderr
    assert [p.name for p in tmp_path.iterdir()] == ["in.jsonl"]


def test_not_utf8_is_said(tmp_path: Path) -> None:
    bad = tmp_path / "bad.txt"
    bad.write_bytes(b"caf\xe9")
    done = newsmend("mend", str(bad))
    assert (done.returncode, "not UTF-8 at byte 3" in done.stderr) == (2, True)


@pytest.mark.parametrize("args", [["--help"], ["mend", "--help"], ["ingest", "--help"], ["sources", "--help"]])
def test_help_has_examples_or_commands(args: list[str]) -> None:
    done = newsmend(*args)
    assert done.returncode == 0
    assert "newsmend" in done.stdout


def test_wrong_use_is_two() -> None:
    assert newsmend("mend", "--jsonl", "pyproject.toml").returncode == 2
    assert newsmend("nonsense").returncode == 2


def test_a_store_that_is_not_there_is_said(tmp_path: Path) -> None:
    done = newsmend("log", NEWSMEND_HOME=str(tmp_path / "nowhere"))
    assert done.returncode == 1
    assert "not set up" in done.stderr


def test_log_export_replay_and_stats_read_the_store(ingested: dict[str, str]) -> None:
    rows = [json.loads(line) for line in newsmend("log", "--format", "json", **ingested).stdout.splitlines()]
    assert any(row["outcome"] == "APPLY" for row in rows)
    records = [json.loads(line) for line in newsmend("export", **ingested).stdout.splitlines()]
    assert [r["url"] for r in records] == sorted(r["url"] for r in records)
    assert "run" not in "".join(records[0])
    verified = newsmend("replay", "--verify", **ingested)
    assert verified.returncode == 0, verified.stderr
    assert "no mismatch" in verified.stdout
    assert "demo" in newsmend("stats", **ingested).stdout
    assert "most telling corrections" in newsmend("report", **ingested).stdout


def test_sources_are_listed(ingested: dict[str, str]) -> None:
    done = newsmend("sources", "list", **ingested)
    assert "demo" in done.stdout
    assert "untested" in done.stdout


def test_an_unreachable_source_is_recorded_not_raised(tmp_path: Path) -> None:
    env = {"NEWSMEND_HOME": str(tmp_path), "NEWSMEND_DEMO_URL": "http://127.0.0.1:9"}
    done = newsmend("ingest", "--day", DAY, **env)
    assert done.returncode == 1
    assert "Traceback" not in done.stderr
    assert "127.0.0.1:9" in done.stderr
    for args in (["ingest", "--day", DAY, "--dry-run"], ["sources", "check", "demo"]):
        done = newsmend(*args, **env)
        assert done.returncode == 1, done.stdout + done.stderr
        assert "127.0.0.1:9" in done.stdout + done.stderr


def test_a_proof_that_fails_fails(ingested: dict[str, str], tmp_path: Path) -> None:
    nowhere = newsmend("replay", "--verify", **ingested, NEWSMEND_ARCHIVE_URL=str(tmp_path / "none"))
    assert nowhere.returncode == 1
    assert "not in the archive" in nowhere.stderr
    typo = newsmend("replay", "--verify", "--source", "demi", **ingested)
    assert typo.returncode == 2
    assert "demo" in typo.stderr


@pytest.mark.parametrize(
    ("args", "code"),
    [
        (["export", "--out", "no/such/folder/a.jsonl"], 1),
        (["mend", "--jsonl", "pyproject.toml", "--out", "no/such/folder/a.jsonl"], 1),
        (["ingest", "--day", "9999-12-31"], 2),
        (["ingest", "--day", "2026-11-01", "--from", "2026-11-02"], 2),
        (["mend", "--diff", "--format", "json"], 2),
    ],
)
def test_no_traceback(args: list[str], code: int, ingested: dict[str, str]) -> None:
    done = newsmend(*args, **ingested)
    assert (done.returncode, "Traceback" in done.stderr) == (code, False), done.stderr


def test_extract_prints_an_article(tmp_path: Path) -> None:
    page = tmp_path / "page.html"
    words = "The council met on Monday to talk about the new bridge over the river, and agreed on a plan. " * 4
    page.write_text(
        f"<html><body><article><h1>Council agrees on a bridge</h1><p>{words}</p><p>{words}</p></article></body></html>"
    )
    done = newsmend("extract", str(page), "--url", "https://news.example/bridge")
    assert json.loads(done.stdout)["title"] == "Council agrees on a bridge"
