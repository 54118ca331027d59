"""The real embedded engine, loaded once."""

from __future__ import annotations

import os

import pytest

from pipeline.engines.embedded import Embedded, is_installed


@pytest.fixture(scope="session")
def embedded() -> Embedded:
    """The engine, where it is installed; CI tests it always."""
    if not is_installed():
        what = "lingotweaker is not installed: pip install 'newsmend[engine]' brings it"
        if os.environ.get("CI"):
            pytest.fail(f"CI tests the embedded engine: {what}")
        pytest.skip(what)
    return Embedded()
