"""What was fetched: sources, pages, articles, their texts, and every request."""

from __future__ import annotations

from sqlalchemy import BigInteger, Column, Date, ForeignKey, Index, Integer, String, Table, UniqueConstraint

from pipeline.store.columns import Exact, Loose, Serial, Strings, Utc
from pipeline.store.tables.base import Sha, metadata

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
