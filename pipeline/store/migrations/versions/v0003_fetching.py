"""What all processes must know of hosts and lists, and which articles are copies of which."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

SHA = sa.String(64)
AT = sa.DateTime(timezone=True)
TEXT = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")


def upgrade() -> None:
    _host_pace()
    _robots()
    _list_state()
    _text_print()
    _article_copy()
    op.add_column("fetch", sa.Column("retry_at", AT))
    op.add_column("fetch", sa.Column("listed_as", TEXT))
    op.create_index("ix_page_path", "page", ["path"])


def _host_pace() -> None:
    op.create_table(
        "host_pace",
        sa.Column("host", TEXT, nullable=False),
        sa.Column("last_at", sa.Double(), nullable=False),
        sa.Column("held_until", sa.Double(), nullable=False),
        sa.Column("dead_until", sa.Double(), nullable=False),
        sa.Column("strikes", sa.Integer(), nullable=False),
        sa.Column("lies", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("host", name="pk_host_pace"),
    )


def _robots() -> None:
    op.create_table(
        "robots",
        sa.Column("root", TEXT, nullable=False),
        sa.Column("status", sa.Integer(), nullable=False),
        sa.Column("refusal", TEXT, nullable=False),
        sa.Column("text", TEXT),
        sa.Column("until", AT, nullable=False),
        sa.PrimaryKeyConstraint("root", name="pk_robots"),
    )


def _list_state() -> None:
    op.create_table(
        "list_state",
        sa.Column("url_key", SHA, nullable=False),
        sa.Column("source", TEXT, nullable=False),
        sa.Column("url", TEXT, nullable=False),
        sa.Column("final_url", TEXT, nullable=False),
        sa.Column("content_type", TEXT, nullable=False),
        sa.Column("etag", TEXT),
        sa.Column("last_modified", TEXT),
        sa.Column("path", TEXT, nullable=False),
        sa.Column("sha", TEXT, nullable=False),
        sa.Column("checked_at", AT, nullable=False),
        sa.Column("changed_at", AT, nullable=False),
        sa.Column("interval", sa.Integer(), nullable=False),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("retired_at", AT),
        sa.PrimaryKeyConstraint("url_key", name="pk_list_state"),
    )


def _text_print() -> None:
    op.create_table(
        "text_print",
        sa.Column("article", SHA, nullable=False),
        sa.Column("source", TEXT, nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("title_key", SHA, nullable=False),
        sa.Column("text_key", SHA, nullable=False),
        sa.Column("signature", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["article"], ["article.id"], name="fk_text_print_article"),
        sa.PrimaryKeyConstraint("article", name="pk_text_print"),
    )
    op.create_index("ix_text_print_text_key", "text_print", ["text_key"])
    op.create_index("ix_text_print_source_title_key", "text_print", ["source", "title_key"])
    op.create_table(
        "text_band",
        sa.Column("band", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("article", SHA, nullable=False),
        sa.ForeignKeyConstraint(["article"], ["article.id"], name="fk_text_band_article"),
        sa.PrimaryKeyConstraint("band", "article", name="pk_text_band"),
    )
    op.create_index("ix_text_band_article", "text_band", ["article"])


def _article_copy() -> None:
    op.create_table(
        "article_copy",
        sa.Column("article", SHA, nullable=False),
        sa.Column("original", SHA, nullable=False),
        sa.Column("layer", sa.String(16), nullable=False),
        sa.Column("similarity", sa.Double(), nullable=False),
        sa.Column("at", AT, nullable=False),
        sa.ForeignKeyConstraint(["article"], ["article.id"], name="fk_article_copy_article"),
        sa.ForeignKeyConstraint(["original"], ["article.id"], name="fk_article_copy_original"),
        sa.PrimaryKeyConstraint("article", name="pk_article_copy"),
    )
    op.create_index("ix_article_copy_original", "article_copy", ["original"])
