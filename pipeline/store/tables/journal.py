"""The seals of what people wrote, and the tokens of programs that ask the desk."""

from __future__ import annotations

from sqlalchemy import BigInteger, Column, String, Table, UniqueConstraint

from pipeline.store.columns import Exact, Utc
from pipeline.store.tables.base import Sha, metadata

# One row for each row of the table that `log` names, in the order of writing. `key` names that row. Insert-only.
journal = Table(
    "journal",
    metadata,
    Column("log", String(16), primary_key=True),
    Column("seq", BigInteger, primary_key=True, autoincrement=False),
    Column("key", String(100), nullable=False),
    Column("prev_hash", Sha, nullable=False),
    Column("hash", Sha, nullable=False),
    UniqueConstraint("log", "key"),
)

# The last seal of each log; whoever writes one locks its row first.
journal_head = Table(
    "journal_head",
    metadata,
    Column("log", String(16), primary_key=True),
    Column("seq", BigInteger, nullable=False),
    Column("hash", Sha, nullable=False),
)

# `hash` is the SHA-256 of a token of 256 random bits; the token itself is nowhere.
api_token = Table(
    "api_token",
    metadata,
    Column("id", String(16), primary_key=True),
    Column("hash", Sha, nullable=False, unique=True),
    Column("name", Exact, nullable=False),
    Column("role", String(16), nullable=False),
    Column("made_by", Exact, nullable=False),
    Column("at", Utc, nullable=False),
    Column("expires", Utc, nullable=False),
    Column("revoked", Utc),
)
