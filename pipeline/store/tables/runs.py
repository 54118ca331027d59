"""Runs, and what a run could not take."""

from __future__ import annotations

from sqlalchemy import Column, Date, Index, Table, UniqueConstraint, text

from pipeline.store.columns import Exact, Loose, Serial, Utc
from pipeline.store.tables.base import Sha, metadata

run = Table(
    "run",
    metadata,
    Column("id", Sha, primary_key=True),
    Column("code_version", Loose, nullable=False),
    Column("rules", Loose, nullable=False),
    Column("policy", Loose, nullable=False),
    Column("at", Utc, nullable=False),
)

quarantine = Table(
    "quarantine",
    metadata,
    Column("id", Serial, primary_key=True),
    Column("source", Exact, nullable=False),
    Column("url", Loose, nullable=False),
    Column("url_key", Sha, nullable=False),
    Column("day", Date, nullable=False),
    Column("stage", Exact, nullable=False),
    Column("error", Loose, nullable=False),
    Column("hint", Loose, nullable=False),
    Column("at", Utc, nullable=False),
    Column("resolved_at", Utc),
    UniqueConstraint("source", "url_key", "day", "stage"),
    Index(
        "ix_quarantine_open",
        "source",
        "day",
        sqlite_where=text("resolved_at IS NULL"),
        postgresql_where=text("resolved_at IS NULL"),
    ),
)
