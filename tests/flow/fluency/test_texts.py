"""Which texts of a store are learned from."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from pipeline.flow.fluency.texts import TO_DECIDE, accepted_texts, is_accepted
from pipeline.flow.ingest import ingest_day
from pipeline.flow.workplace import Workplace
from pipeline.model.anchor import Anchor
from pipeline.model.decision import Decision, Verdict
from pipeline.model.document import Document
from pipeline.model.proposal import Fault, Proposal
from pipeline.model.ruling import Outcome, Ruling
from pipeline.store import articles, decisions, documents, mendings
from tests.flow.conftest import NOW


def ruling(outcome: Outcome) -> Ruling:
    anchor: Anchor = Document("", "a a word").anchor(0, 3)
    return Ruling(Proposal(anchor, ("a",), Fault.DUPLICATION, "x", 1.0, "said."), outcome, "a", "policy")


@pytest.mark.parametrize(
    ("outcome", "decided", "accepted"),
    [
        (Outcome.APPLY, True, True), (Outcome.APPLY, False, False), (Outcome.HOLD, False, False),
        (Outcome.REJECTED, True, True), (Outcome.REFUSED, True, False), (Outcome.SUPERSEDED, True, False),
    ],
)  # fmt: skip
def test_every_correction_must_be_decided(outcome: Outcome, decided: bool, accepted: bool) -> None:
    one = ruling(outcome)
    said = {one.proposal.id: Decision(one.proposal.id, Verdict.ACCEPT, "eve", datetime.now(UTC))}
    assert is_accepted([one], said if decided else {}) is accepted


def test_no_correction_is_no_acceptance() -> None:
    assert not is_accepted([], {})


def test_a_store_gives_what_was_decided_and_what_people_wrote(place: Workplace) -> None:
    day = NOW.date() - timedelta(days=1)
    ingest_day(place, place.source("demo"), day)
    assert list(accepted_texts(place)) == []
    with place.store.begin() as conn:
        ids = [article.id for article in articles.of_day(conn, day)]
        texts = documents.current(conn, ids)
        mended = mendings.latest(conn, [text.id for text in texts])
        rulings = {id: mendings.rulings(conn, mending.id) for id, mending in mended.items()}
        chosen = next(id for id, of in rulings.items() if of and all(one.outcome in TO_DECIDE for one in of))
        at = datetime.now(UTC)
        decisions.add(
            conn, [Decision(one.proposal.id, Verdict.ACCEPT, "eve", at, one.replacement) for one in rulings[chosen]]
        )
    assert mended[chosen].clean_text in list(accepted_texts(place))
    human = replace(place.source("demo"), translated="no")
    place._sources["demo"] = human
    assert len(list(accepted_texts(place))) > 1
