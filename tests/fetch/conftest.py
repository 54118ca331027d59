from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest

from pipeline.fetch.client import Client
from pipeline.model.source import Source
from tests.fetch.server import AGENT, Site, serve


@pytest.fixture
def site() -> Iterator[Site]:
    yield from serve()


@pytest.fixture
def other() -> Iterator[Site]:
    """A second host."""
    yield from serve()


@pytest.fixture
def source(site: Site) -> Source:
    return Source(id="test", name="Test", home=f"{site.url}/", loopback=True, pace=0)


@pytest.fixture
def public(source: Source) -> Source:
    """The same source without leave to speak to this machine."""
    return replace(source, loopback=False)


@pytest.fixture
def client() -> Iterator[Client]:
    with Client(user_agent=AGENT, connect_timeout=2, read_timeout=2, total_timeout=5, backoff=0) as one:
        yield one
