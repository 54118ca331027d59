"""The tables. Unique keys make every write idempotent; `ruling`, `decision`, `lesson` and `marking` are insert-only
(see migrations).

Addresses can be longer than an index entry may be, so keys hold their digest, `url_key`.
"""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    Column,
    Date,
    Double,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    UniqueConstraint,
    column,
    table,
    text,
)

from pipeline.store.columns import Exact, Loose, Serial, Strings, Utc

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "pk": "pk_%(table_name)s",
    }
)
Sha = String(64)

source = Table(
    "source",
    metadata,
    Column("id", Exact, primary_key=True),
    Column("name", Loose, nullable=False),
    Column("home", Loose, nullable=False),
    Column("language", Loose, nullable=False),
    Column("translated", Loose, nullable=False),
    Column("at", Utc, nullable=False),
)

page = Table(
    "page",
    metadata,
    Column("id", Sha, primary_key=True),
    Column("url", Exact, nullable=False),
    Column("final_url", Exact, nullable=False),
    Column("status", Integer, nullable=False),
    Column("path", Exact, nullable=False, index=True),
    Column("sha", Sha, nullable=False),
    Column("size", BigInteger, nullable=False),
    Column("fetched_at", Utc, nullable=False),
)

article = Table(
    "article",
    metadata,
    Column("id", Sha, primary_key=True),
    Column("source", Exact, nullable=False),
    Column("url", Exact, nullable=False),
    Column("day", Date, nullable=False),
    Column("title", Loose, nullable=False),
    Column("authors", Strings, nullable=False),
    Column("published", Utc),
    Column("updated", Utc),
    Column("language", Loose),
    Column("publisher", Loose),
    Column("state", String(16), nullable=False),
    Column("page", Sha, ForeignKey("page.id"), nullable=False),
    Column("at", Utc, nullable=False),
    Index(None, "day", "source"),
    Index(None, "source"),
)

document = Table(
    "document",
    metadata,
    Column("id", Sha, primary_key=True),
    Column("article", Sha, ForeignKey("article.id"), nullable=False),
    Column("part", String(16), nullable=False),
    Column("text_sha", Sha, nullable=False),
    Column("text", Exact, nullable=False),
    Column("words", Integer, nullable=False),
    Column("page", Sha, ForeignKey("page.id"), nullable=False),
    Column("revision", Integer, nullable=False),
    UniqueConstraint("article", "part", "revision"),
    UniqueConstraint("article", "part", "text_sha"),
)

fetch = Table(
    "fetch",
    metadata,
    Column("id", Serial, primary_key=True),
    Column("source", Exact, nullable=False),
    Column("url", Loose, nullable=False),
    Column("url_key", Sha, nullable=False),
    Column("day", Date, nullable=False),
    Column("found_in", Loose, nullable=False),
    Column("title", Loose, nullable=False),
    Column("published", Utc),
    Column("modified", Utc),
    Column("outcome", String(16), nullable=False),
    Column("reason", Loose, nullable=False),
    Column("status", Integer, nullable=False),
    Column("etag", Loose),
    Column("last_modified", Loose),
    Column("page", Sha, ForeignKey("page.id")),
    Column("article", Sha, ForeignKey("article.id")),
    Column("attempts", Integer, nullable=False),
    Column("at", Utc, nullable=False),
    Column("retry_at", Utc),
    Column("listed_as", Loose),
    UniqueConstraint("source", "url_key", "day"),
    Index(None, "day", "source"),
)

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

# How like one another the standing texts of articles are; `signature` is a MinHash, `text_band` its index.
text_print = Table(
    "text_print",
    metadata,
    Column("article", Sha, ForeignKey("article.id"), primary_key=True),
    Column("source", Exact, nullable=False),
    Column("day", Date, nullable=False),
    Column("title_key", Sha, nullable=False),
    Column("text_key", Sha, nullable=False, index=True),
    Column("signature", LargeBinary, nullable=False),
    Index(None, "source", "title_key"),
)

text_band = Table(
    "text_band",
    metadata,
    Column("band", BigInteger, primary_key=True, autoincrement=False),
    Column("article", Sha, ForeignKey("article.id"), primary_key=True, index=True),
)

# A copy points at the earliest article of its group; the earliest one has no row.
article_copy = Table(
    "article_copy",
    metadata,
    Column("article", Sha, ForeignKey("article.id"), primary_key=True),
    Column("original", Sha, ForeignKey("article.id"), nullable=False, index=True),
    Column("layer", String(16), nullable=False),
    Column("similarity", Double, nullable=False),
    Column("at", Utc, nullable=False),
)

run = Table(
    "run",
    metadata,
    Column("id", Sha, primary_key=True),
    Column("code_version", Loose, nullable=False),
    Column("rules", Loose, nullable=False),
    Column("policy", Loose, nullable=False),
    Column("at", Utc, nullable=False),
)

proposal = Table(
    "proposal",
    metadata,
    Column("id", Sha, primary_key=True),
    Column("text_sha", Sha, nullable=False, index=True),
    Column("rule", Exact, nullable=False),
    Column("first_seen_run", Sha, ForeignKey("run.id"), nullable=False),
    Column("last_seen_run", Sha, ForeignKey("run.id"), nullable=False),
)

decision = Table(
    "decision",
    metadata,
    Column("seq", Serial, primary_key=True),
    Column("key", Sha, nullable=False, unique=True),
    Column("proposal", Sha, nullable=False, index=True),
    Column("verdict", String(16), nullable=False),
    Column("actor", Exact, nullable=False),
    Column("at", Utc, nullable=False),
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
)

# The head of each source's log; whoever extends the log locks its row first.
chain = Table(
    "chain",
    metadata,
    Column("source", Exact, primary_key=True),
    Column("seq", BigInteger, nullable=False),
    Column("hash", Sha, nullable=False),
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
    Index("ix_review_item_order", "priority", "document", "proposal"),
    Index("ix_review_item_queue", "state", "priority", "document", "proposal"),
    Index("ix_review_item_rule", "rule", "state", "priority", "document", "proposal"),
    Index("ix_review_item_source", "source", "state", "priority", "document", "proposal"),
    Index("ix_review_item_day", "day", "state", "priority", "document", "proposal"),
    Index("ix_review_item_fault", "fault", "state", "priority", "document", "proposal"),
    Index("ix_review_item_outcome", "outcome", "state", "priority", "document", "proposal"),
    Index("ix_review_item_actor", "actor", "priority", "document", "proposal"),
    Index("ix_review_item_run", "run", "priority", "document", "proposal"),
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
