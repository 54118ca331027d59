from __future__ import annotations

import pytest

from pipeline.model.decision import Decision, Verdict
from pipeline.model.errors import StoreError
from pipeline.store import decisions
from pipeline.store.database import Store
from tests.store.samples import LATER, NOW, add_body, dump, mend, ruling, run, utc

STATEMENTS = (
    "UPDATE ruling SET because = 'x'",
    "DELETE FROM ruling",
    "UPDATE decision SET verdict = 'ACCEPT'",
    "DELETE FROM decision",
)
OF_ONE = {
    "sqlite": (
        "INSERT OR REPLACE INTO decision SELECT seq, key, proposal, 'ACCEPT', actor, at, NULL, note FROM decision",
    ),
    "postgresql": ("TRUNCATE ruling", "TRUNCATE decision"),
}


def test_nobody_changes_the_log_or_the_decisions(store: Store) -> None:
    with store.begin() as conn:
        mend(conn, add_body(conn), run(conn))
        decisions.add(conn, [Decision(ruling().proposal.id, Verdict.REJECT, "ada", NOW)])
    before = dump(store)
    for statement in STATEMENTS + OF_ONE[store.engine.dialect.name]:
        with pytest.raises(StoreError, match="insert-only"), store.begin() as conn:
            conn.exec_driver_sql(statement)
    assert dump(store) == before


def test_decisions_come_back_oldest_first_and_once(store: Store) -> None:
    one = Decision(ruling().proposal.id, Verdict.ACCEPT, "ada", utc(NOW), "Volodymyr", "sure")
    two = Decision(ruling().proposal.id, Verdict.WITHDRAW, "ada", utc(LATER))
    other = Decision("f" * 64, Verdict.UNSURE, "bob", utc(NOW), "", "an empty replacement is a deletion")
    for _ in range(2):
        with store.begin() as conn:
            decisions.add(conn, [two, one, other])
    with store.read() as conn:
        assert decisions.for_proposals(conn, [one.proposal]) == [one, two]
        assert decisions.for_proposals(conn, [other.proposal]) == [other]
        assert decisions.for_proposals(conn, []) == []
