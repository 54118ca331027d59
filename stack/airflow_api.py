"""The few calls of Airflow's REST API that the runner needs."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import requests

from stack.failure import StackError

PARTS = ("metadatabase", "scheduler", "triggerer", "dag_processor")


class Airflow:
    """A client of one API server; it logs in on the first call."""

    def __init__(self, url: str, user: str, password: str) -> None:
        self.url = url
        self._login = {"username": user, "password": password}
        self._session = requests.Session()
        self._session.trust_env = False  # no proxy on the way to 127.0.0.1

    def health(self) -> dict[str, str]:
        """The state of each part, empty while the server does not answer."""
        try:
            answer = self._session.get(f"{self.url}/api/v2/monitor/health", timeout=5)
            found = answer.json() if answer.status_code == 200 else {}
        except (requests.RequestException, ValueError):
            return {}
        return {part: str((found.get(part) or {}).get("status") or "starting") for part in PARTS if found}

    def call(self, method: str, path: str, body: object = None, accept: tuple[int, ...] = ()) -> dict[str, Any]:
        """One call below /api/v2; a status that is neither 2xx nor in `accept` is an error."""
        for attempt in (1, 2):
            if "Authorization" not in self._session.headers:
                self._log_in()
            try:
                answer = self._session.request(method, f"{self.url}/api/v2/{path}", json=body, timeout=60)
            except requests.RequestException as error:
                raise StackError(f"does not answer: {error}", where="Airflow's API") from error
            if answer.status_code != 401 or attempt == 2:
                break
            del self._session.headers["Authorization"]
        if not answer.ok and answer.status_code not in accept:
            raise StackError(
                f"{method} {path} gave {answer.status_code}: {answer.text[:300]}",
                where="Airflow's API",
                hint="The log is var/logs/api-server.log.",
            )
        found = answer.json() if answer.ok and answer.content else {}
        return found if isinstance(found, dict) else {}

    def import_pools(self, path: Path) -> None:
        """Makes the pools of the file, or gives them the file's sizes."""
        for name, pool in json.loads(path.read_text(encoding="utf-8")).items():
            body = {"name": name, **pool}
            if not self.call("POST", "pools", body, accept=(409,)):
                self.call("PATCH", f"pools/{name}", {"pool": name, **pool})

    def runs(self, dag: str) -> list[dict[str, Any]]:
        """The latest runs of a DAG, the newest first; none where the DAG is not known."""
        found = self.call("GET", f"dags/{dag}/dagRuns?limit=100&order_by=-run_after", accept=(404,))
        runs: list[dict[str, Any]] = found.get("dag_runs", [])
        return runs

    def _log_in(self) -> None:
        try:
            answer = self._session.post(f"{self.url}/auth/token", json=self._login, timeout=30)
            answer.raise_for_status()
            self._session.headers["Authorization"] = f"Bearer {answer.json()['access_token']}"
        except (requests.RequestException, ValueError, KeyError) as error:
            raise StackError(f"refuses the log-in: {error}", where="Airflow's API") from error
