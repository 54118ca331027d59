"""`make demo-cli`: the days from the demo site without Airflow, into the store that `newsmend` reads by default."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence

from stack import ports, processes
from stack.console import say, step
from stack.failure import StackError, last_lines
from stack.ingest import last_days
from stack.layout import BIN, ROOT, Layout
from stack.status import demo_health
from stack.summary import report


def demo_cli(layout: Layout) -> int:
    """Starts the demo site, ingests three days, prints the summary, stops the site."""
    layout.create()
    port = ports.choose(ports.DEMO_PORT, "demo site", say)
    url = f"http://127.0.0.1:{port}"
    env = {**os.environ, "PYTHONPATH": str(ROOT), "NEWSMEND_HOME": str(layout.var), "NEWSMEND_DEMO_URL": url}
    log = layout.logs / "demo-cli.log"
    site = processes.start("demo", (sys.executable, "-m", "demo", "--port", str(port)), env, log)
    try:
        with step("Starting the demo news site"):
            _wait(site, url, layout)
        _newsmend(env, "migrate")
        days = last_days()
        with step(f"Fetching, mending and storing {days[0]} to {days[-1]}"):
            _newsmend(env, "ingest", "--from", days[0], "--to", days[-1])
        report(env)
        say("\nRead on with: .venv/bin/newsmend log, export, replay --verify")
    finally:
        processes.stop([site])
    return 0


def _wait(site: processes.Process, url: str, layout: Layout) -> None:
    deadline = time.monotonic() + 30
    while demo_health(url) != "healthy":
        if not site.alive() or time.monotonic() > deadline:
            raise StackError("did not start", where="demo site", log=last_lines(layout.logs / "demo-cli.log"))
        time.sleep(0.1)


def _newsmend(env: Mapping[str, str], *arguments: str) -> None:
    command: Sequence[str] = (str(BIN / "newsmend"), *arguments)
    found = subprocess.run(command, env=dict(env), capture_output=True, text=True, check=False)
    if found.returncode != 0:
        lines = tuple((found.stdout + found.stderr).splitlines()[-15:])
        raise StackError(f"`newsmend {' '.join(arguments)}` failed with {found.returncode}", log=lines)
