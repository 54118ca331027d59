"""Decisions, lessons, marks and second opinions are sealed; what is changed, taken out or put in is found."""

from __future__ import annotations

import threading
from datetime import timedelta

import pytest

from pipeline.model.decision import Decision, Verdict
from pipeline.model.errors import StoreError
from pipeline.store import decisions, journal
from pipeline.store.database import Store
from pipeline.store.records import ChainBreak
from tests.store.samples import NOW

PROPOSALS = [f"{n:064x}" for n in range(6)]
TAMPERING: list[tuple[str, int, str]] = [
    ("UPDATE decision SET verdict = 'ACCEPT' WHERE seq = 3", 3, "content"),
    ("UPDATE decision SET actor = 'eve' WHERE seq = 1", 1, "content"),
    ("UPDATE decision SET replacement = 'x' WHERE seq = 2", 2, "content"),
    ("UPDATE decision SET note = 'so be it' WHERE seq = 6", 6, "content"),
    ("UPDATE decision SET key = 'other' WHERE seq = 4", 4, "missing"),
    ("DELETE FROM decision WHERE seq = 5", 5, "missing"),
    ("DELETE FROM decision WHERE seq = 6", 6, "missing"),
    ("DELETE FROM decision", 1, "missing"),
    ("UPDATE journal SET hash = prev_hash WHERE seq = 5", 5, "content"),
    ("UPDATE journal SET prev_hash = hash WHERE seq = 5", 5, "follow"),
    ("DELETE FROM journal WHERE seq = 2", 2, "missing"),
    ("DELETE FROM journal WHERE seq = 6", 6, "missing"),
    ("DELETE FROM journal_head", 6, "head"),
    (
        "INSERT INTO decision (seq, key, proposal, verdict, actor, at, note) "
        "SELECT 99, 'zz', proposal, verdict, 'eve', at, note FROM decision WHERE seq = 1",
        7,
        "without a seal",
    ),
]


@pytest.fixture
def sealed(store: Store) -> Store:
    """Six decisions, and no trigger: whoever owns the database can drop it."""
    with store.begin() as conn:
        said = [
            Decision(proposal, Verdict.REJECT, "ada", NOW + timedelta(seconds=n), None, "\u202eé\ud800")
            for n, proposal in enumerate(PROPOSALS)
        ]
        decisions.add(conn, [*said, *said])  # said twice, sealed once
        assert journal.verify(conn, "decision") is None
        assert journal.heads(conn)["decision"][0] == len(PROPOSALS)
    return store


def test_nobody_changes_a_seal(sealed: Store) -> None:
    for statement in ("UPDATE journal SET hash = prev_hash", "DELETE FROM journal"):
        with pytest.raises(StoreError, match="insert-only"), sealed.begin() as conn:
            conn.exec_driver_sql(statement)


def test_the_first_bad_row_is_named(sealed: Store) -> None:
    with sealed.begin() as conn:
        for name in ("decision", "journal"):
            if conn.dialect.name == "sqlite":
                conn.exec_driver_sql(f"DROP TRIGGER {name}_no_update")
                conn.exec_driver_sql(f"DROP TRIGGER {name}_no_delete")
            else:
                conn.exec_driver_sql(f"DROP TRIGGER {name}_insert_only ON {name}")
    with sealed.begin() as conn:
        for statement, seq, why in TAMPERING:
            with conn.begin_nested() as savepoint:
                conn.exec_driver_sql(statement)
                broken = journal.verify(conn, "decision")
                savepoint.rollback()
            assert isinstance(broken, ChainBreak), statement
            assert why in broken.why, statement
            assert broken.seq == seq, statement
        assert all(journal.verify(conn, log) is None for log in journal.KEYS)


def test_a_store_older_than_the_seals_is_sealed_as_it_is(sealed: Store) -> None:
    with sealed.begin() as conn:
        before = journal.heads(conn)["decision"]
        if conn.dialect.name == "sqlite":
            conn.exec_driver_sql("DROP TRIGGER journal_no_delete")
        else:
            conn.exec_driver_sql("DROP TRIGGER journal_insert_only ON journal")
        conn.exec_driver_sql("DELETE FROM journal")
        conn.exec_driver_sql("DELETE FROM journal_head")
        assert journal.verify(conn, "decision") is not None
        journal.fill(conn)
        assert journal.verify(conn, "decision") is None
        assert journal.heads(conn)["decision"] == before
        journal.fill(conn)
        assert journal.heads(conn)["decision"] == before


def test_writers_at_once_keep_it_whole(store: Store) -> None:
    failures: list[Exception] = []
    start = threading.Barrier(4)

    def write(actor: str) -> None:
        start.wait()
        try:
            for n in range(8):
                with store.begin() as conn:
                    decisions.add(conn, [Decision(PROPOSALS[n % 6], Verdict.ACCEPT, actor, NOW + timedelta(seconds=n))])
        except Exception as error:
            failures.append(error)

    threads = [threading.Thread(target=write, args=(f"r{n}",)) for n in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    with store.read() as conn:
        assert journal.verify(conn, "decision") is None
        assert journal.heads(conn)["decision"][0] == 32
