"""What changed trust, lessons and withdrawn rules make of stored articles."""

from __future__ import annotations

import pytest
from sqlalchemy import func, select

from pipeline.flow import review, standing
from pipeline.flow.gazetteer import learn
from pipeline.flow.mend_stored import mend_articles
from pipeline.flow.remend import find_unsettled, is_done, remend, state_of
from pipeline.flow.replay import Checked, verify
from pipeline.flow.workplace import Workplace
from pipeline.model.decision import Decision, Verdict
from pipeline.model.entity import STOP, Entity
from pipeline.model.errors import UsageError
from pipeline.repair.trust import weight
from pipeline.review.filters import ANY, Filters
from pipeline.review.queue import Item
from pipeline.store import decisions, log, tables
from pipeline.store.trusts import newest
from tests.review.desk import AT, add, clean, item, items, say

RULE = "duplication.word"


def rows(place: Workplace) -> int:
    with place.store.read() as conn:
        return int(conn.execute(select(func.count()).select_from(tables.ruling)).scalar_one())


def test_a_withdrawn_rule_is_undone_where_it_stood_and_nowhere_else(place: Workplace) -> None:
    before, weather = clean(place), clean(place, "https://news.test/weather")
    assert "the council" in before
    standing.withdraw(place, RULE, "olga", "it spoils verse")
    done = remend(place)
    assert {one.url for one in done.touched} == {"https://news.test/talks"}
    assert "the the council" in clean(place)
    assert clean(place, "https://news.test/weather") == weather
    for shift in (shift for one in done.touched for shift in one.shifts):
        assert (shift.rule, shift.now) == (RULE, "REFUSED")
        assert shift.because.startswith("the rule was withdrawn by olga on ")
        assert shift.because.endswith(": it spoils verse")
    assert item(place, "the the").priority == 0
    assert not [bad for bad in verify(place, Checked()) if "log" in bad.where + bad.why]
    count = rows(place)
    assert remend(place).touched == []
    standing.restore(place, RULE, "olga", "verse is left out now")
    assert {one.url for one in remend(place).touched} == {"https://news.test/talks"}
    assert clean(place) == before
    assert rows(place) == count  # the former mending stands again: its log is there


def test_what_a_reviewer_accepted_outlives_its_rule(place: Workplace) -> None:
    say(place, "the the", Verdict.ACCEPT)
    standing.withdraw(place, RULE, "olga", "it spoils verse")
    remend(place)
    assert "said on Monday that the council" in clean(place)


@pytest.mark.parametrize(("rule", "reason"), [("no.rule", "x"), (RULE, " "), ("", "x"), ("\x00", "x")])
def test_what_cannot_be_withdrawn(place: Workplace, rule: str, reason: str) -> None:
    with pytest.raises(UsageError):
        standing.withdraw(place, rule, "olga", reason)
    with pytest.raises(UsageError, match="already"):
        standing.restore(place, RULE, "olga", "it was never gone")


def test_mending_the_day_again_keeps_a_withdrawn_rule_out(place: Workplace) -> None:
    standing.withdraw(place, RULE, "olga", "it spoils verse")
    ids = sorted({found.article for found in items(place)})
    assert mend_articles(place, ids).changed == 1
    assert mend_articles(place, ids).changed == 0
    assert find_unsettled(place) == (2, [])


def of_rule(place: Workplace) -> list[Item]:
    return list(review.read_items(place, Filters(rule=RULE, state=ANY), size=500).items)


def test_refusals_lower_trust_and_later_mendings_hold_back(place: Workplace) -> None:
    for n in range(30):
        add(place, f"https://news.test/{n}", f"The council met on day {n} and the the minister spoke of bridge {n}.")
    applied = [row for row in of_rule(place) if row.outcome == "APPLY"]
    assert len(applied) > 30
    with place.store.begin() as conn:
        decisions.add(conn, [Decision(row.proposal, Verdict.REJECT, "ada", AT) for row in applied[:25]])
        assert newest(conn) == {}
    assert standing.learn_trust(place)
    assert not standing.learn_trust(place)
    assert any(row.outcome == "APPLY" for row in of_rule(place))  # what is stored waits for the next mending
    remend(place)
    assert {row.outcome for row in of_rule(place) if row.state == "open"} <= {"HOLD", "FLAG"}
    assert item(place, "Zelenskyi").outcome == "APPLY"
    with place.store.read() as conn:
        assert all(log.verify_chain(conn, source) is None for source in log.sources(conn))


def test_a_name_that_is_right_is_left_alone_for_ever(place: Workplace) -> None:
    before, other = clean(place), clean(place, "https://news.test/weather")
    stop = Entity("", "Zelenskyi", "Zelenskyi", STOP)
    lesson = learn.draft(place, stop, "ada", reason="it is another man")
    trial = learn.test(place, lesson.id, "ada").trial
    assert trial is not None
    assert [(effect.before, effect.now) for effect in trial.lost] == [("Zelenskyi", "")]
    learn.publish(place, lesson.id, "olga", "it is another man")
    assert {one.url for one in remend(place).touched} == {"https://news.test/talks"}
    assert "Zelenskyi came back" in clean(place)
    assert clean(place, "https://news.test/weather") == other
    assert remend(place).asked == 0
    learn.revert(place, lesson.id, "olga", "it was the same man")
    remend(place)
    assert clean(place) == before
    with pytest.raises(UsageError):
        learn.draft(place, Entity("", "!", "!", STOP), "ada")


def test_the_state_of_the_archive_is_known(place: Workplace) -> None:
    assert not is_done(place, state_of(place))
    remend(place)
    assert is_done(place, state_of(place))
    standing.withdraw(place, RULE, "olga", "it spoils verse")
    assert not is_done(place, state_of(place))


@pytest.mark.parametrize(
    ("accepted", "decided", "claimed", "expected"),
    [
        (20, 20, 0.99, 1.0),
        (19, 20, 0.99, 1.0),
        (12, 20, 0.6, 1.0),
        (0, 19, 0.99, 1.0),
        (0, 20, 0.99, 0.0),
        (17, 20, 0.99, 0.64),
        (10, 20, 0.99, 0.30),
    ],
)
def test_only_a_rule_that_claims_too_much_loses_weight(
    accepted: int, decided: int, claimed: float, expected: float
) -> None:
    assert weight(accepted, decided, claimed) == expected
