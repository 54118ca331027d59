"""The data that comes with the rules: read once, by the catalogue, and given to the rules."""

from __future__ import annotations

import csv
import io
import tomllib
from importlib.resources import files
from typing import Any


def read(folder: str, name: str) -> str:
    """The text of a data file of one folder of rules."""
    return files(f"pipeline.faults.{folder}").joinpath("data", name).read_text(encoding="utf-8")


def read_bytes(folder: str, name: str) -> bytes:
    """The same as bytes."""
    return files(f"pipeline.faults.{folder}").joinpath("data", name).read_bytes()


def toml(folder: str, name: str) -> dict[str, Any]:
    return tomllib.loads(read(folder, name))


def rows(folder: str, name: str) -> list[dict[str, str]]:
    """The rows of a tab-separated file with a heading line."""
    return list(csv.DictReader(io.StringIO(read(folder, name)), delimiter="\t", quoting=csv.QUOTE_NONE))
