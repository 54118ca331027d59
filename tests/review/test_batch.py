"""One answer for all that is alike, and its undo."""

from __future__ import annotations

from dataclasses import replace

import pytest

from pipeline.flow import review, review_batch
from pipeline.flow.workplace import Workplace
from pipeline.model.decision import Verdict
from pipeline.model.errors import Conflict, NotFound, UsageError
from pipeline.store import decisions
from tests.review.desk import add, clean, item, items, say

TEXT = "President Vladymyr Zelensky met number {} of his ministers in Kyiv on Monday."


@pytest.fixture
def likeness(place: Workplace) -> str:
    """Thirteen places that are alike, twelve of them in articles of their own."""
    for n in range(12):
        add(place, f"https://news.test/{n}", TEXT.format(n), source="demo" if n % 3 else "other", title=f"Talk {n}")
    return item(place, "Vladymyr").likeness


def texts(place: Workplace) -> list[str]:
    return [clean(place, f"https://news.test/{n}") for n in range(12) if n % 3]


def test_the_group_is_counted_and_shown_before_anything_is_said(place: Workplace, likeness: str) -> None:
    found = review_batch.group(place, likeness)
    assert (found.count, found.waiting, found.sources) == (13, 13, (("demo", 9), ("other", 4)))
    assert len(found.sample) == 10
    assert found.sample == review_batch.group(place, likeness).sample
    assert {one.before for one in found.sample} == {"Vladymyr"}
    assert next(one for one in review_batch.groups(place) if one.likeness == likeness).waiting == 13


def test_all_are_accepted_and_all_are_undone(place: Workplace, likeness: str) -> None:
    before = texts(place)
    done = review_batch.say_all(place, likeness, Verdict.ACCEPT, "ada", "his name", 13)
    assert (done.places, done.left) == (13, 0)
    assert all("Volodymyr" in text for text in texts(place))
    assert {row.state for row in items(place) if row.likeness == likeness} == {"accepted"}
    with place.store.read() as conn:
        (said,) = decisions.for_proposals(conn, [item(place, "Vladymyr").proposal])
    assert said.note == f"his name (batch {done.batch[:12]})"
    (act,) = review_batch.acts(place)
    assert (act.id, act.places, act.standing, act.verdict) == (done.batch, 13, 13, Verdict.ACCEPT)
    undone = review_batch.undo(place, done.batch, "bob")
    assert undone.places == 13
    assert texts(place) == before
    assert review_batch.acts(place)[0].standing == 0
    with pytest.raises(UsageError, match="nothing of this batch stands"):
        review_batch.undo(place, done.batch, "bob")


def test_what_was_decided_since_is_not_undone(place: Workplace, likeness: str) -> None:
    done = review_batch.say_all(place, likeness, Verdict.REJECT, "ada", "another man", 13)
    say(place, "Vladymyr", Verdict.ACCEPT, actor="bob")
    assert review_batch.acts(place)[0].standing == 12
    assert review_batch.undo(place, done.batch, "ada").places == 12
    assert item(place, "Vladymyr").state == "accepted"


def test_who_has_an_article_is_left_alone(place: Workplace, likeness: str) -> None:
    review.claim(place, item(place, "Vladymyr").article, "bob")
    done = review_batch.say_all(place, likeness, Verdict.ACCEPT, "ada", "his name", 13)
    assert (done.places, done.left) == (12, 1)


def test_one_click_is_bounded(place: Workplace, likeness: str) -> None:
    bounded = replace(place, settings=replace(place.settings, most_at_once=5))
    assert review_batch.say_all(bounded, likeness, Verdict.ACCEPT, "ada", "his name", 13).places == 5
    assert review_batch.group(place, likeness).waiting == 8


def test_what_is_refused_writes_nothing(place: Workplace, likeness: str) -> None:
    for verdict, reason, seen, error in (
        (Verdict.ACCEPT, " ", 13, UsageError),
        (Verdict.WITHDRAW, "x", 13, UsageError),
        (Verdict.ACCEPT, "x", 12, Conflict),
    ):
        with pytest.raises(error):
            review_batch.say_all(place, likeness, verdict, "ada", reason, seen)
    with pytest.raises(NotFound):
        review_batch.say_all(place, "f" * 64, Verdict.ACCEPT, "ada", "x", 13)
    with pytest.raises(NotFound):
        review_batch.undo(place, "f" * 64, "ada")
    assert review_batch.acts(place) == []
    assert {row.state for row in items(place)} == {"open"}
