from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pipeline.flow import review
from pipeline.flow.mend_stored import mend_articles
from pipeline.flow.workplace import Workplace, now
from pipeline.model.decision import Verdict
from pipeline.model.errors import Conflict, NewsmendError, NotFound, UsageError
from pipeline.model.proposal import Fault
from pipeline.review.decide import Answer, Mark
from pipeline.review.filters import Filters
from pipeline.store import claims
from pipeline.store.claims import Claim
from tests.review.desk import TALKS, add, clean, item, items, say


def test_an_accepted_correction_is_in_the_text_at_once(place: Workplace) -> None:
    assert "Vladymyr" in clean(place)
    [row] = say(place, "Vladymyr", Verdict.ACCEPT)
    assert (row.state, row.outcome, row.actor) == ("accepted", "APPLY", "ada")
    assert "President Volodymyr Zelensky" in clean(place)


def test_a_rejected_one_leaves_the_text(place: Workplace) -> None:
    [row] = say(place, "Zelenskyi", Verdict.REJECT)
    assert (row.state, row.outcome) == ("rejected", "REJECTED")
    assert "Zelenskyi came back" in clean(place)


def test_the_reviewers_own_words_stand(place: Workplace) -> None:
    say(place, "Vladymyr", Verdict.ACCEPT, "Wolodymyr")
    assert "President Wolodymyr Zelensky" in clean(place)
    say(place, "Vladymyr", Verdict.WITHDRAW)
    say(place, "Vladymyr", Verdict.ACCEPT, "")
    assert "President  Zelensky" in clean(place)


def test_unsure_changes_nothing_and_leaves_the_open_queue(place: Workplace) -> None:
    before = clean(place)
    [row] = say(place, "Vladymyr", Verdict.UNSURE)
    assert (row.state, clean(place)) == ("unsure", before)
    assert "Vladymyr" not in [found.before for found in items(place, Filters())]


@pytest.mark.parametrize("words", ["two\nlines", "bell\x07", "x" * 2001, "half \ud800"])
def test_words_that_cannot_stand_are_refused_and_nothing_is_written(place: Workplace, words: str) -> None:
    found, before = item(place, "Vladymyr"), clean(place)
    with pytest.raises(UsageError):
        review.say(place, Answer(found.proposal, Verdict.ACCEPT, 0, words), "ada")
    assert (item(place, "Vladymyr"), clean(place)) == (found, before)


def test_a_stale_answer_is_refused_and_says_who_was_quicker(place: Workplace) -> None:
    seen = item(place, "Vladymyr")
    say(place, "Vladymyr", Verdict.ACCEPT, actor="bob")
    with pytest.raises(Conflict, match="bob decided meanwhile: accepted"):
        review.say(place, Answer(seen.proposal, Verdict.REJECT, seen.version), "ada")
    assert "Volodymyr" in clean(place)


def test_of_many_at_once_one_is_heard(place: Workplace) -> None:
    seen = item(place, "Vladymyr")

    def one(n: int) -> str:
        try:
            review.say(place, Answer(seen.proposal, Verdict.ACCEPT, seen.version, f"Nr {n}"), f"r{n}")
        except Conflict:
            return "conflict"
        return "heard"

    with ThreadPoolExecutor(6) as pool:
        answers = list(pool.map(one, range(6)))
    assert sorted(answers) == ["conflict"] * 5 + ["heard"]
    assert f"President Nr {answers.index('heard')} Zelensky" in clean(place)


def test_what_stands_nowhere_is_not_found(place: Workplace) -> None:
    with pytest.raises(NotFound):
        review.say(place, Answer("f" * 64, Verdict.ACCEPT, 0), "ada")
    with pytest.raises(NotFound):
        review.read_article(place, "nobody")


def test_nothing_is_undone_where_nothing_was_decided(place: Workplace) -> None:
    with pytest.raises(UsageError, match="no decision to undo"):
        say(place, "Vladymyr", Verdict.WITHDRAW)


def test_a_decision_counts_for_the_same_text_elsewhere(place: Workplace) -> None:
    add(place, "https://news.test/copy", TALKS, source="other")
    rows = say(place, "Vladymyr", Verdict.ACCEPT)
    assert [(row.source, row.state, row.outcome) for row in sorted(rows, key=lambda row: row.source)] == [
        ("demo", "accepted", "APPLY"),
        ("other", "accepted", "APPLY"),
    ]
    assert "Volodymyr" in clean(place)


def test_mending_the_day_again_changes_nothing_after_a_decision(place: Workplace) -> None:
    say(place, "Zelenskyi", Verdict.REJECT)
    before = items(place)
    assert mend_articles(place, [found.article for found in before]).changed == 0
    assert items(place) == before


