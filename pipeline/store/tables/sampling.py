"""What is looked at so that figures can be trusted: drawn edits, and second opinions that were given blind."""

from __future__ import annotations

from sqlalchemy import BigInteger, Column, Date, Double, Index, String, Table

from pipeline.store.columns import Exact, Loose, Utc
from pipeline.store.tables.base import Sha, metadata

# Edits that were applied unasked and then drawn by lot. A later decision or rule changes none of it. Insert-only.
sample = Table(
    "sample",
    metadata,
    Column("proposal", Sha, primary_key=True),
    Column("source", Exact, nullable=False),
    Column("day", Date, nullable=False),
    Column("rule", Exact, nullable=False),
    Column("fault", String(16), nullable=False),
    Column("priority", Double, nullable=False),
    Column("at", Utc, nullable=False),
    Index(None, "day", "source"),
)

# What a second person said without seeing what the first had said; `version` is the number of the first's decision.
# It decides nothing. Insert-only.
second_opinion = Table(
    "second_opinion",
    metadata,
    Column("proposal", Sha, primary_key=True),
    Column("version", BigInteger, nullable=False),
    Column("rule", Exact, nullable=False),
    Column("verdict", String(16), nullable=False),
    Column("actor", Exact, nullable=False),
    Column("at", Utc, nullable=False),
    Column("replacement", Exact),
    Column("note", Loose, nullable=False),
)
