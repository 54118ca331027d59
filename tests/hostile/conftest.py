from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from pipeline.fetch.client import Client
from pipeline.flow.workplace import Workplace, workplace
from pipeline.model.source import Source
from pipeline.settings import load
from tests.hostile.names import Names, name_server
from tests.hostile.server import Hostile, hostile_server

AGENT = "Newsmend/0.1 (tests)"


@pytest.fixture
def site() -> Iterator[Hostile]:
    with hostile_server() as one:
        yield one


@pytest.fixture
def source(site: Hostile) -> Source:
    """A source with leave to speak to this machine."""
    return Source(id="hostile", name="Hostile", home=f"{site.url}/", loopback=True, pace=0)


@pytest.fixture
def public() -> Source:
    """A source as on the net: without that leave."""
    return Source(id="public", name="Public", home="https://news.test/", pace=0)


@pytest.fixture
def client() -> Iterator[Client]:
    limits = {"connect_timeout": 2.0, "read_timeout": 1.0, "total_timeout": 1.0}
    with Client(user_agent=AGENT, backoff=0, retries=1, max_bytes=2_000_000, **limits) as one:  # type: ignore[arg-type]
        yield one


@pytest.fixture
def names(monkeypatch: pytest.MonkeyPatch) -> Iterator[Names]:
    """Every name is looked up at a name server of ours."""
    with name_server() as server:
        monkeypatch.setattr("socket.getaddrinfo", server.getaddrinfo)
        yield server


@pytest.fixture
def place(site: Hostile, tmp_path: Path) -> Iterator[Workplace]:
    """A workplace whose one source is the hostile site."""
    folder = tmp_path / "sources"
    folder.mkdir()
    lines = ("id: hostile", "name: Hostile", f"home: {site.url}/", "feeds: [/feed]", "pace: 0", "loopback: true")
    (folder / "hostile.yaml").write_text("\n".join(lines) + "\n")
    env = {"NEWSMEND_HOME": str(tmp_path / "home"), "NEWSMEND_SOURCES": str(folder)}
    with workplace(load(env), migrate=True) as opened:
        yield opened
