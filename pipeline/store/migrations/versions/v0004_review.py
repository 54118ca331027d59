"""The reviewers' desk: the queue, claims, and faults that people mark by hand."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

SHA = sa.String(64)
WORD = sa.String(16)
AT = sa.DateTime(timezone=True)
TEXT = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")

ORDER = ("priority", "document", "proposal")
INDEXES = {
    "order": ORDER,
    "queue": ("state", *ORDER),
    "rule": ("rule", "state", *ORDER),
    "source": ("source", "state", *ORDER),
    "day": ("day", "state", *ORDER),
    "fault": ("fault", "state", *ORDER),
    "outcome": ("outcome", "state", *ORDER),
    "actor": ("actor", *ORDER),
    "run": ("run", *ORDER),
    "article": ("article",),
    "proposal": ("proposal",),
    "likeness": ("likeness",),
}


def upgrade() -> None:
    _claim()
    _marking()
    _item()
    _fill()
    for name, columns in INDEXES.items():
        op.create_index(f"ix_review_item_{name}", "review_item", list(columns))
    if op.get_bind().dialect.name == "postgresql":
        op.execute(
            "CREATE INDEX ix_review_item_words ON review_item USING gin "
            "(array_to_tsvector(string_to_array(ltrim(words), ' ')))"
        )


def _item() -> None:
    op.create_table(
        "review_item",
        sa.Column("document", SHA, nullable=False),
        sa.Column("proposal", SHA, nullable=False),
        sa.Column("article", SHA, nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("part", WORD, nullable=False),
        sa.Column("run", SHA, nullable=False),
        sa.Column("source", TEXT, nullable=False),
        sa.Column("seq", sa.BigInteger(), nullable=False),
        sa.Column("start_offset", sa.Integer(), nullable=False),
        sa.Column("end_offset", sa.Integer(), nullable=False),
        sa.Column("before", TEXT, nullable=False),
        sa.Column("after", TEXT),
        sa.Column("fault", WORD, nullable=False),
        sa.Column("rule", TEXT, nullable=False),
        sa.Column("outcome", WORD, nullable=False),
        sa.Column("confidence", sa.Double(), nullable=False),
        sa.Column("priority", sa.Double(), nullable=False),
        sa.Column("likeness", SHA, nullable=False),
        sa.Column("words", TEXT, nullable=False),
        sa.Column("state", WORD, nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("actor", TEXT),
        sa.Column("decided_at", AT),
        sa.ForeignKeyConstraint(["document"], ["document.id"], name="fk_review_item_document"),
        sa.ForeignKeyConstraint(["article"], ["article.id"], name="fk_review_item_article"),
        sa.PrimaryKeyConstraint("document", "proposal", name="pk_review_item"),
    )


def _claim() -> None:
    op.create_table(
        "claim",
        sa.Column("article", SHA, nullable=False),
        sa.Column("actor", TEXT, nullable=False),
        sa.Column("until", AT, nullable=False),
        sa.ForeignKeyConstraint(["article"], ["article.id"], name="fk_claim_article"),
        sa.PrimaryKeyConstraint("article", name="pk_claim"),
    )


def _marking() -> None:
    op.create_table(
        "marking",
        sa.Column("proposal", SHA, nullable=False),
        sa.Column("text_sha", SHA, nullable=False),
        sa.Column("start_offset", sa.Integer(), nullable=False),
        sa.Column("end_offset", sa.Integer(), nullable=False),
        sa.Column("before", TEXT, nullable=False),
        sa.Column("replacement", TEXT),
        sa.Column("fault", WORD, nullable=False),
        sa.Column("evidence", TEXT, nullable=False),
        sa.Column("actor", TEXT, nullable=False),
        sa.Column("at", AT, nullable=False),
        sa.PrimaryKeyConstraint("proposal", name="pk_marking"),
    )
    op.create_index("ix_marking_text_sha", "marking", ["text_sha"])
    if op.get_bind().dialect.name == "sqlite":
        for verb in ("UPDATE", "DELETE"):
            op.execute(
                f"CREATE TRIGGER marking_no_{verb.lower()} BEFORE {verb} ON marking "
                "BEGIN SELECT RAISE(ABORT, 'marking is insert-only'); END"
            )
        return
    op.execute(
        "CREATE TRIGGER marking_insert_only BEFORE UPDATE OR DELETE OR TRUNCATE ON marking "
        "FOR EACH STATEMENT EXECUTE FUNCTION newsmend_insert_only()"
    )


def _fill() -> None:
    """The queue of a store that is in use."""
    from pipeline.store import review_items

    conn = op.get_bind()
    newest = "SELECT max(o.revision) FROM document o WHERE o.article = d.article AND o.part = d.part"
    standing = conn.exec_driver_sql(f"SELECT d.id FROM document d WHERE d.revision = ({newest})").scalars().all()  # noqa: S608
    for document in standing:
        review_items.fill(conn, document)
