"""The site at a time of choice."""

from __future__ import annotations

import pytest
from starlette.testclient import TestClient

from demo.app import build
from tests.demo.reading import NOW, Opener


@pytest.fixture
def site_at() -> Opener:
    """Opens the site at a time of choice."""
    return lambda now: TestClient(build(now, slow_seconds=0.0), base_url="http://news.test:8765")


@pytest.fixture
def site(site_at: Opener) -> TestClient:
    """The site at NOW."""
    return site_at(NOW)
