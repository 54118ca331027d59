"""docker-compose.yaml, checked by the real Compose without a container engine."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from stack.layout import ROOT

COMPOSE = Path(sys.executable).with_name("docker-compose")
SECRETS = [
    line.removesuffix("=")
    for line in (ROOT / ".env.example").read_text(encoding="utf-8").splitlines()
    if line.endswith("=")
]
AIRFLOW = {"airflow-init", "apiserver", "scheduler", "dag-processor", "triggerer", "worker"}


def compose(*arguments: str, env: dict[str, str], folder: Path) -> subprocess.CompletedProcess[str]:
    outer = {name: value for name, value in os.environ.items() if name not in SECRETS}
    (folder / "empty.env").touch()
    files = ["--env-file", str(folder / "empty.env"), "--file", str(ROOT / "docker-compose.yaml")]
    return subprocess.run(
        [str(COMPOSE), *files, *arguments], env={**outer, **env}, capture_output=True, text=True, check=False
    )


@pytest.fixture
def services(tmp_path: Path) -> dict[str, Any]:
    found = compose("config", "--format", "json", env=dict.fromkeys(SECRETS, "value"), folder=tmp_path)
    assert found.returncode == 0, found.stderr
    services: dict[str, Any] = json.loads(found.stdout)["services"]
    return services


def test_it_is_valid(tmp_path: Path) -> None:
    found = compose("config", "--quiet", env=dict.fromkeys(SECRETS, "value"), folder=tmp_path)
    assert (found.returncode, found.stderr) == (0, "")


@pytest.mark.parametrize("missing", SECRETS)
def test_it_refuses_to_start_without_a_secret(missing: str, tmp_path: Path) -> None:
    env = {name: "value" for name in SECRETS if name != missing}
    found = compose("config", "--quiet", env=env, folder=tmp_path)
    assert found.returncode != 0
    assert missing in found.stderr


def test_every_service_has_a_health_check(services: dict[str, Any]) -> None:
    assert AIRFLOW | {"postgres", "redis", "languagetool"} == set(services)
    assert [name for name, service in services.items() if not service.get("healthcheck", {}).get("test")] == []


def test_nothing_but_the_ui_is_published_and_that_on_loopback(services: dict[str, Any]) -> None:
    published = {name: service["ports"] for name, service in services.items() if service.get("ports")}
    assert {name: [port["host_ip"] for port in ports] for name, ports in published.items()} == {
        "apiserver": ["127.0.0.1"]
    }


def test_airflow_waits_for_the_databases_and_the_migration(services: dict[str, Any]) -> None:
    assert services["airflow-init"]["depends_on"]["postgres"]["condition"] == "service_healthy"
    for name in AIRFLOW - {"airflow-init"}:
        waits = services[name]["depends_on"]
        assert waits["airflow-init"]["condition"] == "service_completed_successfully"
        assert name == "apiserver" or waits["apiserver"]["condition"] == "service_healthy"


def test_all_of_airflow_shares_the_secrets_and_uses_celery(services: dict[str, Any]) -> None:
    shared = ("AIRFLOW__API_AUTH__JWT_SECRET", "AIRFLOW__CORE__FERNET_KEY", "AIRFLOW__CORE__EXECUTOR")
    found = {tuple(services[name]["environment"][key] for key in shared) for name in AIRFLOW}
    assert found == {("value", "value", "CeleryExecutor")}


def test_all_of_newsmend_knows_where_languagetool_is(services: dict[str, Any]) -> None:
    found = {services[name]["environment"].get("NEWSMEND_LANGUAGETOOL_URL") for name in AIRFLOW}
    assert found == {"http://languagetool:8010"}
    build = services["languagetool"]["build"]
    assert (Path(build["context"]), build["dockerfile"]) == (ROOT, "docker/languagetool/Dockerfile")
    assert "-Xmx" in services["languagetool"]["environment"]["JAVA_OPTS"]


@pytest.mark.parametrize("path", ["Dockerfile", "docker/languagetool/Dockerfile"])
def test_the_images_run_without_root(path: str) -> None:
    users = [line.split()[1] for line in (ROOT / path).read_text().splitlines() if line.startswith("USER ")]
    assert users
    assert users[-1] not in ("root", "0")
