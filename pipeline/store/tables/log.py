"""Proposals, mendings, and the log of rulings with its chain."""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    Column,
    Date,
    Double,
    ForeignKey,
    Index,
    Integer,
    String,
    Table,
    UniqueConstraint,
    column,
    table,
)

from pipeline.store.columns import Exact, Strings, Utc
from pipeline.store.tables.base import Sha, metadata

proposal = Table(
    "proposal",
    metadata,
    Column("id", Sha, primary_key=True),
    Column("text_sha", Sha, nullable=False, index=True),
    Column("rule", Exact, nullable=False),
    Column("first_seen_run", Sha, ForeignKey("run.id"), nullable=False),
    Column("last_seen_run", Sha, ForeignKey("run.id"), nullable=False),
)

# `rank` orders the mendings of one document: the greatest is the one that stands, though it may have been made earlier.
mending = Table(
    "mending",
    metadata,
    Column("id", Sha, primary_key=True),
    Column("run", Sha, ForeignKey("run.id"), nullable=False),
    Column("document", Sha, ForeignKey("document.id"), nullable=False),
    Column("decisions_sha", Sha, nullable=False),
    Column("clean_text", Exact, nullable=False),
    Column("clean_sha", Sha, nullable=False),
    Column("rank", Integer, nullable=False),
    Column("at", Utc, nullable=False),
    UniqueConstraint("document", "run", "decisions_sha"),
    UniqueConstraint("document", "rank"),
)

# A ruling repeats what its proposal said, so that the log proves itself without any row that may change.
ruling = Table(
    "ruling",
    metadata,
    Column("source", Exact, primary_key=True),
    Column("seq", BigInteger, primary_key=True, autoincrement=False),
    Column("mending", Sha, ForeignKey("mending.id"), nullable=False, index=True),
    Column("proposal", Sha, ForeignKey("proposal.id"), nullable=False, index=True),
    Column("start_offset", Integer, nullable=False),
    Column("end_offset", Integer, nullable=False),
    Column("before", Exact, nullable=False),
    Column("replacements", Strings, nullable=False),
    Column("fault", String(16), nullable=False),
    Column("rule", Exact, nullable=False),
    Column("confidence", Double, nullable=False),
    Column("evidence", Exact, nullable=False),
    Column("outcome", String(16), nullable=False),
    Column("replacement", Exact),
    Column("because", Exact, nullable=False),
    Column("at", Utc, nullable=False),
    Column("prev_hash", Sha, nullable=False),
    Column("hash", Sha, nullable=False),
    Index(None, "rule", "outcome"),
)

# The head of each source's log; whoever extends the log locks its row first.
chain = Table(
    "chain",
    metadata,
    Column("source", Exact, primary_key=True),
    Column("seq", BigInteger, nullable=False),
    Column("hash", Sha, nullable=False),
)

# A view; the migration makes it. `standing` is 1 for the newest mending of the newest text.
correction_log = table(
    "correction_log",
    column("seq", BigInteger),
    column("source", Exact),
    column("article_url", Exact),
    column("article_id", Sha),
    column("day", Date),
    column("part", String),
    column("start_offset", Integer),
    column("end_offset", Integer),
    column("before", Exact),
    column("after", Exact),
    column("fault", String),
    column("rule", Exact),
    column("outcome", String),
    column("confidence", Double),
    column("evidence", Exact),
    column("because", Exact),
    column("proposal_id", Sha),
    column("run_id", Sha),
    column("hash", Sha),
    column("standing", Integer),
)
