"""A store of each kind with two articles that the real rules have mended, and their raw pages in the archive."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import create_engine, make_url, text

from pipeline.flow.workplace import Workplace
from tests.review.desk import opened_desk

NAME = "nm_review"


@pytest.fixture(scope="session")
def postgres_database(postgres_url: str) -> str:
    engine = create_engine(postgres_url, isolation_level="AUTOCOMMIT")
    with engine.connect() as conn:
        conn.execute(text(f"CREATE DATABASE {NAME}"))
    engine.dispose()
    return make_url(postgres_url).set(database=NAME).render_as_string(hide_password=False)


@pytest.fixture(params=["sqlite", "postgresql"])
def place(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Workplace]:
    url = None
    if request.param == "postgresql":
        url = request.getfixturevalue("postgres_database")
        engine = create_engine(url)
        with engine.begin() as conn:
            conn.execute(text("DROP SCHEMA public CASCADE"))
            conn.execute(text("CREATE SCHEMA public"))
        engine.dispose()
    with opened_desk(tmp_path, url) as opened:
        yield opened
