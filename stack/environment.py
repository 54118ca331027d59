"""The secrets, and the environment that Airflow's processes are started with."""

from __future__ import annotations

import base64
import os
import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from stack.layout import BIN, ROOT, Layout, read_json, write_json

USER = "admin"
MAKERS: dict[str, Callable[[], str]] = {
    "password": lambda: secrets.token_urlsafe(12),
    "secret_key": lambda: secrets.token_urlsafe(48),
    "jwt_secret": lambda: secrets.token_urlsafe(96),
    "fernet_key": lambda: base64.urlsafe_b64encode(secrets.token_bytes(32)).decode(),
}


@dataclass(frozen=True, slots=True)
class Addresses:
    """Where the parts of one stack are found."""

    port: int
    demo_port: int
    airflow_database: str
    database: str

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def demo_url(self) -> str:
        return f"http://127.0.0.1:{self.demo_port}"


def load_secrets(layout: Layout) -> dict[str, str]:
    """The secrets of this var folder, made once and kept, so that a bookmark and a password manager stay right."""
    known = read_json(layout.secrets)
    complete = {name: str(known.get(name) or make()) for name, make in MAKERS.items()}
    if complete != known:
        write_json(layout.secrets, complete)
    write_json(layout.airflow / "passwords.json", {USER: complete["password"]})
    return complete


def build(
    layout: Layout, addresses: Addresses, keys: Mapping[str, str], outer: Mapping[str, str] = os.environ
) -> dict[str, str]:
    """The outer environment without its Airflow settings, plus ours."""
    kept = {name: value for name, value in outer.items() if not name.startswith(("AIRFLOW_", "NEWSMEND_DATABASE"))}
    exempt = ",".join(filter(None, (outer.get("NO_PROXY") or outer.get("no_proxy"), "127.0.0.1,localhost")))
    return {
        **kept,
        **_airflow(layout, addresses, keys),
        "AIRFLOW_HOME": str(layout.airflow),
        "PATH": os.pathsep.join((str(BIN), outer.get("PATH", os.defpath))),
        "PYTHONPATH": os.pathsep.join(filter(None, (str(ROOT), outer.get("PYTHONPATH")))),
        "PYTHONUNBUFFERED": "1",
        # a proxy must never stand between the tasks and the API server next to them
        "NO_PROXY": exempt,
        "no_proxy": exempt,
        "NEWSMEND_HOME": str(layout.var),
        "NEWSMEND_DATABASE_URL": addresses.database,
        "NEWSMEND_DEMO_URL": addresses.demo_url,
    }


def _airflow(layout: Layout, addresses: Addresses, keys: Mapping[str, str]) -> dict[str, str]:
    options = {
        "CORE__DAGS_FOLDER": str(layout.dags),
        "CORE__PLUGINS_FOLDER": str(ROOT / "plugins"),
        "CORE__LOAD_EXAMPLES": "False",
        "CORE__DAGS_ARE_PAUSED_AT_CREATION": "False",
        "CORE__EXECUTOR": "LocalExecutor",
        "CORE__PARALLELISM": "4",
        "CORE__FERNET_KEY": keys["fernet_key"],
        "CORE__AUTH_MANAGER": "airflow.api_fastapi.auth.managers.simple.simple_auth_manager.SimpleAuthManager",
        "CORE__SIMPLE_AUTH_MANAGER_USERS": f"{USER}:admin",
        "CORE__SIMPLE_AUTH_MANAGER_PASSWORDS_FILE": str(layout.airflow / "passwords.json"),
        "API__HOST": "127.0.0.1",
        "API__PORT": str(addresses.port),
        "API__BASE_URL": addresses.url,
        "API__WORKERS": "1",
        "API__SECRET_KEY": keys["secret_key"],
        "API_AUTH__JWT_SECRET": keys["jwt_secret"],
        "DATABASE__SQL_ALCHEMY_CONN": addresses.airflow_database,
        "WORKERS__EXECUTION_API_TIMEOUT": "30",
        "DAG_PROCESSOR__REFRESH_INTERVAL": "10",
        "DAG_PROCESSOR__MIN_FILE_PROCESS_INTERVAL": "30",
        "DAG_PROCESSOR__PARSING_PROCESSES": "2",
        "DAG_PROCESSOR__DAG_BUNDLE_STORAGE_PATH": str(layout.airflow / "bundles"),
        "SCHEDULER__CREATE_CRON_DATA_INTERVALS": "True",
        "LOGGING__BASE_LOG_FOLDER": str(layout.logs / "tasks"),
        "USAGE_DATA_COLLECTION__ENABLED": "False",
    }
    return {f"AIRFLOW__{name}": value for name, value in options.items()}
