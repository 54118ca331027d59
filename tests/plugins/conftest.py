"""Airflow with a metadata database of its own, and the desk as the plugin mounts it."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="session")
def airflow_env(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """The environment of a process that has Airflow, its database, our plugin and our store to itself."""
    home = tmp_path_factory.mktemp("airflow")
    kept = {k: v for k, v in os.environ.items() if not k.startswith(("AIRFLOW", "NEWSMEND_"))}
    options = {
        "AIRFLOW_HOME": str(home),
        "AIRFLOW__CORE__PLUGINS_FOLDER": str(ROOT / "plugins"),
        "AIRFLOW__CORE__DAGS_FOLDER": str(ROOT / "dags"),
        "AIRFLOW__CORE__LOAD_EXAMPLES": "False",
        "AIRFLOW__CORE__UNIT_TEST_MODE": "False",
        "AIRFLOW__CORE__SIMPLE_AUTH_MANAGER_USERS": "ann:admin,rev:user,view:viewer",
        "AIRFLOW__CORE__SIMPLE_AUTH_MANAGER_PASSWORDS_FILE": str(home / "passwords.json"),
        "AIRFLOW__DATABASE__SQL_ALCHEMY_CONN": f"sqlite:///{home}/airflow.db",
        "AIRFLOW__API__SECRET_KEY": "s" * 40,
        "AIRFLOW__API_AUTH__JWT_SECRET": "j" * 80,
        "NEWSMEND_HOME": str(home / "store"),
        "PYTHONPATH": str(ROOT),
    }
    env = {**kept, **options}
    migrated = subprocess.run(
        [sys.executable, "-m", "airflow", "db", "migrate"], env=env, capture_output=True, text=True, check=False
    )
    assert migrated.returncode == 0, migrated.stderr[-2000:]
    return env


@pytest.fixture
def in_airflow(airflow_env: dict[str, str]) -> Callable[..., str]:
    """Runs Python in such a process: Airflow reads its settings when it is imported, so it cannot be this one."""

    def run(code: str, **more: str) -> str:
        done = subprocess.run(
            [sys.executable, "-c", code],
            env={**airflow_env, **more},
            cwd=ROOT,
            capture_output=True,
            text=True,
            timeout=200,
            check=False,
        )
        assert done.returncode == 0, done.stderr[-3000:]
        return done.stdout

    return run
