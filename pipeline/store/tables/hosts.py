"""What every process must know of a host: its pace, its robots.txt, its lists."""

from __future__ import annotations

from sqlalchemy import Column, Double, Integer, Table

from pipeline.store.columns import Exact, Loose, Utc
from pipeline.store.tables.base import Sha, metadata

# What every process must know of a host. Times are seconds since 1970 by the database's clock.
host_pace = Table(
    "host_pace",
    metadata,
    Column("host", Exact, primary_key=True),
    Column("last_at", Double, nullable=False),
    Column("held_until", Double, nullable=False),
    Column("dead_until", Double, nullable=False),
    Column("strikes", Integer, nullable=False),
    Column("lies", Integer, nullable=False),
)

robots = Table(
    "robots",
    metadata,
    Column("root", Exact, primary_key=True),
    Column("status", Integer, nullable=False),
    Column("refusal", Loose, nullable=False),
    Column("text", Loose),
    Column("until", Utc, nullable=False),
)

# The last answer of each feed and sitemap; `path` is its key in the archive, `interval` in seconds.
list_state = Table(
    "list_state",
    metadata,
    Column("url_key", Sha, primary_key=True),
    Column("source", Exact, nullable=False),
    Column("url", Loose, nullable=False),
    Column("final_url", Loose, nullable=False),
    Column("content_type", Loose, nullable=False),
    Column("etag", Loose),
    Column("last_modified", Loose),
    Column("path", Exact, nullable=False),
    Column("sha", Exact, nullable=False),
    Column("checked_at", Utc, nullable=False),
    Column("changed_at", Utc, nullable=False),
    Column("interval", Integer, nullable=False),
    Column("failures", Integer, nullable=False),
    Column("retired_at", Utc),
)
