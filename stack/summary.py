"""What the user reads when the days are stored."""

from __future__ import annotations

import subprocess
from collections.abc import Mapping

from stack.console import say
from stack.layout import BIN, Layout, read_json

REPORT = ("report", "--limit", "10")


def report(env: Mapping[str, str]) -> None:
    """The funnel of each day and the most telling corrections, as `newsmend report` prints them."""
    found = subprocess.run(
        [str(BIN / "newsmend"), *REPORT], env=dict(env), capture_output=True, text=True, check=False, timeout=120
    )
    if found.returncode == 0:
        say("\n" + found.stdout.rstrip())
    else:
        say(f"`newsmend report` failed: {found.stderr.strip()[-500:] or found.returncode}")


def addresses(layout: Layout, *, detached: bool) -> None:
    """Where the UI is, how to log in, how to stop."""
    stack = read_json(layout.stack)
    say("")
    say(f"Airflow's UI   {stack['url']}")
    say(f"User           {stack['user']}")
    say(f"Password       {stack['password']}")
    say(f"Demo site      {stack['demo_url']}")
    say("Stop it with   make stop" if detached else "Stop it with   Ctrl-C (or `make stop` in another terminal)")
