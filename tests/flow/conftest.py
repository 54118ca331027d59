"""A workplace of its own for each test, with the demo site as its one source."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import UTC, datetime
from pathlib import Path

import pytest

from pipeline.flow.workplace import Workplace, workplace
from pipeline.settings import load
from tests.sites import demo_site

NOW = datetime(2026, 11, 20, 23, 30, tzinfo=UTC)


@pytest.fixture(scope="session")
def site() -> Iterator[str]:
    with demo_site(NOW) as url:
        yield url


@pytest.fixture
def open_place(site: str, tmp_path: Path) -> Iterator[Callable[[str], Workplace]]:
    """Opens a workplace by name; the same name is the same store."""
    with ExitStack() as stack:

        def opened(name: str, database: str | None = None) -> Workplace:
            home = tmp_path / name
            env = {"NEWSMEND_HOME": str(home), "NEWSMEND_DEMO_URL": site}
            if database is not None:
                env["NEWSMEND_DATABASE_URL"] = database
            return stack.enter_context(workplace(load(env), migrate=True))

        yield opened


@pytest.fixture
def place(open_place: Callable[[str], Workplace]) -> Workplace:
    return open_place("one")
