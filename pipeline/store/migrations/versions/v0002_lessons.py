"""Lessons: names that reviewers teach, one row an event, insert-only."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

SHA = sa.String(64)
AT = sa.DateTime(timezone=True)
TEXT = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
SERIAL = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "lesson",
        sa.Column("seq", SERIAL, nullable=False),
        sa.Column("lesson", SHA, nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("stage", sa.String(16), nullable=False),
        sa.Column("entity", TEXT, nullable=False),
        sa.Column("actor", TEXT, nullable=False),
        sa.Column("at", AT, nullable=False),
        sa.Column("reason", TEXT, nullable=False),
        sa.Column("from_decisions", sa.Text(), nullable=False),
        sa.Column("trial", TEXT),
        sa.PrimaryKeyConstraint("seq", name="pk_lesson"),
        sa.UniqueConstraint("lesson", "number", name="uq_lesson_lesson_number"),
    )
    _forbid()


def _forbid() -> None:
    """The table refuses UPDATE and DELETE, and TRUNCATE where there is one."""
    if op.get_bind().dialect.name == "sqlite":
        for verb in ("UPDATE", "DELETE"):
            op.execute(
                f"CREATE TRIGGER lesson_no_{verb.lower()} BEFORE {verb} ON lesson "
                "BEGIN SELECT RAISE(ABORT, 'lesson is insert-only'); END"
            )
        return
    op.execute(
        "CREATE TRIGGER lesson_insert_only BEFORE UPDATE OR DELETE OR TRUNCATE ON lesson "
        "FOR EACH STATEMENT EXECUTE FUNCTION newsmend_insert_only()"
    )
