"""Three database roles with no more rights than their work takes. Give each to a login of its own."""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy import Connection, text

from pipeline.model.errors import StoreError
from pipeline.store.tables import metadata

INGEST, REVIEW, READ = "newsmend_ingest", "newsmend_review", "newsmend_read"
DRAWN = ("ruling", "sample", "trust", "same_mending", "remending")  # what mending adds to
ACTS = ("batch", "batch_item", "rule_switch")
LOG = (*DRAWN, "decision", "lesson", "second_opinion", "journal", *ACTS)  # rows are added, never changed
MEMORY = ("host_pace", "robots", "list_state", "text_band", "text_print", "article_copy")  # may be dropped by the work
VIEW = "correction_log"
REVIEWED = ("decision", "lesson", "second_opinion", "journal", *ACTS)  # what reviewers write, beside the queue's tables
MENDED = ("run", "proposal", "mending", "chain", "quarantine", "journal_head")  # a decision mends its article at once
TOKENS = "api_token"  # made and taken back by the owner; who serves the desk looks them up
QUEUE = ("review_item", "claim", "marking")
ALL = ("SELECT", "INSERT", "UPDATE", "DELETE")
LOCK = 0x6E65_7774  # two processes that grant at once wait for each other


def grants() -> Mapping[str, Mapping[str, tuple[str, ...]]]:
    """By role and table, the rights. Nobody may delete from, change or empty the log; nobody may alter a table."""
    everything: dict[str, tuple[str, ...]] = dict.fromkeys([*metadata.tables, VIEW], ALL[:1])
    ingest = dict(everything)
    for name in metadata.tables:
        if name in (*LOG, "journal_head"):
            ingest[name] = ALL[:2] if name in DRAWN else ALL[:1]
        else:
            ingest[name] = ALL if name in MEMORY + QUEUE else ALL[:3]
    review = everything | dict.fromkeys([*REVIEWED, *DRAWN], ALL[:2]) | dict.fromkeys(MENDED, ALL[:3])
    review |= dict.fromkeys(QUEUE, ALL)
    for role in (ingest, everything):
        del role[TOKENS]
    return {INGEST: ingest, REVIEW: review, READ: everything}


def statements() -> list[str]:
    """SQL that makes the roles where they are missing and sets their rights to exactly these; safe to repeat."""
    lines = []
    for role, rights in grants().items():
        lines.append(
            f"DO $$ BEGIN IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = '{role}') "
            f"THEN CREATE ROLE {role} NOLOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE; END IF; END $$"
        )
        lines.append(f"REVOKE ALL ON ALL TABLES IN SCHEMA public FROM {role}")
        lines.append(f"GRANT USAGE ON SCHEMA public TO {role}")
        lines += [f'GRANT {", ".join(verbs)} ON "{name}" TO {role}' for name, verbs in sorted(rights.items())]
        lines.append(f"GRANT SELECT ON newsmend_version TO {role}")
        if role != READ:
            lines.append(f"GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO {role}")
    lines.append("REVOKE CREATE ON SCHEMA public FROM PUBLIC")
    return lines


def apply(conn: Connection) -> tuple[str, ...]:
    """The names of the roles, made and granted inside the caller's transaction, by the owner of the tables.

    Raises:
        StoreError: the database is SQLite, which has no roles.
    """
    if conn.dialect.name != "postgresql":
        raise StoreError("SQLite has no roles", hint="Point NEWSMEND_DATABASE_URL at a PostgreSQL server.")
    conn.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": LOCK})
    for statement in statements():
        conn.exec_driver_sql(statement)
    return INGEST, REVIEW, READ
