"""Which articles are copies of one another."""

from __future__ import annotations

from sqlalchemy import BigInteger, Column, Date, Double, ForeignKey, Index, LargeBinary, String, Table

from pipeline.store.columns import Exact, Utc
from pipeline.store.tables.base import Sha, metadata

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
