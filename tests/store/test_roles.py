"""Each role may do its work on a real PostgreSQL, and nothing else."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import create_engine, make_url, text

from pipeline.flow.ingest import ingest_day
from pipeline.flow.replay import Checked, verify
from pipeline.flow.workplace import workplace
from pipeline.model.decision import Decision, Verdict
from pipeline.model.errors import StoreError
from pipeline.settings import load
from pipeline.store import decisions, roles, runs
from pipeline.store.database import Store
from tests.flow.conftest import NOW
from tests.sites import demo_site
from tests.store.samples import NOW as THEN
from tests.store.samples import add_body, mend, ruling, run

LOGINS = {"t_ingest": roles.INGEST, "t_review": roles.REVIEW, "t_read": roles.READ}


@pytest.fixture
def owner(postgres_url: str) -> Iterator[Store]:
    """A database of its own: roles belong to the whole server, rights to the database."""
    engine = create_engine(postgres_url, isolation_level="AUTOCOMMIT")
    with engine.connect() as conn:
        conn.execute(text("CREATE DATABASE nm_roles"))
    store = Store(make_url(postgres_url).set(database="nm_roles").render_as_string(hide_password=False))
    try:
        store.migrate()
        with store.begin() as conn:
            for _ in range(2):
                roles.apply(conn)
            for login, role in LOGINS.items():
                conn.execute(text(f"CREATE ROLE {login} LOGIN"))
                conn.execute(text(f"GRANT {role} TO {login}"))
        yield store
    finally:
        store.dispose()
        with engine.connect() as conn:
            conn.execute(text("DROP DATABASE nm_roles WITH (FORCE)"))
            for name in (*LOGINS, *LOGINS.values()):
                conn.execute(text(f"DROP ROLE IF EXISTS {name}"))
        engine.dispose()


def address(owner: Store, login: str) -> str:
    return owner.engine.url.set(username=login).render_as_string(hide_password=False)


def refused(store: Store, *statements: str) -> list[str]:
    """Those that the database does refuse for want of a right."""
    found = []
    for statement in statements:
        try:
            with store.begin() as conn:
                conn.exec_driver_sql(statement)
        except StoreError as error:
            if "permission denied" in str(error) or "must be owner" in str(error):
                found.append(statement)
    return found


FORBIDDEN = (
    "UPDATE ruling SET because = 'x'",
    "DELETE FROM ruling",
    "TRUNCATE ruling",
    "ALTER TABLE ruling DISABLE TRIGGER ALL",
    "DELETE FROM decision",
    "DROP TABLE article",
    "CREATE TABLE mine (x int)",
    "UPDATE newsmend_version SET version_num = '1'",
    "DELETE FROM article",
)


@pytest.mark.parametrize("login", LOGINS)
def test_nobody_touches_the_log_or_the_tables(owner: Store, login: str) -> None:
    store = Store(address(owner, login))
    assert refused(store, *FORBIDDEN) == list(FORBIDDEN)
    store.dispose()


def test_ingest_may_do_the_whole_job(owner: Store, tmp_path: Path) -> None:
    with demo_site(NOW) as url:
        env = {"NEWSMEND_HOME": str(tmp_path), "NEWSMEND_DEMO_URL": url}
        env["NEWSMEND_DATABASE_URL"] = address(owner, "t_ingest")
        with workplace(load(env), migrate=True) as place:
            for back in (2, 1, 1):
                report = ingest_day(place, place.source("demo"), NOW.date() - timedelta(days=back))
                assert report.funnel.adds_up
                assert report.funnel.stored
            assert list(verify(place, Checked())) == []
            columns, values = "key, proposal, verdict, actor, at, note", "'k', 'p', 'ACCEPT', 'x', now(), ''"
            decide = f"INSERT INTO decision ({columns}) VALUES ({values})"
            assert refused(place.store, decide) == [decide]


def test_review_decides_and_changes_no_article(owner: Store) -> None:
    with owner.begin() as conn:
        mend(conn, add_body(conn), run(conn))
    store = Store(address(owner, "t_review"))
    with store.begin() as conn:
        decisions.add(conn, [Decision(ruling().proposal.id, Verdict.REJECT, "ada", THEN)])
    with store.read() as conn:
        assert len(decisions.for_proposals(conn, [ruling().proposal.id])) == 1
    with store.begin() as conn:
        runs.ensure(conn, "1", "other rules", "{}", THEN)  # a decision mends its article
    wrong = ("UPDATE article SET title = 'x'", "UPDATE ruling SET because = 'x'", "DELETE FROM mending")
    assert refused(store, *wrong) == list(wrong)
    store.dispose()


def test_read_reads(owner: Store) -> None:
    with owner.begin() as conn:
        mend(conn, add_body(conn), run(conn))
    store = Store(address(owner, "t_read"))
    store.check()
    with store.read() as conn:
        assert conn.exec_driver_sql("SELECT count(*) FROM correction_log").scalar() == 2
    wrong = ("INSERT INTO robots VALUES ('r', 1, '', '', now())", "UPDATE host_pace SET strikes = 0")
    assert refused(store, *wrong) == list(wrong)
    store.dispose()


def test_sqlite_has_no_roles(tmp_path: Path) -> None:
    store = Store(f"sqlite:///{tmp_path}/x.db")
    store.migrate()
    with pytest.raises(StoreError, match="no roles"), store.begin() as conn:
        roles.apply(conn)
    store.dispose()
