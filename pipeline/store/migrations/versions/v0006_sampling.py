"""Drawn edits, blind second opinions, and indexes for the figures by source and day."""

from __future__ import annotations

from datetime import UTC, datetime

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

SHA = sa.String(64)
WORD = sa.String(16)
AT = sa.DateTime(timezone=True)
TEXT = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
SHARE = 0.02  # of what was applied unasked before anything was drawn


def upgrade() -> None:
    _sample()
    _second_opinion()
    for name in ("sample", "second_opinion"):
        _insert_only(name)
    op.create_index("ix_review_item_daily", "review_item", ["day", "source", "fault", "outcome", "state"])
    op.create_index("ix_decision_at", "decision", ["at"])
    decided = sa.text("state <> 'open'")
    op.create_index(
        "ix_review_item_second",
        "review_item",
        [sa.text("substr(proposal, 57, 8)"), "proposal", "document"],
        sqlite_where=decided,
        postgresql_where=decided,
    )
    _draw()


def _sample() -> None:
    op.create_table(
        "sample",
        sa.Column("proposal", SHA, nullable=False),
        sa.Column("source", TEXT, nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("rule", TEXT, nullable=False),
        sa.Column("fault", WORD, nullable=False),
        sa.Column("priority", sa.Double(), nullable=False),
        sa.Column("at", AT, nullable=False),
        sa.PrimaryKeyConstraint("proposal", name="pk_sample"),
    )
    op.create_index("ix_sample_day_source", "sample", ["day", "source"])


def _second_opinion() -> None:
    op.create_table(
        "second_opinion",
        sa.Column("proposal", SHA, nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("rule", TEXT, nullable=False),
        sa.Column("verdict", WORD, nullable=False),
        sa.Column("actor", TEXT, nullable=False),
        sa.Column("at", AT, nullable=False),
        sa.Column("replacement", TEXT),
        sa.Column("note", TEXT, nullable=False),
        sa.PrimaryKeyConstraint("proposal", name="pk_second_opinion"),
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


def _draw() -> None:
    """From the whole log, so that what reviewers decided already is neither left out nor preferred."""
    from pipeline.store import samples, tables
    from pipeline.store.statements import insert_one

    conn = op.get_bind()
    applied = conn.exec_driver_sql(
        "SELECT DISTINCT proposal FROM ruling WHERE outcome = 'APPLY' AND because = 'policy' ORDER BY proposal"
    )
    drawn = [proposal for proposal in applied.scalars() if samples.chosen(proposal, SHARE)]
    facts = sa.text(
        "SELECT r.source, a.day, r.rule, r.fault FROM ruling r JOIN mending m ON m.id = r.mending "
        "JOIN document d ON d.id = m.document JOIN article a ON a.id = d.article "
        "WHERE r.proposal = :proposal ORDER BY r.source, r.seq LIMIT 1"
    ).columns(day=sa.Date())
    for proposal in drawn:
        row = dict(conn.execute(facts, {"proposal": proposal}).one()._mapping)
        row |= {"proposal": proposal, "priority": samples.place_in_queue(proposal), "at": datetime.now(UTC)}
        insert_one(conn, tables.sample, row)
    conn.exec_driver_sql(
        "UPDATE review_item SET priority = (SELECT s.priority FROM sample s WHERE s.proposal = review_item.proposal) "
        "WHERE outcome = 'APPLY' AND proposal IN (SELECT proposal FROM sample)"
    )
