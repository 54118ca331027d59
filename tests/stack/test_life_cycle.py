"""stack.json, the lock, and what a crash leaves; the stack itself is not started here."""

from __future__ import annotations

import os
import stat
from dataclasses import replace
from pathlib import Path

import pytest

from stack import environment
from stack.environment import Addresses
from stack.failure import AlreadyRunning, last_lines
from stack.layout import Layout, read_json, write_json
from stack.processes import Process, record
from stack.runner import alone, down, refuse_second
from tests.stack.conftest import runner

ADDRESSES = Addresses(18080, 8765, "postgresql+psycopg2://a", "postgresql+psycopg2://n")


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def test_files_with_secrets_are_for_the_owner_only(layout: Layout) -> None:
    environment.load_secrets(layout)
    write_json(layout.stack, {"password": "x"})
    assert {mode(path) for path in (layout.stack, layout.secrets, layout.airflow / "passwords.json")} == {0o600}


def test_a_readable_stack_json_is_replaced_by_one_that_is_not(layout: Layout) -> None:
    layout.stack.write_text("{}")
    layout.stack.chmod(0o644)
    write_json(layout.stack, {"url": "u"})
    assert mode(layout.stack) == 0o600
    assert read_json(layout.stack) == {"url": "u"}
    assert [path.name for path in layout.var.iterdir() if path.name.startswith(".")] == []


def test_secrets_are_made_once_and_a_damaged_file_is_made_anew(layout: Layout) -> None:
    first = environment.load_secrets(layout)
    assert environment.load_secrets(layout) == first
    assert len(set(first.values())) == len(environment.MAKERS)
    layout.secrets.write_text("{ damaged")
    assert environment.load_secrets(layout) != first


def test_the_environment_is_ours_and_leaves_loopback_without_a_proxy(layout: Layout) -> None:
    outer = {"AIRFLOW__CORE__LOAD_EXAMPLES": "True", "AIRFLOW_HOME": "elsewhere", "NO_PROXY": "intranet", "HOME": "h"}
    env = environment.build(layout, ADDRESSES, environment.load_secrets(layout), outer)
    assert env["AIRFLOW__CORE__LOAD_EXAMPLES"] == "False"
    assert env["AIRFLOW_HOME"] == str(layout.airflow)
    assert env["AIRFLOW__API__BASE_URL"] == "http://127.0.0.1:18080"
    assert env["NO_PROXY"] == "intranet,127.0.0.1,localhost"
    assert env["HOME"] == "h"
    assert env["NEWSMEND_DATABASE_URL"] == ADDRESSES.database


def test_a_second_runner_is_refused_with_the_address(layout: Layout) -> None:
    write_json(layout.stack, {"url": "http://127.0.0.1:18099"})
    with alone(layout):
        found = runner(layout.var, "run")
    assert found.returncode == 1
    assert "http://127.0.0.1:18099" in found.stdout
    assert layout.lock.read_text() == str(os.getpid())


def test_a_detached_stack_that_runs_is_not_started_twice(layout: Layout, sleeper: Process) -> None:
    write_json(layout.stack, {"url": "http://127.0.0.1:18099"})
    record(layout, [sleeper])
    with pytest.raises(AlreadyRunning, match="18099"):
        refuse_second(layout)
    assert sleeper.alive()


def test_what_a_crash_left_is_recognised_and_cleared(layout: Layout, sleeper: Process) -> None:
    write_json(layout.stack, {"url": "http://127.0.0.1:18099"})
    record(layout, [sleeper, replace(sleeper, name="gone", started=1.0)])
    refuse_second(layout)
    assert not layout.stack.exists()
    assert not layout.processes.exists()
    assert not sleeper.alive()


def test_down_stops_what_is_recorded_and_says_whether_there_was_anything(layout: Layout, sleeper: Process) -> None:
    record(layout, [sleeper])
    assert down(layout)
    assert not sleeper.alive()
    assert not down(layout)


def test_status_and_stop_of_nothing(tmp_path: Path) -> None:
    status, stop = runner(tmp_path / "none", "status"), runner(tmp_path / "none", "stop")
    assert (status.returncode, stop.returncode) == (1, 0)
    assert "make run" in status.stdout
    assert not (tmp_path / "none").exists()


def test_the_end_of_a_log(tmp_path: Path) -> None:
    log = tmp_path / "a.log"
    assert last_lines(log) == ()
    log.write_bytes(b"\xff\n" + b"".join(b"%d\n" % number for number in range(40)))
    assert last_lines(log, 3) == ("37", "38", "39")
