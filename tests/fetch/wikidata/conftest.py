from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from pipeline.fetch.wikidata.cache import Cache
from pipeline.fetch.wikidata.service import Wikidata
from tests.fetch.server import AGENT, Site
from tests.fetch.wikidata.fake import Fake


@pytest.fixture
def fake(site: Site) -> Fake:
    return Fake(site)


@pytest.fixture
def waits() -> list[float]:
    """The seconds that the client would have slept."""
    return []


@pytest.fixture
def wikidata(fake: Fake, tmp_path: Path, waits: list[float]) -> Iterator[Wikidata]:
    with Wikidata(AGENT, Cache(tmp_path / "cache"), fake.services, sleep=waits.append) as one:
        yield one
