from __future__ import annotations

import threading

import pytest

from pipeline.store import log
from pipeline.store.database import Store
from pipeline.store.records import ChainBreak
from tests.store.samples import add_body, mend, run

THREADS, EACH = 4, 5
TAMPERING: list[tuple[str, int | None, str]] = [
    ("UPDATE ruling SET evidence = 'trust me' WHERE seq = 3", 3, "content"),
    ("UPDATE ruling SET confidence = 0.98 WHERE seq = 4", 4, "content"),
    ("UPDATE ruling SET replacement = NULL WHERE seq = 2", 2, "content"),
    ("UPDATE ruling SET replacement = 'None' WHERE seq = 2", 2, "content"),
    (
        "UPDATE ruling SET mending = (SELECT max(mending) FROM ruling), seq = seq WHERE seq IN (1, 3, 5)",
        None,
        "content",
    ),
    ("UPDATE ruling SET hash = prev_hash WHERE seq = 5", 5, "content"),
    ("UPDATE ruling SET prev_hash = hash WHERE seq = 5", 5, "follow"),
    ("DELETE FROM ruling WHERE seq = 2", 2, "missing"),
    ("DELETE FROM ruling WHERE seq >= 5", 5, "missing"),
    ("DELETE FROM ruling", 1, "missing"),
    ("DELETE FROM chain", 6, "head"),
    ("UPDATE chain SET seq = 5 WHERE source = 'demo'", 6, "written last"),
]


@pytest.fixture
def tampered(store: Store) -> Store:
    """Three mendings, six rulings, and no trigger: whoever has the database's password can drop it."""
    with store.begin() as conn:
        body, run_id = add_body(conn), run(conn)
        for decisions in ("1", "2", "3"):
            mend(conn, body, run_id, decisions)
        assert log.verify_chain(conn, "demo") is None
        if conn.dialect.name == "sqlite":
            conn.exec_driver_sql("DROP TRIGGER ruling_no_update")
            conn.exec_driver_sql("DROP TRIGGER ruling_no_delete")
        else:
            conn.exec_driver_sql("DROP TRIGGER ruling_insert_only ON ruling")
    return store


def test_the_first_bad_row_is_named(tampered: Store) -> None:
    with tampered.begin() as conn:
        for statement, seq, why in TAMPERING:
            with conn.begin_nested() as savepoint:
                conn.exec_driver_sql(statement)
                broken = log.verify_chain(conn, "demo")
                savepoint.rollback()
            assert isinstance(broken, ChainBreak), statement
            assert why in broken.why, statement
            assert seq is None or broken.seq == seq, statement
        assert log.verify_chain(conn, "demo") is None
        assert log.verify_chain(conn, "other") is None


def test_writers_at_once_keep_the_chain_whole(store: Store) -> None:
    with store.begin() as conn:
        run_id = run(conn)
        bodies = [add_body(conn, url=f"https://news.test/{n}") for n in range(THREADS * EACH)]
    failures: list[Exception] = []
    start = threading.Barrier(THREADS)

    def write(number: int) -> None:
        start.wait()
        try:
            for body in bodies[number::THREADS] + bodies[:3]:  # the first three by everybody
                with store.begin() as conn:
                    mend(conn, body, run_id)
        except Exception as error:
            failures.append(error)

    threads = [threading.Thread(target=write, args=(n,)) for n in range(THREADS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    with store.read() as conn:
        assert log.verify_chain(conn, "demo") is None
        assert [row.seq for row in log.rows(conn)] == list(range(1, 2 * THREADS * EACH + 1))
