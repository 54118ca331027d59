"""The reviewers' queue, decisions, claims, marks and lessons."""

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
    text,
)

from pipeline.store.columns import Exact, Loose, Serial, Strings, Utc
from pipeline.store.tables.base import Sha, metadata

decision = Table(
    "decision",
    metadata,
    Column("seq", Serial, primary_key=True),
    Column("key", Sha, nullable=False, unique=True),
    Column("proposal", Sha, nullable=False, index=True),
    Column("verdict", String(16), nullable=False),
    Column("actor", Exact, nullable=False),
    Column("at", Utc, nullable=False, index=True),
    Column("replacement", Exact),
    Column("note", Loose, nullable=False),
)

# One row an event; the greatest `number` of a lesson says how far it is. `entity` and `trial` are JSON.
lesson = Table(
    "lesson",
    metadata,
    Column("seq", Serial, primary_key=True),
    Column("lesson", Sha, nullable=False),
    Column("number", Integer, nullable=False),
    Column("stage", String(16), nullable=False),
    Column("entity", Exact, nullable=False),
    Column("actor", Exact, nullable=False),
    Column("at", Utc, nullable=False),
    Column("reason", Loose, nullable=False),
    Column("from_decisions", Strings, nullable=False),
    Column("trial", Exact),
    UniqueConstraint("lesson", "number"),
)

# The reviewers' queue, made of `ruling` and `decision` alone: one row a ruling that stands, the smallest `priority`
# first. `version` is the number of the newest decision, 0 without any; `likeness` is the same for places mended alike.
review_item = Table(
    "review_item",
    metadata,
    Column("document", Sha, ForeignKey("document.id"), primary_key=True),
    Column("proposal", Sha, primary_key=True, index=True),
    Column("article", Sha, ForeignKey("article.id"), nullable=False, index=True),
    Column("day", Date, nullable=False),
    Column("part", String(16), nullable=False),
    Column("run", Sha, nullable=False),
    Column("source", Exact, nullable=False),
    Column("seq", BigInteger, nullable=False),
    Column("start_offset", Integer, nullable=False),
    Column("end_offset", Integer, nullable=False),
    Column("before", Exact, nullable=False),
    Column("after", Exact),
    Column("fault", String(16), nullable=False),
    Column("rule", Exact, nullable=False),
    Column("outcome", String(16), nullable=False),
    Column("confidence", Double, nullable=False),
    Column("priority", Double, nullable=False),
    Column("likeness", Sha, nullable=False, index=True),
    Column("words", Exact, nullable=False),
    Column("state", String(16), nullable=False),
    Column("version", BigInteger, nullable=False),
    Column("actor", Exact),
    Column("decided_at", Utc),
    Index("ix_review_item_log", "source", "seq"),
    Index("ix_review_item_order", "priority", "document", "proposal"),
    Index("ix_review_item_queue", "state", "priority", "document", "proposal"),
    Index("ix_review_item_rule", "rule", "state", "priority", "document", "proposal"),
    Index("ix_review_item_source", "source", "state", "priority", "document", "proposal"),
    Index("ix_review_item_day", "day", "state", "priority", "document", "proposal"),
    Index("ix_review_item_fault", "fault", "state", "priority", "document", "proposal"),
    Index("ix_review_item_outcome", "outcome", "state", "priority", "document", "proposal"),
    Index("ix_review_item_actor", "actor", "priority", "document", "proposal"),
    Index("ix_review_item_run", "run", "priority", "document", "proposal"),
    Index("ix_review_item_daily", "day", "source", "fault", "outcome", "state"),
    Index(
        "ix_review_item_second",
        text("substr(proposal, 57, 8)"),
        "proposal",
        "document",
        sqlite_where=text("state <> 'open'"),
        postgresql_where=text("state <> 'open'"),
    ),
    Index(
        "ix_review_item_words",
        text("array_to_tsvector(string_to_array(ltrim(words), ' '))"),  # of PostgreSQL alone; see migration 0004
        postgresql_using="gin",
    ),
)

# Who has an article before them, and until when nobody else may decide on it.
claim = Table(
    "claim",
    metadata,
    Column("article", Sha, ForeignKey("article.id"), primary_key=True),
    Column("actor", Exact, nullable=False),
    Column("until", Utc, nullable=False),
)

# A fault that a person found and no rule; `proposal` is the id of the proposal that it is. Insert-only.
marking = Table(
    "marking",
    metadata,
    Column("proposal", Sha, primary_key=True),
    Column("text_sha", Sha, nullable=False, index=True),
    Column("start_offset", Integer, nullable=False),
    Column("end_offset", Integer, nullable=False),
    Column("before", Exact, nullable=False),
    Column("replacement", Exact),
    Column("fault", String(16), nullable=False),
    Column("evidence", Exact, nullable=False),
    Column("actor", Exact, nullable=False),
    Column("at", Utc, nullable=False),
)
