"""What the desk learns from: acts on many places at once, switched-off rules, trust, and what became of the archive.

All of it is insert-only.
"""

from __future__ import annotations

from sqlalchemy import Column, ForeignKey, Integer, String, Table, UniqueConstraint

from pipeline.store.columns import Exact, Loose, Serial, Utc
from pipeline.store.tables.base import Sha, metadata

# One act on all places that are alike. One that undoes another names it.
batch = Table(
    "batch",
    metadata,
    Column("id", Sha, primary_key=True),
    Column("likeness", Sha, nullable=False, index=True),
    Column("rule", Exact, nullable=False),
    Column("before", Exact, nullable=False),
    Column("after", Exact),
    Column("verdict", String(16), nullable=False),
    Column("actor", Exact, nullable=False),
    Column("at", Utc, nullable=False),
    Column("reason", Loose, nullable=False),
    Column("undoes", Sha, index=True),
)

# `decision` is the key of the decision that the act made on this proposal.
batch_item = Table(
    "batch_item",
    metadata,
    Column("batch", Sha, ForeignKey("batch.id"), primary_key=True),
    Column("proposal", Sha, primary_key=True),
    Column("decision", Sha, nullable=False, index=True),
)

# One row an event; the greatest `number` of a rule says whether it is in use.
rule_switch = Table(
    "rule_switch",
    metadata,
    Column("seq", Serial, primary_key=True),
    Column("rule", Exact, nullable=False),
    Column("number", Integer, nullable=False),
    Column("state", String(16), nullable=False),
    Column("actor", Exact, nullable=False),
    Column("at", Utc, nullable=False),
    Column("reason", Loose, nullable=False),
    UniqueConstraint("rule", "number"),
)

# What reviewers' decisions said of the rules at a moment, as JSON; mendings go by the newest row.
trust = Table(
    "trust",
    metadata,
    Column("seq", Serial, primary_key=True),
    Column("at", Utc, nullable=False),
    Column("figures", Exact, nullable=False),
)

# A mending that comes out the same from other inputs as well, so that it need not be written twice.
same_mending = Table(
    "same_mending",
    metadata,
    Column("mending", Sha, ForeignKey("mending.id"), primary_key=True),
    Column("inputs", Sha, primary_key=True),
    Column("at", Utc, nullable=False),
)

# The archive was brought to this state of rules, names and trust.
remending = Table(
    "remending",
    metadata,
    Column("seq", Serial, primary_key=True),
    Column("at", Utc, nullable=False),
    Column("state", Sha, nullable=False),
    Column("articles", Integer, nullable=False),
    Column("changed", Integer, nullable=False),
)
