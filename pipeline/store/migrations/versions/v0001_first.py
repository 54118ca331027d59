"""The first version: every table, the insert-only triggers and the view `correction_log`."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

SHA = sa.String(64)
AT = sa.DateTime(timezone=True)
TEXT = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
SERIAL = sa.BigInteger().with_variant(sa.Integer(), "sqlite")

INSERT_ONLY = ("decision", "ruling")

VIEW = """
CREATE VIEW correction_log AS
SELECT r.seq, r.source, a.url AS article_url, a.id AS article_id, a.day, d.part, r.start_offset, r.end_offset,
       r.before, r.replacement AS after, r.fault, r.rule, r.outcome, r.confidence, r.evidence, r.because,
       r.proposal AS proposal_id, m.run AS run_id, r.hash,
       CASE WHEN m.rank = (SELECT max(o.rank) FROM mending o WHERE o.document = m.document)
             AND d.revision = (SELECT max(o.revision) FROM document o WHERE o.article = d.article AND o.part = d.part)
            THEN 1 ELSE 0 END AS standing
FROM ruling r
JOIN mending m ON m.id = r.mending
JOIN document d ON d.id = m.document
JOIN article a ON a.id = d.article
"""

REFUSE = """
CREATE FUNCTION newsmend_insert_only() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION '% is insert-only', TG_TABLE_NAME; END $$
"""


def upgrade() -> None:
    _source()
    _page()
    _article()
    _document()
    _fetch()
    _run()
    _proposal()
    _decision()
    _mending()
    _ruling()
    _quarantine()
    _chain()
    for name in INSERT_ONLY:
        _forbid(name)
    op.execute(VIEW)


def _forbid(name: str) -> None:
    """The table refuses UPDATE and DELETE, and TRUNCATE where there is one."""
    if op.get_bind().dialect.name == "sqlite":
        for verb in ("UPDATE", "DELETE"):
            op.execute(
                f"CREATE TRIGGER {name}_no_{verb.lower()} BEFORE {verb} ON {name} "
                f"BEGIN SELECT RAISE(ABORT, '{name} is insert-only'); END"
            )
        return
    if name == INSERT_ONLY[0]:
        op.execute(REFUSE)
    op.execute(
        f"CREATE TRIGGER {name}_insert_only BEFORE UPDATE OR DELETE OR TRUNCATE ON {name} "
        "FOR EACH STATEMENT EXECUTE FUNCTION newsmend_insert_only()"
    )


def _chain() -> None:
    op.create_table(
        "chain",
        sa.Column("source", TEXT, nullable=False),
        sa.Column("seq", sa.BigInteger(), nullable=False),
        sa.Column("hash", SHA, nullable=False),
        sa.PrimaryKeyConstraint("source", name="pk_chain"),
    )


def _decision() -> None:
    op.create_table(
        "decision",
        sa.Column("seq", SERIAL, nullable=False),
        sa.Column("key", SHA, nullable=False),
        sa.Column("proposal", SHA, nullable=False),
        sa.Column("verdict", sa.String(16), nullable=False),
        sa.Column("actor", TEXT, nullable=False),
        sa.Column("at", AT, nullable=False),
        sa.Column("replacement", TEXT),
        sa.Column("note", TEXT, nullable=False),
        sa.PrimaryKeyConstraint("seq", name="pk_decision"),
        sa.UniqueConstraint("key", name="uq_decision_key"),
    )
    op.create_index("ix_decision_proposal", "decision", ["proposal"])


def _page() -> None:
    op.create_table(
        "page",
        sa.Column("id", SHA, nullable=False),
        sa.Column("url", TEXT, nullable=False),
        sa.Column("final_url", TEXT, nullable=False),
        sa.Column("status", sa.Integer(), nullable=False),
        sa.Column("path", TEXT, nullable=False),
        sa.Column("sha", SHA, nullable=False),
        sa.Column("size", sa.BigInteger(), nullable=False),
        sa.Column("fetched_at", AT, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_page"),
    )


def _quarantine() -> None:
    op.create_table(
        "quarantine",
        sa.Column("id", SERIAL, nullable=False),
        sa.Column("source", TEXT, nullable=False),
        sa.Column("url", TEXT, nullable=False),
        sa.Column("url_key", SHA, nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("stage", TEXT, nullable=False),
        sa.Column("error", TEXT, nullable=False),
        sa.Column("hint", TEXT, nullable=False),
        sa.Column("at", AT, nullable=False),
        sa.Column("resolved_at", AT),
        sa.PrimaryKeyConstraint("id", name="pk_quarantine"),
        sa.UniqueConstraint("source", "url_key", "day", "stage", name="uq_quarantine_source_url_key_day_stage"),
    )
    op.create_index(
        "ix_quarantine_open",
        "quarantine",
        ["source", "day"],
        sqlite_where=sa.text("resolved_at IS NULL"),
        postgresql_where=sa.text("resolved_at IS NULL"),
    )


def _run() -> None:
    op.create_table(
        "run",
        sa.Column("id", SHA, nullable=False),
        sa.Column("code_version", TEXT, nullable=False),
        sa.Column("rules", TEXT, nullable=False),
        sa.Column("policy", TEXT, nullable=False),
        sa.Column("at", AT, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_run"),
    )


def _source() -> None:
    op.create_table(
        "source",
        sa.Column("id", TEXT, nullable=False),
        sa.Column("name", TEXT, nullable=False),
        sa.Column("home", TEXT, nullable=False),
        sa.Column("language", TEXT, nullable=False),
        sa.Column("translated", TEXT, nullable=False),
        sa.Column("at", AT, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_source"),
    )


def _article() -> None:
    op.create_table(
        "article",
        sa.Column("id", SHA, nullable=False),
        sa.Column("source", TEXT, nullable=False),
        sa.Column("url", TEXT, nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("title", TEXT, nullable=False),
        sa.Column("authors", sa.Text(), nullable=False),
        sa.Column("published", AT),
        sa.Column("updated", AT),
        sa.Column("language", TEXT),
        sa.Column("publisher", TEXT),
        sa.Column("state", sa.String(16), nullable=False),
        sa.Column("page", SHA, nullable=False),
        sa.Column("at", AT, nullable=False),
        sa.ForeignKeyConstraint(["page"], ["page.id"], name="fk_article_page"),
        sa.PrimaryKeyConstraint("id", name="pk_article"),
    )
    op.create_index("ix_article_day_source", "article", ["day", "source"])
    op.create_index("ix_article_source", "article", ["source"])


def _proposal() -> None:
    op.create_table(
        "proposal",
        sa.Column("id", SHA, nullable=False),
        sa.Column("text_sha", SHA, nullable=False),
        sa.Column("rule", TEXT, nullable=False),
        sa.Column("first_seen_run", SHA, nullable=False),
        sa.Column("last_seen_run", SHA, nullable=False),
        sa.ForeignKeyConstraint(["first_seen_run"], ["run.id"], name="fk_proposal_first_seen_run"),
        sa.ForeignKeyConstraint(["last_seen_run"], ["run.id"], name="fk_proposal_last_seen_run"),
        sa.PrimaryKeyConstraint("id", name="pk_proposal"),
    )
    op.create_index("ix_proposal_text_sha", "proposal", ["text_sha"])


def _document() -> None:
    op.create_table(
        "document",
        sa.Column("id", SHA, nullable=False),
        sa.Column("article", SHA, nullable=False),
        sa.Column("part", sa.String(16), nullable=False),
        sa.Column("text_sha", SHA, nullable=False),
        sa.Column("text", TEXT, nullable=False),
        sa.Column("words", sa.Integer(), nullable=False),
        sa.Column("page", SHA, nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["article"], ["article.id"], name="fk_document_article"),
        sa.ForeignKeyConstraint(["page"], ["page.id"], name="fk_document_page"),
        sa.PrimaryKeyConstraint("id", name="pk_document"),
        sa.UniqueConstraint("article", "part", "revision", name="uq_document_article_part_revision"),
        sa.UniqueConstraint("article", "part", "text_sha", name="uq_document_article_part_text_sha"),
    )


def _fetch() -> None:
    op.create_table(
        "fetch",
        sa.Column("id", SERIAL, nullable=False),
        sa.Column("source", TEXT, nullable=False),
        sa.Column("url", TEXT, nullable=False),
        sa.Column("url_key", SHA, nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("found_in", TEXT, nullable=False),
        sa.Column("title", TEXT, nullable=False),
        sa.Column("published", AT),
        sa.Column("modified", AT),
        sa.Column("outcome", sa.String(16), nullable=False),
        sa.Column("reason", TEXT, nullable=False),
        sa.Column("status", sa.Integer(), nullable=False),
        sa.Column("etag", TEXT),
        sa.Column("last_modified", TEXT),
        sa.Column("page", SHA),
        sa.Column("article", SHA),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("at", AT, nullable=False),
        sa.ForeignKeyConstraint(["article"], ["article.id"], name="fk_fetch_article"),
        sa.ForeignKeyConstraint(["page"], ["page.id"], name="fk_fetch_page"),
        sa.PrimaryKeyConstraint("id", name="pk_fetch"),
        sa.UniqueConstraint("source", "url_key", "day", name="uq_fetch_source_url_key_day"),
    )
    op.create_index("ix_fetch_day_source", "fetch", ["day", "source"])


def _mending() -> None:
    op.create_table(
        "mending",
        sa.Column("id", SHA, nullable=False),
        sa.Column("run", SHA, nullable=False),
        sa.Column("document", SHA, nullable=False),
        sa.Column("decisions_sha", SHA, nullable=False),
        sa.Column("clean_text", TEXT, nullable=False),
        sa.Column("clean_sha", SHA, nullable=False),
        sa.Column("rank", sa.Integer(), nullable=False),
        sa.Column("at", AT, nullable=False),
        sa.ForeignKeyConstraint(["document"], ["document.id"], name="fk_mending_document"),
        sa.ForeignKeyConstraint(["run"], ["run.id"], name="fk_mending_run"),
        sa.PrimaryKeyConstraint("id", name="pk_mending"),
        sa.UniqueConstraint("document", "rank", name="uq_mending_document_rank"),
        sa.UniqueConstraint("document", "run", "decisions_sha", name="uq_mending_document_run_decisions_sha"),
    )


def _ruling() -> None:
    op.create_table(
        "ruling",
        sa.Column("source", TEXT, nullable=False),
        sa.Column("seq", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("mending", SHA, nullable=False),
        sa.Column("proposal", SHA, nullable=False),
        sa.Column("start_offset", sa.Integer(), nullable=False),
        sa.Column("end_offset", sa.Integer(), nullable=False),
        sa.Column("before", TEXT, nullable=False),
        sa.Column("replacements", sa.Text(), nullable=False),
        sa.Column("fault", sa.String(16), nullable=False),
        sa.Column("rule", TEXT, nullable=False),
        sa.Column("confidence", sa.Double(), nullable=False),
        sa.Column("evidence", TEXT, nullable=False),
        sa.Column("outcome", sa.String(16), nullable=False),
        sa.Column("replacement", TEXT),
        sa.Column("because", TEXT, nullable=False),
        sa.Column("at", AT, nullable=False),
        sa.Column("prev_hash", SHA, nullable=False),
        sa.Column("hash", SHA, nullable=False),
        sa.ForeignKeyConstraint(["mending"], ["mending.id"], name="fk_ruling_mending"),
        sa.ForeignKeyConstraint(["proposal"], ["proposal.id"], name="fk_ruling_proposal"),
        sa.PrimaryKeyConstraint("source", "seq", name="pk_ruling"),
    )
    op.create_index("ix_ruling_mending", "ruling", ["mending"])
    op.create_index("ix_ruling_proposal", "ruling", ["proposal"])
