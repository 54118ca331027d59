"""What is optional must be there in CI, and says why it is skipped elsewhere."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

from pipeline.fluency.installed import HINT, missing
from pipeline.fluency.model import NgramModel, load

FIXTURE = Path(__file__).parent / "fixture"


def absent(what: str) -> None:
    if os.environ.get("CI") == "true":
        pytest.fail(f"{what}: CI must have it")
    pytest.skip(what)


@pytest.fixture(scope="session")
def model() -> NgramModel:
    if gone := missing():
        absent(f"not installed: {', '.join(gone)}. {HINT}")
    return load(FIXTURE)


@pytest.fixture(scope="session")
def link_parser() -> str:
    found = shutil.which("link-parser")
    if found is None:
        absent("Link Grammar is not installed: apt-get install link-grammar")
    return str(found)
