"""Bringing the stack up and down.

Invariant: a process is recorded before the next one starts; stack.json is there only once all were healthy."""

from __future__ import annotations

import fcntl
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from importlib.metadata import version
from pathlib import Path

from stack import environment, ports, postgres, processes
from stack.airflow_api import Airflow
from stack.console import say, step
from stack.environment import USER, Addresses
from stack.failure import AlreadyRunning, ChildExited, StackError, last_lines
from stack.layout import BIN, Layout, read_json, write_json
from stack.processes import Process
from stack.status import demo_health

AIRFLOW = str(BIN / "airflow")
PATIENCE = 180.0
# the scheduler comes after the API server: a task that finds no server gives its run up
LATE = {
    "scheduler": (AIRFLOW, "scheduler", "--skip-serve-logs"),
    "triggerer": (AIRFLOW, "triggerer", "--skip-serve-logs"),
}
POOLS = Path(__file__).with_name("pools.json")


@dataclass
class Runner:
    """One stack in one var folder."""

    layout: Layout
    port: int | None = None
    demo_port: int | None = None
    started: list[Process] = field(default_factory=list)
    env: dict[str, str] = field(default_factory=dict)

    def up(self) -> Airflow:
        """Starts everything in order and waits until all of it is healthy."""
        keys = environment.load_secrets(self.layout)
        ui, demo = ports.choose_both(self.layout, say, self.port, self.demo_port)
        with step("Starting PostgreSQL"):
            databases = postgres.start(self.layout)
            self._keep(databases.process)
        addresses = Addresses(ui, demo, databases.airflow, databases.newsmend)
        self.env = environment.build(self.layout, addresses, keys)
        self._migrate(databases.fresh)
        airflow = Airflow(addresses.url, USER, keys["password"])
        with step("Starting Airflow's API server and DAG processor, preparing the store, starting the demo news site"):
            self._start("api-server", (AIRFLOW, "api-server"))
            self._start("dag-processor", (AIRFLOW, "dag-processor"))
            self._run("newsmend-migrate", (str(BIN / "newsmend"), "migrate"))
            self._start("demo", (sys.executable, "-m", "demo", "--port", str(demo)))
            self._wait(lambda: airflow.health().get("metadatabase") == "healthy", "the API server")
            self._wait(lambda: demo_health(addresses.demo_url) == "healthy", "the demo site")
        with step("Starting Airflow's scheduler and triggerer"):
            for name, command in LATE.items():
                self._start(name, command)
            airflow.import_pools(POOLS)
            self._wait(lambda: set(airflow.health().values()) == {"healthy"}, "Airflow")
        self._publish(addresses, keys["password"])
        return airflow

    def watch(self) -> None:
        """Raises ChildExited when a process has ended by itself."""
        for process in self.started:
            if not process.alive():
                processes.reap([process])
                log = self.layout.postgres / "log" if process.name == "postgres" else self._log(process.name)
                raise ChildExited("ended by itself", where=process.name, log=last_lines(log))

    def forget(self, name: str) -> None:
        """Watches this process no more."""
        self.started = [process for process in self.started if process.name != name]

    def _keep(self, process: Process) -> None:
        self.started.append(process)
        processes.record(self.layout, self.started)

    def _start(self, name: str, command: Sequence[str]) -> None:
        self._keep(processes.start(name, command, self.env, self._log(name)))

    def _log(self, name: str) -> Path:
        return self.layout.logs / f"{name}.log"

    def _migrate(self, fresh: bool) -> None:
        stamp, wanted = self.layout.airflow / "migrated.json", {"airflow": version("apache-airflow-core")}
        if fresh or read_json(stamp) != wanted:
            with step("Preparing Airflow's database"):
                self._run("airflow-migrate", (AIRFLOW, "db", "migrate"))
            write_json(stamp, wanted)

    def _run(self, name: str, command: Sequence[str]) -> None:
        with self._log(name).open("wb") as log:
            code = subprocess.run(
                command, env=self.env, stdin=subprocess.DEVNULL, stdout=log, stderr=subprocess.STDOUT, check=False
            ).returncode
        if code != 0:
            raise StackError(
                f"`{Path(command[0]).name} {' '.join(command[1:])}` failed with exit code {code}",
                where=name,
                log=last_lines(self._log(name)),
                hint=f"The whole log is {self._log(name)}. When it is repaired, `make run` goes on from here.",
            )

    def _wait(self, ready: Callable[[], bool], what: str) -> None:
        deadline = time.monotonic() + PATIENCE
        while not ready():
            self.watch()
            if time.monotonic() > deadline:
                last = self.started[-1].name
                raise StackError(
                    f"is not healthy after {PATIENCE:.0f} s",
                    where=what,
                    log=last_lines(self._log(last)),
                    hint=f"The logs are in {self.layout.logs}. A busy machine may need a second `make run`.",
                )
            time.sleep(0.25)

    def _publish(self, addresses: Addresses, password: str) -> None:
        write_json(
            self.layout.stack,
            {
                "url": addresses.url,
                "user": USER,
                "password": password,
                "database_url": addresses.database,
                "demo_url": addresses.demo_url,
                "pids": {process.name: process.pid for process in self.started},
            },
        )


def down(layout: Layout) -> bool:
    """Stops what is recorded, PostgreSQL last; whether anything had been running."""
    known = processes.recorded(layout)
    running = [process for process in known if process.alive()]
    layout.stack.unlink(missing_ok=True)
    late = [process for process in running if process.name in LATE]
    processes.stop(late, patience=8.0)  # the triggerer alone would take ten seconds
    processes.stop([process for process in running if process not in late and process.name != "postgres"])
    postgres.stop(layout)
    layout.processes.unlink(missing_ok=True)
    return bool(running)


def refuse_second(layout: Layout) -> None:
    """Raises AlreadyRunning when the stack runs; clears away what a crash left."""
    known = processes.recorded(layout)
    alive = [process for process in known if process.alive()]
    if layout.stack.exists() and len(alive) == len(known) > 0:
        url = read_json(layout.stack).get("url", "")
        raise AlreadyRunning(f"runs already at {url}", where="Newsmend", hint="`make stop` ends it.")
    if known or layout.stack.exists():
        say("The last run did not end cleanly; clearing away what it left.")
        down(layout)


@contextmanager
def alone(layout: Layout) -> Iterator[None]:
    """Holds the lock of the var folder, so that two runners never start or stop the same stack."""
    with layout.lock.open("a+") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            url = read_json(layout.stack).get("url", "an address that is not known yet")
            raise AlreadyRunning(
                f"runs already, or is being started, at {url}",
                where="Newsmend",
                hint="`make status` shows it. Stop it with Ctrl-C in its terminal, or with `make stop`.",
            ) from None
        lock.truncate(0)
        lock.write(str(os.getpid()))
        lock.flush()
        yield