WALK = st.lists(
    st.tuples(
        st.sampled_from(["Vladymyr", "Zelenskyi", "the the", "31 February", "of of", "Kuusmetsk"]),
        st.sampled_from([Verdict.ACCEPT, Verdict.REJECT, Verdict.UNSURE]),
        st.sampled_from([None, None, "Ann", "", "17 May"]),
    ),
    max_size=5,
)


@given(WALK)
@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture], database=None)
def test_undoing_everything_gives_the_text_of_the_beginning(
    place: Workplace, walk: list[tuple[str, Verdict, str]]
) -> None:
    before, states = clean(place), [(found.proposal, found.outcome) for found in items(place)]
    for quote, verdict, words in walk:
        try:
            say(place, quote, verdict, words)
        except NewsmendError as error:
            assert isinstance(error, UsageError)  # noqa: PT017 - only what makes no sense is refused
    for found in items(place):
        if found.state != "open":
            review.say(place, Answer(found.proposal, Verdict.WITHDRAW, found.version), "bob")
    assert clean(place) == before
    assert [(found.proposal, found.outcome) for found in items(place)] == states
    assert {found.state for found in items(place)} == {"open"}


def test_a_claim_keeps_others_out_until_it_ends(place: Workplace) -> None:
    found = item(place, "Vladymyr")
    assert review.claim(place, found.article, "ada").actor == "ada"
    assert review.claim(place, found.article, "bob").actor == "ada"
    with pytest.raises(Conflict, match="ada has this article until"):
        say(place, "Vladymyr", Verdict.ACCEPT, actor="bob")
    say(place, "Vladymyr", Verdict.ACCEPT, actor="ada")
    with place.store.begin() as conn:
        later = now() + timedelta(minutes=11)
        assert claims.held(conn, [found.article], later) == {}
        assert claims.take(conn, Claim(found.article, "bob", later + timedelta(minutes=10)), later).actor == "bob"
    review.release(place, found.article, "ada")  # not hers any more
    with pytest.raises(Conflict, match="bob has this article"):
        say(place, "Zelenskyi", Verdict.REJECT, actor="ada")
    review.release(place, found.article, "bob")
    say(place, "Zelenskyi", Verdict.REJECT, actor="ada")


def mark(place: Workplace, quote: str, fix: str | None, actor: str = "ada") -> str:
    body = next(
        p.document
        for p in review.read_article(place, item(place, "Vladymyr").article).parts
        if p.document.part == "body"
    )
    start, end = review.place_of(body.text, quote)
    return review.mark(place, Mark(body.id, start, end, Fault.GRAMMAR, fix), actor).proposal


def test_what_the_machine_missed_is_marked_mended_and_taken_back(place: Workplace) -> None:
    before = clean(place)
    mark(place, "went home", "gone home")
    assert "He have gone home" in clean(place)
    found = item(place, "went home")
    assert (found.rule, found.state, found.outcome) == ("manual", "accepted", "APPLY")
    mend_articles(place, [found.article])
    assert "He have gone home" in clean(place)
    say(place, "went home", Verdict.WITHDRAW)
    assert clean(place) == before
    assert "went home" not in [found.before for found in items(place)]
    mark(place, "went home", "gone home", "bob")
    assert "He have gone home" in clean(place)


def test_a_mark_without_a_fix_points_and_changes_nothing(place: Workplace) -> None:
    before = clean(place)
    mark(place, "said no", None)
    assert clean(place) == before
    assert (item(place, "said no").outcome, item(place, "said no").state) == ("FLAG", "accepted")


def test_an_unsure_mark_is_not_applied(place: Workplace) -> None:
    before = clean(place)
    mark(place, "went home", "gone home")
    say(place, "went home", Verdict.UNSURE)
    assert clean(place) == before


def test_marks_that_make_no_sense_are_refused(place: Workplace) -> None:
    body = next(
        p.document
        for p in review.read_article(place, item(place, "Vladymyr").article).parts
        if p.document.part == "body"
    )
    for start, end, fix in (
        (5, 5, "x"),
        (-1, 3, "x"),
        (0, 10**9, "x"),
        (0, len(body.text), "x"),
        (0, 9, body.text[:9]),
    ):
        with pytest.raises(UsageError):
            review.mark(place, Mark(body.id, start, end, Fault.NAME, fix), "ada")
    with pytest.raises(UsageError):
        review.place_of(body.text, "the", 99)
    with pytest.raises(UsageError):
        review.place_of(body.text, "")
    mark(place, "went home", "gone home")
    with pytest.raises(Conflict, match="ada marked the same"):
        mark(place, "went home", "gone home", "bob")
