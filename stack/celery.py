"""Airflow with CeleryExecutor on one machine, without containers: two API servers, and two workers with own folders.

The same parts as in docker-compose.yaml. `tests/stack/test_celery.py` is the proof that runs them."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path

from stack import environment, processes, servers
from stack.airflow_api import Airflow
from stack.environment import USER, Addresses
from stack.failure import StackError, last_lines
from stack.layout import BIN, Layout
from stack.ports import free_ports
from stack.processes import Process
from stack.runner import AIRFLOW, POOLS
from stack.servers import Servers

WORKERS = ("worker-1", "worker-2")
NAME = "NEWSMEND_WORKER_NAME"
# a worker is given the token of each task by the scheduler, and needs neither key
KEYS = ("AIRFLOW__API__SECRET_KEY", "AIRFLOW__API_AUTH__JWT_SECRET")
PATIENCE = 180.0


def host_name() -> str:
    """What Airflow notes as the host of a task: here all workers are on one machine, so each has a name."""
    return os.environ.get(NAME) or "127.0.0.1"


@dataclass
class Celery:
    """A running stack; `api` are clients of its two API servers."""

    folder: Path
    servers: Servers
    env: dict[str, str]
    api: tuple[Airflow, ...]
    demo_url: str
    started: list[Process] = field(default_factory=list)

    def start(self, name: str, command: Sequence[str], **env: str | None) -> Process:
        """Starts a part; a variable that is None is left out."""
        full = {**self.env, **env}
        found = {key: value for key, value in full.items() if value is not None}
        process = processes.start(name, command, found, self.log(name))
        self.started.append(process)
        return process

    def log(self, name: str) -> Path:
        return self.folder / "logs" / f"{name}.log"

    def watch(self) -> None:
        """Raises StackError when a part has ended by itself."""
        processes.reap(self.started)
        for process in self.started:
            if not process.alive():
                raise StackError("ended by itself", where=process.name, log=last_lines(self.log(process.name), 40))

    def wait(self, ready: Callable[[], bool], what: str, patience: float = PATIENCE) -> None:
        """Raises StackError when it takes too long, or a part has ended."""
        deadline = time.monotonic() + patience
        while not ready():
            self.watch()
            if time.monotonic() > deadline:
                raise StackError(f"not ready after {patience:.0f} s", where=what, hint=f"See {self.folder / 'logs'}.")
            time.sleep(0.5)


@contextmanager
def running(folder: Path, demo: Sequence[str] = ()) -> Iterator[Celery]:
    """The whole stack in `folder`, whose path is readable by everybody; stopped at the end."""
    layout = Layout(folder)
    layout.create()
    ui, second, demo_port, postgres_port, redis_port = free_ports(5)
    started = servers.start(folder, postgres_port, redis_port)
    try:
        addresses = Addresses(ui, demo_port, started.database("airflow"), started.database("newsmend"))
        keys = environment.load_secrets(layout)
        env = {**environment.build(layout, addresses, keys), **_settings(started, addresses, folder)}
        both = tuple(Airflow(f"http://127.0.0.1:{port}", USER, keys["password"]) for port in (ui, second))
        stack = Celery(folder, started, env, both, addresses.demo_url)
        try:
            _start(stack, replace(addresses, port=second), demo)
            yield stack
        finally:
            processes.stop(reversed(stack.started))
    finally:
        processes.stop(reversed(started.running))


def _start(stack: Celery, second: Addresses, demo: Sequence[str]) -> None:
    migrations = [subprocess.Popen(c, env=stack.env, stdout=subprocess.DEVNULL) for c in _migrations()]
    if any(process.wait() for process in migrations):
        raise StackError("a migration failed", where="databases")
    stack.start("demo", (sys.executable, "-m", "demo", "--port", stack.demo_url.rpartition(":")[2], *demo))
    stack.start("dag-processor", (AIRFLOW, "dag-processor"))
    stack.start("api-1", (AIRFLOW, "api-server"))
    own = {"AIRFLOW__API__PORT": str(second.port), "AIRFLOW__API__BASE_URL": second.url}
    stack.start("api-2", (AIRFLOW, "api-server"), **own)
    for airflow in stack.api:
        stack.wait(lambda api=airflow: api.health().get("metadatabase") == "healthy", airflow.url)  # type: ignore[misc]
    stack.api[0].import_pools(POOLS)
    for name, api in zip(WORKERS, stack.api, strict=True):
        command = (AIRFLOW, "celery", "worker", "--skip-serve-logs", "--concurrency", "1", "-H", f"{name}@%h")
        home = {"NEWSMEND_HOME": str(stack.folder / name), NAME: name, **dict.fromkeys(KEYS)}
        stack.start(name, command, AIRFLOW__CORE__EXECUTION_API_SERVER_URL=f"{api.url}/execution/", **home)
    stack.start("scheduler", (AIRFLOW, "scheduler", "--skip-serve-logs"))
    stack.wait(lambda: stack.api[1].health().get("scheduler") == "healthy", "the scheduler")


def _migrations() -> list[tuple[str, ...]]:
    return [(AIRFLOW, "db", "migrate"), (str(BIN / "newsmend"), "migrate")]


def _settings(started: Servers, addresses: Addresses, folder: Path) -> Mapping[str, str]:
    return {
        "AIRFLOW__CORE__EXECUTOR": "CeleryExecutor",
        "AIRFLOW__CORE__HOSTNAME_CALLABLE": "stack.celery.host_name",
        "AIRFLOW__CORE__EXECUTION_API_SERVER_URL": f"{addresses.url}/execution/",
        "AIRFLOW__CELERY__BROKER_URL": started.broker,
        "AIRFLOW__CELERY__RESULT_BACKEND": f"db+{addresses.airflow_database}",
        "AIRFLOW__CELERY__WORKER_PREFETCH_MULTIPLIER": "1",
        "AIRFLOW__CELERY_BROKER_TRANSPORT_OPTIONS__VISIBILITY_TIMEOUT": "86400",
        "NEWSMEND_ARCHIVE_URL": str(folder / "archive"),
        "NEWSMEND_EXPORT_URL": str(folder / "export"),
    }
