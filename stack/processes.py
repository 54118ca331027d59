"""Starting, recognising and stopping processes.

Invariant: a process is only signalled while its pid and its start time are those that we recorded."""

from __future__ import annotations

import os
import signal
import subprocess
import time
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path

import psutil  # type: ignore[import-untyped]

from stack.failure import StackError
from stack.layout import Layout, read_json, write_json


@dataclass(frozen=True, slots=True)
class Process:
    """One process that we started; `started` is its start time as the system gives it."""

    name: str
    pid: int
    started: float

    def alive(self) -> bool:
        """Whether this very process runs; a zombie does not, and neither does a stranger with the same pid."""
        try:
            found = psutil.Process(self.pid)
            return bool(abs(found.create_time() - self.started) < 1.5 and found.status() != psutil.STATUS_ZOMBIE)
        except psutil.NoSuchProcess:
            return False
        except psutil.AccessDenied:
            return True


def recognise(name: str, pid: int) -> Process:
    """The record of a process that runs now."""
    try:
        return Process(name, pid, float(psutil.Process(pid).create_time()))
    except psutil.NoSuchProcess:
        return Process(name, pid, 0.0)


def start(name: str, command: Sequence[str], environment: Mapping[str, str], log: Path) -> Process:
    """Starts a command in a session of its own, so that a Ctrl-C in our terminal does not reach it."""
    if log.exists():
        log.replace(log.with_suffix(".log.1"))
    try:
        with log.open("wb") as output:
            child = subprocess.Popen(
                command,
                env=dict(environment),
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                start_new_session=True,
                cwd=log.parent,
            )
    except OSError as error:
        raise StackError(f"cannot be started: {error}", where=name, hint="`make clean install` repairs it.") from error
    return recognise(name, child.pid)


def reap(processes: Iterable[Process]) -> None:
    """Takes the exit codes of those that ended, so that no zombies are left."""
    for process in processes:
        with suppress(ChildProcessError):
            os.waitpid(process.pid, os.WNOHANG)


def stop(processes: Iterable[Process], patience: float = 20.0) -> None:
    """SIGTERM to each, then SIGKILL to what is left of them and of what they started."""
    running = [process for process in processes if process.alive()]
    family = [member for process in running for member in _family(process)]
    for process in running:
        with suppress(ProcessLookupError):
            os.kill(process.pid, signal.SIGTERM)
    _wait(running, patience)
    for member in {found for process in running for found in _family(process)}.union(family):
        if member.alive():
            with suppress(ProcessLookupError):
                os.kill(member.pid, signal.SIGKILL)
    _wait(family, 5.0)


def _wait(processes: Sequence[Process], patience: float) -> None:
    deadline = time.monotonic() + patience
    while any(process.alive() for process in processes) and time.monotonic() < deadline:
        time.sleep(0.1)
        reap(processes)
    reap(processes)


def _family(process: Process) -> list[Process]:
    if not process.alive():
        return []
    try:
        children = psutil.Process(process.pid).children(recursive=True)
    except psutil.Error:
        children = []
    return [process, *(recognise(process.name, child.pid) for child in children)]


def record(layout: Layout, processes: Iterable[Process]) -> None:
    """Keeps what was started, so that a later command can stop it even after a crash of the runner."""
    write_json(layout.processes, {process.name: asdict(process) for process in processes})


def recorded(layout: Layout) -> list[Process]:
    """What was started and not yet stopped, in the order of its start."""
    found = read_json(layout.processes)
    return [Process(str(name), int(entry["pid"]), float(entry["started"])) for name, entry in found.items()]
