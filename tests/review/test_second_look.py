"""The blind second look: who gets what, what it changes (nothing), and how agreement is told."""

from __future__ import annotations

from dataclasses import replace

import pytest

from pipeline.flow import review, second_review
from pipeline.flow.second_review import Agreement
from pipeline.flow.workplace import Workplace
from pipeline.model.decision import Verdict
from pipeline.model.errors import Conflict, UsageError
from pipeline.model.proposal import Fault
from pipeline.review.blind import Blind
from pipeline.review.decide import Answer, Mark
from pipeline.review.filters import Filters
from pipeline.store import decisions
from pipeline.store.second_opinions import Pair
from tests.review.desk import AT, clean, item, items, say


@pytest.fixture
def place(place: Workplace) -> Workplace:
    place.settings = replace(place.settings, second=1.0)
    return place


def waits(place: Workplace, actor: str = "bob") -> Blind | None:
    return second_review.read_second(place, actor).pile.item


def give(place: Workplace, proposal: str, verdict: Verdict, words: str | None = None, actor: str = "bob") -> Pair:
    return second_review.give(place, Answer(proposal, verdict, 0, words), actor)


def differing(place: Workplace) -> list[str]:
    return [found.before for found in items(place, Filters(state="any", second="disagreed"))]


def test_only_what_somebody_else_decided_waits(place: Workplace) -> None:
    assert waits(place) is None
    say(place, "Vladymyr", Verdict.REJECT)
    found = waits(place)
    assert found is not None
    assert (found.before, found.after, found.rule) == ("Vladymyr", "Volodymyr", "name.garbled")
    assert found.paragraph[found.start : found.start + 8] == "Vladymyr"
    assert waits(place, "ada") is None
    say(place, "Vladymyr", Verdict.WITHDRAW)
    assert waits(place) is None


def test_what_was_decided_is_not_in_what_the_second_sees(place: Workplace) -> None:
    say(place, "Vladymyr", Verdict.ACCEPT, "Wolodymyr", actor="ada-the-first")
    told = repr(waits(place))
    assert "Wolodymyr" not in told
    assert "ada-the-first" not in told
    for word in ("ACCEPT", "accepted", "APPLY", "HOLD", "outcome"):
        assert word not in told


def test_nobody_gets_an_article_in_which_they_decided(place: Workplace) -> None:
    say(place, "Vladymyr", Verdict.ACCEPT)
    say(place, "Zelenskyi", Verdict.REJECT, actor="bob")
    assert waits(place) is None  # bob saw what ada said of Vladymyr
    assert waits(place, "cyd") is not None


def test_marks_by_hand_are_not_looked_at_again(place: Workplace) -> None:
    document = item(place, "Vladymyr").document
    at = clean(place).find("Kuusmetsk")
    assert at > 0
    text = review.document_text(place, document).text
    first, last = review.place_of(text, "Kuusmetsk")
    review.mark(place, Mark(document, first, last, Fault.NAME, "Kuusemäe"), "ada")
    assert waits(place) is None  # the evidence would name who marked it


def test_a_second_opinion_changes_nothing_and_is_shown_afterwards(place: Workplace) -> None:
    [before] = say(place, "Vladymyr", Verdict.ACCEPT)
    text = clean(place)
    pair = give(place, before.proposal, Verdict.REJECT)
    assert (pair.first, pair.first_actor, pair.second, pair.second_actor) == ("accept", "ada", "reject", "bob")
    assert not pair.agree
    assert item(place, "Vladymyr") == before
    assert clean(place) == text
    with place.store.read() as conn:
        assert [said.actor for said in decisions.for_proposals(conn, [before.proposal])] == ["ada"]
    assert waits(place) is None
    view = review.read_article(place, before.article)
    edit = next(edit for edit in view.edits if edit.ruling.proposal.id == before.proposal)
    assert edit.second is not None
    assert (edit.second.verdict, edit.second.actor) == (Verdict.REJECT, "bob")


def test_a_disagreement_waits_in_the_queue_until_somebody_decides(place: Workplace) -> None:
    [one] = say(place, "Vladymyr", Verdict.ACCEPT)
    [two] = say(place, "Zelenskyi", Verdict.REJECT)
    give(place, one.proposal, Verdict.ACCEPT)
    give(place, two.proposal, Verdict.UNSURE)
    assert differing(place) == ["Zelenskyi"]
    assert [f.before for f in items(place, Filters(state="any", second="agreed"))] == ["Vladymyr"]
    say(place, "Zelenskyi", Verdict.ACCEPT, actor="cyd")
    assert differing(place) == []
    found = second_review.read_second(place, "bob").agreements[0]
    assert (found.pairs, found.agreed) == (2, 1)  # the pair stays what it was


