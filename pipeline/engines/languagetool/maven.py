"""One run of Maven."""

from __future__ import annotations

import os
import signal
import subprocess
import threading
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from pipeline.model.errors import EngineError

LIMIT = 1800.0  # seconds
GOAL = "dependency:copy-dependencies"


def copy_jars(pom: Path, target: Path, note: Callable[[str], None], limit: float = LIMIT) -> None:
    """The jars that a pom lists, with all that they need, in `target`; Maven compares the checksums.

    Raises:
        EngineError: Maven fails, or is not done within `limit` seconds.
    """
    command = ["mvn", "-B", "-C", "-f", str(pom), GOAL, "-DincludeScope=runtime", f"-DoutputDirectory={target}"]
    process = subprocess.Popen(
        command,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        errors="replace",
        start_new_session=True,
    )
    late = threading.Event()

    def give_up() -> None:
        late.set()
        _stop(process)

    timer = threading.Timer(limit, give_up)
    timer.start()
    try:
        complaints = _listen(process, note)
        code = process.wait()
    finally:
        timer.cancel()
        _stop(process)
    if late.is_set():
        raise EngineError(
            f"Maven was not done within {limit / 60:.0f} minutes", hint="Try again: it goes on from there"
        )
    if code != 0:
        said = complaints[0][:500] if complaints else f"it ended with {code}"
        hint = "It has to reach Maven Central; a mirror or proxy goes into ~/.m2/settings.xml"
        raise EngineError(f"Maven failed: {said}", hint=hint)


def _listen(process: subprocess.Popen[str], note: Callable[[str], None]) -> list[str]:
    """What Maven complains of; the files that it fetches are noted."""
    complaints = []
    for line in process.stdout or ():
        if line.startswith("Downloaded from"):
            note(line.split()[3].rsplit("/", 1)[-1])
        elif line.startswith("[ERROR] "):
            complaints.append(line.removeprefix("[ERROR] ").strip())
    return complaints


def _stop(process: subprocess.Popen[str]) -> None:
    if process.poll() is None:
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()
