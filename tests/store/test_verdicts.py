"""What reviewers said of each rule."""

from __future__ import annotations

from datetime import timedelta

from pipeline.model.decision import Decision, Verdict
from pipeline.store import decisions, verdicts
from pipeline.store.database import Store
from tests.store.samples import NOW, TEXT, add_body, mend, ruling, run


def test_the_last_word_on_each_proposal_counts(store: Store) -> None:
    first, second = ruling(TEXT, 0, 9).proposal, ruling().proposal
    with store.begin() as conn:
        assert verdicts.per_rule(conn) == {}
        mend(conn, add_body(conn), run(conn))
        said = [(first, Verdict.ACCEPT), (second, Verdict.ACCEPT), (second, Verdict.REJECT)]
        decisions.add(conn, [Decision(p.id, v, "ann", NOW + timedelta(minutes=n)) for n, (p, v) in enumerate(said)])
        assert verdicts.per_rule(conn) == {"name.given-name": (1, 2)}
        decisions.add(conn, [Decision(first.id, Verdict.WITHDRAW, "ann", NOW + timedelta(days=1))])
        assert verdicts.per_rule(conn) == {"name.given-name": (0, 1)}
