from __future__ import annotations

import os
import sys
import time
from dataclasses import replace
from pathlib import Path

import psutil  # type: ignore[import-untyped]

from stack import processes
from stack.layout import Layout
from stack.processes import Process, recognise, record, recorded, start, stop

STUBBORN = """
import signal, subprocess, sys, time
signal.signal(signal.SIGTERM, signal.SIG_IGN)
print(subprocess.Popen(["sleep", "60"]).pid, flush=True)
time.sleep(60)
"""


def test_a_child_runs_in_its_own_session_and_ends_at_stop(sleeper: Process) -> None:
    assert sleeper.alive()
    assert os.getsid(sleeper.pid) == sleeper.pid
    stop([sleeper])
    assert not sleeper.alive()


def test_one_that_ignores_sigterm_is_killed_with_its_children(layout: Layout) -> None:
    log = layout.logs / "stubborn.log"
    stubborn = start("stubborn", (sys.executable, "-c", STUBBORN), os.environ, log)
    while not log.read_text().strip():
        time.sleep(0.05)
    child = recognise("child", int(log.read_text()))
    assert child.alive()
    stop([stubborn], patience=0.5)
    assert not stubborn.alive()
    assert not child.alive()


def test_a_stranger_with_a_recorded_pid_is_left_alone(sleeper: Process) -> None:
    stranger = replace(sleeper, started=sleeper.started - 3600)
    assert not stranger.alive()
    stop([stranger], patience=0.5)
    assert psutil.Process(sleeper.pid).status() != psutil.STATUS_ZOMBIE


def test_a_child_that_ended_is_not_alive_even_before_it_is_reaped(layout: Layout) -> None:
    child = start("short", ("true",), os.environ, layout.logs / "short.log")
    deadline = time.monotonic() + 5
    while child.alive() and time.monotonic() < deadline:
        time.sleep(0.02)
    assert not child.alive()
    processes.reap([child])
    assert not psutil.pid_exists(child.pid)


def test_the_record_gives_back_what_was_kept_in_order(layout: Layout, sleeper: Process) -> None:
    second = Process("second", 1, 2.5)
    record(layout, [sleeper, second])
    assert recorded(layout) == [sleeper, second]


def test_the_log_of_the_last_start_is_kept(layout: Layout) -> None:
    log: Path = layout.logs / "words.log"
    for word in ("first", "second"):
        stop_after = start("words", ("echo", word), os.environ, log)
        while stop_after.alive():
            time.sleep(0.02)
    assert log.read_text() == "second\n"
    assert log.with_suffix(".log.1").read_text() == "first\n"
