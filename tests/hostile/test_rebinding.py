"""Fault test 10 with the system's own resolver, in a network of its own."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
APART = ["unshare", "--user", "--map-root-user", "--mount", "--net"]


def _can_be_apart() -> bool:
    if shutil.which("unshare") is None:
        return False
    return subprocess.run([*APART, "true"], capture_output=True, check=False).returncode == 0


@pytest.mark.skipif(not _can_be_apart(), reason="needs Linux with user namespaces; test_addresses.py has the same")
def test_10_rebinding_with_the_systems_resolver(tmp_path: Path) -> None:
    """Fault test 10. Passes where a public page is read, and the same name, now leading inside, is refused.

    The name server is real, on UDP port 53; the public address is a real one of the network apart.
    """
    command = [*APART, sys.executable, "-m", "tests.hostile.inside", str(tmp_path)]
    run = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=60, check=False)
    assert run.returncode == 0, run.stderr
    found = json.loads(run.stdout)
    assert found["steady"] == "public"
    assert found["first"] == "public"
    assert found["second"].startswith("Denied: rebind.test resolves to 127.0.0.1")
    assert found["inner"] == 0
    assert found["asked"].count("rebind.test") == 3
