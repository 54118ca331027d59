"""Where the runner keeps its files."""

from __future__ import annotations

import json
import os
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
BIN = Path(sys.executable).parent


@dataclass(frozen=True, slots=True)
class Layout:
    """The folder that holds everything of one stack, by default var/ of the project."""

    var: Path

    @property
    def logs(self) -> Path:
        return self.var / "logs"

    @property
    def airflow(self) -> Path:
        return self.var / "airflow"

    @property
    def postgres(self) -> Path:
        return self.var / "pg"

    @property
    def stack(self) -> Path:
        """What others may read while the stack runs."""
        return self.var / "stack.json"

    @property
    def processes(self) -> Path:
        """What the runner itself needs to stop a stack, from the first process on."""
        return self.var / "processes.json"

    @property
    def secrets(self) -> Path:
        return self.var / "secrets.json"

    @property
    def ports(self) -> Path:
        return self.var / "ports.json"

    @property
    def lock(self) -> Path:
        return self.var / "stack.lock"

    @property
    def dags(self) -> Path:
        return Path(os.environ.get("NEWSMEND_STACK_DAGS", ROOT / "dags")).resolve()

    def create(self) -> None:
        """Makes the folders; what is in them may hold secrets, so only the owner may enter the logs."""
        for folder in (self.var, self.logs, self.airflow):
            folder.mkdir(parents=True, exist_ok=True)
        self.logs.chmod(0o700)
        self.airflow.chmod(0o700)


def read_json(path: Path) -> dict[str, Any]:
    """The object in a JSON file; empty where the file is missing or damaged."""
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}


def write_json(path: Path, content: dict[str, Any]) -> None:
    """Replaces the file in one step; nobody but the owner may ever read it."""
    new = path.with_name(f".{path.name}.{os.getpid()}")
    new.unlink(missing_ok=True)
    with os.fdopen(os.open(new, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as file:
        json.dump(content, file, indent=2)
        file.write("\n")
    new.replace(path)
