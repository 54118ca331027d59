"""The whole real stack, started once for all tests that carry the mark `stack`."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from stack.layout import ROOT, Layout, read_json
from stack.processes import Process, start, stop


def runner(var: Path, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """What `python -m stack …` says and returns."""
    return subprocess.run(
        [sys.executable, "-m", "stack", *arguments, "--var", str(var)],
        cwd=ROOT,
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        timeout=280,
        check=False,
    )


@contextmanager
def started_stack(*arguments: str, **environment: str) -> Iterator[Layout]:
    """A detached stack that is stopped at the end; its folder is short, since a socket's path has at most 107 bytes."""
    with tempfile.TemporaryDirectory(prefix="newsmend-") as folder:
        layout = Layout(Path(folder) / "var")
        try:
            begun = runner(layout.var, "run", "--detach", *arguments, **environment)
            assert begun.returncode == 0, begun.stdout + begun.stderr
            yield layout
        finally:
            runner(layout.var, "stop")


@pytest.fixture(scope="session")
def running_stack() -> Iterator[dict[str, Any]]:
    """stack.json of a real stack where nothing is ingested yet, and its folder as `var`."""
    with started_stack("--no-ingest", "--port", "18180", "--demo-port", "18765") as layout:
        yield {**read_json(layout.stack), "var": str(layout.var)}


@pytest.fixture
def layout(tmp_path: Path) -> Layout:
    """An empty var folder."""
    made = Layout(tmp_path / "var")
    made.create()
    return made


@pytest.fixture
def sleeper(layout: Layout) -> Iterator[Process]:
    """A real child that does nothing for a minute."""
    child = start("sleeper", ("sleep", "60"), os.environ, layout.logs / "sleeper.log")
    yield child
    stop([child], patience=2)
