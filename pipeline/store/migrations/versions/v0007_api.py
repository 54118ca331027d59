"""What people wrote is sealed in a chain; tokens for programs that ask the desk."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

SHA = sa.String(64)
AT = sa.DateTime(timezone=True)
TEXT = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")


def upgrade() -> None:
    op.create_table(
        "journal",
        sa.Column("log", sa.String(16), nullable=False),
        sa.Column("seq", sa.BigInteger(), nullable=False),
        sa.Column("key", sa.String(100), nullable=False),
        sa.Column("prev_hash", SHA, nullable=False),
        sa.Column("hash", SHA, nullable=False),
        sa.PrimaryKeyConstraint("log", "seq", name="pk_journal"),
        sa.UniqueConstraint("log", "key", name="uq_journal_log_key"),
    )
    op.create_table(
        "journal_head",
        sa.Column("log", sa.String(16), nullable=False),
        sa.Column("seq", sa.BigInteger(), nullable=False),
        sa.Column("hash", SHA, nullable=False),
        sa.PrimaryKeyConstraint("log", name="pk_journal_head"),
    )
    op.create_index("ix_review_item_log", "review_item", ["source", "seq"])
    _token()
    from pipeline.store import journal

    journal.fill(op.get_bind())
    _forbid()


def _token() -> None:
    op.create_table(
        "api_token",
        sa.Column("id", sa.String(16), nullable=False),
        sa.Column("hash", SHA, nullable=False),
        sa.Column("name", TEXT, nullable=False),
        sa.Column("role", sa.String(16), nullable=False),
        sa.Column("made_by", TEXT, nullable=False),
        sa.Column("at", AT, nullable=False),
        sa.Column("expires", AT, nullable=False),
        sa.Column("revoked", AT),
        sa.PrimaryKeyConstraint("id", name="pk_api_token"),
        sa.UniqueConstraint("hash", name="uq_api_token_hash"),
    )


def _forbid() -> None:
    """The seals refuse UPDATE and DELETE, and TRUNCATE where there is one."""
    if op.get_bind().dialect.name == "sqlite":
        for verb in ("UPDATE", "DELETE"):
            op.execute(
                f"CREATE TRIGGER journal_no_{verb.lower()} BEFORE {verb} ON journal "
                "BEGIN SELECT RAISE(ABORT, 'journal is insert-only'); END"
            )
        return
    op.execute(
        "CREATE TRIGGER journal_insert_only BEFORE UPDATE OR DELETE OR TRUNCATE ON journal "
        "FOR EACH STATEMENT EXECUTE FUNCTION newsmend_insert_only()"
    )