def test_other_words_are_another_verdict(place: Workplace) -> None:
    [one] = say(place, "Vladymyr", Verdict.ACCEPT, "Wolodymyr")
    assert not give(place, one.proposal, Verdict.ACCEPT).agree
    assert differing(place) == ["Vladymyr"]
    [two] = say(place, "Zelenskyi", Verdict.ACCEPT, "Zelensky")
    assert give(place, two.proposal, Verdict.ACCEPT, "Zelensky").agree


@pytest.mark.parametrize("actor", ["ada", "cyd"])
def test_who_may_not_is_refused(place: Workplace, actor: str) -> None:
    [one] = say(place, "Vladymyr", Verdict.ACCEPT)
    if actor == "cyd":
        give(place, one.proposal, Verdict.ACCEPT)  # bob was quicker
    with pytest.raises(Conflict) as refused:
        give(place, one.proposal, Verdict.REJECT, actor=actor)
    assert "accept" not in str(refused.value)


def test_what_makes_no_sense_is_refused(place: Workplace) -> None:
    [one] = say(place, "Vladymyr", Verdict.ACCEPT)
    with pytest.raises(UsageError):
        give(place, one.proposal, Verdict.WITHDRAW)
    with pytest.raises(UsageError):
        give(place, one.proposal, Verdict.ACCEPT, "two\nlines")
    with pytest.raises(Conflict):
        give(place, "0" * 64, Verdict.ACCEPT)
    with pytest.raises(Conflict):
        give(place, item(place, "Kuusmetsk").proposal, Verdict.ACCEPT)  # nobody decided yet
    assert second_review.read_second(place, "bob").agreements == ()


def test_the_lot_falls_on_a_share_of_what_was_decided(place: Workplace) -> None:
    for found in items(place):
        review.say(place, Answer(found.proposal, Verdict.UNSURE, item_now(place, found.proposal)), "ada")
    ids = {found.proposal for found in items(place)}
    for share in (0.0, 0.3, 0.7, 1.0):
        place.settings = replace(place.settings, second=share)
        assert second_review.read_second(place, "bob").pile.count == sum(
            int(id[56:64], 16) < share * (1 << 32) for id in ids
        )


def item_now(place: Workplace, proposal: str) -> int:
    return next(found.version for found in items(place) if found.proposal == proposal)


def test_going_through_the_pile_ends(place: Workplace) -> None:
    for before in ("Vladymyr", "Zelenskyi", "Kuusmetsk"):
        say(place, before, Verdict.REJECT)
    seen = []
    while (found := waits(place)) is not None:
        seen.append(found.before)
        give(place, found.proposal, Verdict.REJECT)
    assert sorted(seen) == ["Kuusmetsk", "Vladymyr", "Zelenskyi"]
    last = second_review.read_second(place, "bob").agreements[0]
    assert (last.pairs, last.agreed, last.alpha) == (3, 3, None)


def test_both_verdicts_are_for_those_who_gave_them(place: Workplace) -> None:
    [one] = say(place, "Vladymyr", Verdict.ACCEPT)
    give(place, one.proposal, Verdict.REJECT)
    assert second_review.read_second(place, "bob", one.proposal).last is not None
    assert second_review.read_second(place, "ada", one.proposal).last is not None
    assert second_review.read_second(place, "eve", one.proposal).last is None
    assert second_review.read_second(place, "bob", "0" * 64).last is None


def test_agreement_is_told_by_rule_the_lowest_first() -> None:
    def pairs(rule: str, *said: tuple[str, str]) -> list[Pair]:
        return [Pair(str(n), rule, one, two, "a", "b", AT) for n, (one, two) in enumerate(said)]

    good = pairs("good", *[("accept", "accept"), ("reject", "reject")] * 10)
    poor = pairs("poor", *[("accept", "reject"), ("accept", "accept"), ("reject", "accept")] * 7)
    found = second_review.agreements([*good, *poor, *pairs("few", ("accept", "reject"))])
    assert [row.rule for row in found] == ["all rules", "poor", "few", "good"]
    by_rule: dict[str, Agreement] = {row.rule: row for row in found}
    assert by_rule["good"].means == "reliable"
    assert by_rule["poor"].means.startswith("not reliable")
    assert by_rule["few"].means.startswith("too few")
