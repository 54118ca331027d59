"""Acts on many places, switched-off rules, trust, and what the archive was mended with."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

SHA = sa.String(64)
WORD = sa.String(16)
AT = sa.DateTime(timezone=True)
TEXT = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
SERIAL = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
NAMES = ("batch", "batch_item", "rule_switch", "trust", "same_mending", "remending")


def upgrade() -> None:
    _batches()
    _rules()
    _archive()
    op.create_index("ix_ruling_rule_outcome", "ruling", ["rule", "outcome"])
    for name in NAMES:
        _insert_only(name)


def _batches() -> None:
    op.create_table(
        "batch",
        sa.Column("id", SHA, nullable=False),
        sa.Column("likeness", SHA, nullable=False),
        sa.Column("rule", TEXT, nullable=False),
        sa.Column("before", TEXT, nullable=False),
        sa.Column("after", TEXT),
        sa.Column("verdict", WORD, nullable=False),
        sa.Column("actor", TEXT, nullable=False),
        sa.Column("at", AT, nullable=False),
        sa.Column("reason", TEXT, nullable=False),
        sa.Column("undoes", SHA),
        sa.PrimaryKeyConstraint("id", name="pk_batch"),
    )
    op.create_index("ix_batch_likeness", "batch", ["likeness"])
    op.create_index("ix_batch_undoes", "batch", ["undoes"])
    op.create_table(
        "batch_item",
        sa.Column("batch", SHA, nullable=False),
        sa.Column("proposal", SHA, nullable=False),
        sa.Column("decision", SHA, nullable=False),
        sa.ForeignKeyConstraint(["batch"], ["batch.id"], name="fk_batch_item_batch"),
        sa.PrimaryKeyConstraint("batch", "proposal", name="pk_batch_item"),
    )
    op.create_index("ix_batch_item_decision", "batch_item", ["decision"])


def _rules() -> None:
    op.create_table(
        "rule_switch",
        sa.Column("seq", SERIAL, nullable=False),
        sa.Column("rule", TEXT, nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("state", WORD, nullable=False),
        sa.Column("actor", TEXT, nullable=False),
        sa.Column("at", AT, nullable=False),
        sa.Column("reason", TEXT, nullable=False),
        sa.PrimaryKeyConstraint("seq", name="pk_rule_switch"),
        sa.UniqueConstraint("rule", "number", name="uq_rule_switch_rule_number"),
    )
    op.create_table(
        "trust",
        sa.Column("seq", SERIAL, nullable=False),
        sa.Column("at", AT, nullable=False),
        sa.Column("figures", TEXT, nullable=False),
        sa.PrimaryKeyConstraint("seq", name="pk_trust"),
    )


def _archive() -> None:
    op.create_table(
        "same_mending",
        sa.Column("mending", SHA, nullable=False),
        sa.Column("inputs", SHA, nullable=False),
        sa.Column("at", AT, nullable=False),
        sa.ForeignKeyConstraint(["mending"], ["mending.id"], name="fk_same_mending_mending"),
        sa.PrimaryKeyConstraint("mending", "inputs", name="pk_same_mending"),
    )
    op.create_table(
        "remending",
        sa.Column("seq", SERIAL, nullable=False),
        sa.Column("at", AT, nullable=False),
        sa.Column("state", SHA, nullable=False),
        sa.Column("articles", sa.Integer(), nullable=False),
        sa.Column("changed", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("seq", name="pk_remending"),
    )


def _insert_only(name: str) -> None:
    if op.get_bind().dialect.name == "sqlite":
        for verb in ("UPDATE", "DELETE"):
            op.execute(
                f"CREATE TRIGGER {name}_no_{verb.lower()} BEFORE {verb} ON {name} "
                f"BEGIN SELECT RAISE(ABORT, '{name} is insert-only'); END"
            )
        return
    op.execute(
        f"CREATE TRIGGER {name}_insert_only BEFORE UPDATE OR DELETE OR TRUNCATE ON {name} "
        "FOR EACH STATEMENT EXECUTE FUNCTION newsmend_insert_only()"
    )
