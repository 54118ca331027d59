"""The archive's disk is full: real ENOSPC on a small file system, real EFBIG by the process's limit."""

from __future__ import annotations

import os
import shlex
import subprocess

import pytest

from tests.faults_injected import state
from tests.faults_injected.conftest import COMMAND, DAY, ROOT, Ingest, Whole

LIMIT = 6000  # bytes: some pages fit, some do not
# a mount of our own that is gone with the process; root needs no user namespace for it
UNSHARE = ["unshare", "--mount", *([] if os.getuid() == 0 else ["--user", "--map-root-user"])]


def test_a_file_that_may_not_grow(ingest: Ingest, whole: Whole) -> None:
    code, said = ingest.run(DAY, wrap=("prlimit", f"--fsize={LIMIT}"))
    assert code == 1, said
    assert "NEWSMEND_ARCHIVE_URL" in said
    assert "File too large" in said
    assert "Traceback" not in said
    state.check_nothing_partial(ingest.place, whole.records)
    ingest.finish(DAY)
    state.check_whole(ingest.place, [DAY])
    assert state.exported(ingest.place) == whole.exported
    assert state.rows(ingest.place) == whole.rows


def test_a_file_system_without_space(ingest: Ingest, whole: Whole) -> None:
    """The home is a file system of 64 kB; then it is given room, and the same command goes on."""
    ingest.home.mkdir(parents=True, exist_ok=True)
    day = ["ingest", "--day", DAY.isoformat()]
    home, run = shlex.quote(str(ingest.home)), shlex.join([*COMMAND, *day])
    script = f"""
    mount -t tmpfs -o size=64k tmpfs {home} || exit 77
    {run}; echo "first: $?"
    find {home} -name '.*.*' -type f | wc -l | sed 's/^/half written: /'
    mount -o remount,size=64m tmpfs {home}
    {run}; echo "second: $?"
    {shlex.join([*COMMAND, "replay", "--verify"])}; echo "proof: $?"
    """
    done = subprocess.run(
        [*UNSHARE, "bash", "-c", script],
        env=ingest.env, cwd=ROOT, capture_output=True, text=True, timeout=300, check=False,
    )  # fmt: skip
    said = done.stdout + done.stderr
    if done.returncode == 77 or "unshare" in done.stderr:
        pytest.skip(f"this machine lets nobody mount: {done.stderr}")
    assert "No space left on device" in said
    assert "Traceback" not in said
    assert "first: 1" in said
    assert "half written: 0" in said
    assert "second: 0" in said
    assert "proof: 0" in said
    assert state.exported(ingest.place) == whole.exported
    assert state.rows(ingest.place) == whole.rows
