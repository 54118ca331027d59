"""`make status`: each process of the running stack with its health."""

from __future__ import annotations

from dataclasses import dataclass

import requests

from stack import postgres, processes
from stack.airflow_api import Airflow
from stack.console import say
from stack.layout import Layout, read_json

PARTS = {"scheduler": "scheduler", "dag-processor": "dag_processor", "triggerer": "triggerer"}


@dataclass(frozen=True, slots=True)
class Line:
    """What is known of one process."""

    name: str
    pid: int
    health: str

    @property
    def well(self) -> bool:
        return self.health == "healthy"


def demo_health(url: str) -> str:
    """ "healthy" when the demo site's /healthz answers 200."""
    session = requests.Session()
    session.trust_env = False
    try:
        answer = session.get(f"{url}/healthz", timeout=5)
    except requests.RequestException:
        return "no answer"
    return "healthy" if answer.status_code == 200 else f"answers {answer.status_code}"


def inspect(layout: Layout) -> list[Line]:
    """The health of every process of the stack; empty where no stack runs."""
    stack = read_json(layout.stack)
    if not stack:
        return []
    airflow = Airflow(stack["url"], stack["user"], stack["password"]).health()
    lines = []
    for process in processes.recorded(layout):
        if not process.alive():
            health = "ended"
        elif process.name == "postgres":
            health = "healthy" if postgres.answers(stack["database_url"]) else "no answer"
        elif process.name == "demo":
            health = demo_health(stack["demo_url"])
        elif process.name == "api-server":
            health = airflow.get("metadatabase", "no answer")
        else:
            health = airflow.get(PARTS.get(process.name, ""), "unknown")
        lines.append(Line(process.name, process.pid, health))
    return lines


def show(layout: Layout) -> int:
    """Prints the table; 0 when all is well, 1 otherwise."""
    lines = inspect(layout)
    if not lines:
        say("Newsmend does not run. Start it with: make run")
        return 1
    stack = read_json(layout.stack)
    say(f"UI    {stack['url']} (user {stack['user']}, password in {layout.stack})")
    say(f"Demo  {stack['demo_url']}")
    for line in lines:
        say(f"{line.name:<14} pid {line.pid:<8} {line.health}")
    if all(line.well for line in lines):
        return 0
    say("Not all is well. The logs are in var/logs; `make stop run` starts everything anew.")
    return 1
