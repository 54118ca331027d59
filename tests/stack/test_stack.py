"""The real stack, end to end."""

from __future__ import annotations

import stat
from pathlib import Path
from typing import Any

import pytest

from stack.airflow_api import Airflow
from stack.postgres import answers
from tests.stack.conftest import runner

pytestmark = [pytest.mark.stack, pytest.mark.timeout(600)]


def test_it_is_published_for_its_owner_and_healthy(running_stack: dict[str, Any]) -> None:
    var = Path(running_stack["var"])
    assert stat.S_IMODE((var / "stack.json").stat().st_mode) == 0o600
    assert set(running_stack["pids"]) == {"postgres", "demo", "api-server", "scheduler", "dag-processor", "triggerer"}
    assert answers(running_stack["database_url"])
    status = runner(var, "status")
    assert status.returncode == 0, status.stdout
    assert status.stdout.count("healthy") == 6


def test_a_second_run_says_where_the_first_is(running_stack: dict[str, Any]) -> None:
    second = runner(Path(running_stack["var"]), "run", "--detach")
    assert second.returncode == 1
    assert running_stack["url"] in second.stdout


def test_the_pools_are_there(running_stack: dict[str, Any]) -> None:
    airflow = Airflow(running_stack["url"], running_stack["user"], running_stack["password"])
    pools = {pool["name"]: pool["slots"] for pool in airflow.call("GET", "pools")["pools"]}
    assert {name: pools.get(name) for name in ("fetch", "mend", "publish")} == {"fetch": 2, "mend": 2, "publish": 1}
