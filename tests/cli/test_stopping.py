"""SIGTERM in the middle of a long command: no half file, no child that goes on."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
import time
from pathlib import Path

import psutil  # type: ignore[import-untyped]
import pytest

COMMAND = (sys.executable, "-c", "from pipeline.cli import main; main()")
ENDLESS = 20_000  # lines; far more than are mended before the signal


@pytest.mark.parametrize("jobs", [1, 2])
@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_stopped_mend_leaves_what_was_there(tmp_path: Path, jobs: int, number: signal.Signals) -> None:
    source, target = tmp_path / "in.jsonl", tmp_path / "out.jsonl"
    line = json.dumps({"id": "1", "text": "President Vladymyr Zelenskiy spoke with the the minister on Monday. " * 20})
    source.write_text(f"{line}\n" * ENDLESS)
    target.write_text("as it was")
    command = [*COMMAND, "mend", "--jsonl", str(source), "--out", str(target), "--jobs", str(jobs)]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    try:
        deadline = time.monotonic() + 120
        while not any(part.stat().st_size for part in tmp_path.glob(".out.jsonl.*")):
            assert process.poll() is None
            assert time.monotonic() < deadline
            time.sleep(0.05)
        family = psutil.Process(process.pid).children(recursive=True)
        assert len(family) >= jobs - 1
        process.send_signal(number)
        _, said = process.communicate(timeout=60)
    finally:
        process.kill()
    assert process.returncode == 130
    assert said.strip().splitlines()[-1] == "newsmend: stopped"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["in.jsonl", "out.jsonl"]
    assert target.read_text() == "as it was"
    _, alive = psutil.wait_procs(family, timeout=10)
    assert alive == []
