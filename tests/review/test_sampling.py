"""What is drawn by lot, and what the harm rate is made of."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from alembic.operations import Operations
from alembic.runtime.migration import MigrationContext
from sqlalchemy import delete, select, text
from sqlalchemy.exc import DBAPIError

from pipeline.flow import figures
from pipeline.flow.figures import Board
from pipeline.flow.mend_stored import mend_articles
from pipeline.flow.workplace import Workplace, now
from pipeline.model.decision import Verdict
from pipeline.model.digest import digest
from pipeline.model.errors import UsageError
from pipeline.review.filters import Filters
from pipeline.store import review_items, samples, tables
from pipeline.store.migrations.versions import v0006_sampling
from tests.review.desk import add, items, say
from tests.store.samples import DAY


def all_drawn(place: Workplace, share: float = 1.0) -> str:
    """An article of which every applied edit is drawn."""
    place.settings = replace(place.settings, sample=share)
    return add(place, "https://news.test/more", "The the council met on Monday .\nIn Turin , 5 % of of voters said no.")


def drawn(place: Workplace) -> set[str]:
    with place.store.read() as conn:
        return set(conn.execute(select(tables.sample.c.proposal)).scalars())


def board(place: Workplace, source: str = "") -> Board:
    return figures.board(place, figures.asked_for(place, source, "28", DAY.isoformat()))


def test_the_lot_falls_on_its_share_and_always_on_the_same() -> None:
    ids = [digest(n) for n in range(50_000)]
    two, five = ({id for id in ids if samples.chosen(id, share)} for share in (0.02, 0.05))
    assert len(two) == pytest.approx(1000, abs=100)
    assert two < five
    assert not any(samples.chosen(id, 0.0) for id in ids)
    assert all(samples.chosen(id, 1.0) for id in ids)
    places = [samples.place_in_queue(id) for id in two]
    assert (-1 <= min(places) < -0.9, -0.1 < max(places) <= 0) == (True, True)


def test_only_what_is_applied_unasked_is_drawn(place: Workplace) -> None:
    earlier = drawn(place)  # at the usual share
    article = all_drawn(place)
    mine = [item for item in items(place) if item.article == article]
    applied = {item.proposal for item in mine if item.outcome == "APPLY"}
    assert applied
    assert drawn(place) - earlier == applied
    held = next(item for item in items(place) if item.outcome == "HOLD")
    say(place, held.before, Verdict.ACCEPT)  # its article is mended again, with every applied edit drawn
    assert held.proposal not in drawn(place)
    before = drawn(place)
    mend_articles(place, [article])
    assert drawn(place) == before


def test_drawn_ones_stand_where_the_lot_puts_them_and_can_be_asked_for(place: Workplace) -> None:
    all_drawn(place)
    found = items(place, Filters(sample="drawn"))
    assert {item.proposal for item in found} == drawn(place)
    assert [item.priority for item in found] == sorted(samples.place_in_queue(item.proposal) for item in found)
    with place.store.begin() as conn:
        rows = conn.execute(select(tables.review_item).order_by(tables.review_item.c.proposal)).all()
        documents = {row.document for row in rows}
        conn.execute(delete(tables.review_item))
        for document in documents:
            review_items.rebuild(conn, document)
        assert conn.execute(select(tables.review_item).order_by(tables.review_item.c.proposal)).all() == rows


def test_the_harm_rate_counts_the_drawn_that_somebody_ruled_on(place: Workplace) -> None:
    all_drawn(place)
    one, two, three, *_ = items(place, Filters(sample="drawn"))
    assert [harm.wrong.cases for harm in board(place).harm_sources] == [0]
    for item, verdict, words in (
        (one, Verdict.REJECT, None),
        (two, Verdict.ACCEPT, None),
        (three, Verdict.UNSURE, None),
    ):
        say_to(place, item.proposal, verdict, words)
    [harm] = board(place).harm_sources
    assert (harm.name, harm.drawn, harm.unsure) == ("demo", len(drawn(place)), 1)
    assert (harm.wrong.hits, harm.wrong.cases) == (1, 2)
    say_to(place, two.proposal, Verdict.ACCEPT, "other words")  # the machine's words were not right
    assert [(h.wrong.hits, h.wrong.cases) for h in board(place).harm_sources] == [(2, 2)]
    say_to(place, one.proposal, Verdict.WITHDRAW)
    assert [(h.wrong.hits, h.wrong.cases) for h in board(place).harm_sources] == [(1, 1)]
    assert {h.name for h in board(place).harm_rules} == {item.rule for item in (one, two, three)} | {
        item.rule for item in items(place, Filters(sample="drawn", state="any"))
    }
    assert board(place, "nobody").harm_sources == ()


def say_to(place: Workplace, proposal: str, verdict: Verdict, words: str | None = None) -> None:
    from pipeline.flow import review
    from pipeline.review.decide import Answer

    found = next(item for item in items(place) if item.proposal == proposal)
    review.say(place, Answer(proposal, verdict, found.version, words), "ada")


def test_a_drawn_edit_stays_drawn_when_it_was_taken_back(place: Workplace) -> None:
    all_drawn(place)
    one = items(place, Filters(sample="drawn"))[0]
    say_to(place, one.proposal, Verdict.REJECT)
    again = next(item for item in items(place) if item.proposal == one.proposal)
    assert again.outcome == "REJECTED"
    assert one.proposal in drawn(place)
    found = board(place)
    assert sum(found.rulings["reverted"].values()) == 1
    assert found.totals["demo"]["reverted"] == 1


def test_a_refused_suggestion_is_not_counted_as_taken_back(place: Workplace) -> None:
    say(place, "Vladymyr", Verdict.REJECT)
    assert "reverted" not in board(place).rulings


@pytest.mark.parametrize("table", ["sample", "second_opinion"])
def test_what_was_drawn_and_said_is_never_changed(place: Workplace, table: str) -> None:
    all_drawn(place)
    row = {"proposal": "0" * 64, "version": 1, "rule": "r", "verdict": "ACCEPT", "actor": "a", "note": ""}
    with place.store.begin() as conn:
        if table == "second_opinion":
            conn.execute(tables.second_opinion.insert().values(**row, at=samples_at()))
    for statement in (f"UPDATE {table} SET rule = 'x'", f"DELETE FROM {table}"):
        with pytest.raises(Exception, match="insert-only") as raised, place.store.begin() as conn:
            conn.execute(text(statement))
        assert isinstance(raised.value, DBAPIError) or "insert-only" in str(raised.value)


def samples_at() -> object:
    return now()


def test_figures_by_source_and_day(place: Workplace) -> None:
    add(place, "https://other.test/a", "Nobody was there .", source="other")
    found = board(place)
    assert set(found.totals) == {"demo", "other"}
    assert list(found.words) == [DAY]
    rows = items(place)
    applied = sum(item.outcome == "APPLY" for item in rows)
    assert found.rulings["APPLY"] == {DAY: applied}
    assert found.rate[DAY] == pytest.approx(1000 * applied / found.words[DAY])
    standing = [item for item in rows if item.outcome in figures.STANDING]
    assert sum(found.faults[kind][DAY] for kind in found.faults) == pytest.approx(
        1000 * len(standing) / found.words[DAY]
    )
    assert set(board(place, "other").totals) == {"other"}
    assert figures.board(place, figures.asked_for(place, "", "7", "2001-01-01")).empty


def test_reviewers_are_counted_by_the_day_they_decided(place: Workplace) -> None:
    say(place, "Vladymyr", Verdict.ACCEPT)
    say(place, "Vladymyr", Verdict.WITHDRAW)
    say(place, "Vladymyr", Verdict.REJECT, actor="bob")
    today = now().date()
    found = figures.board(place, figures.asked_for(place, "demo", "7", today.isoformat()))
    assert found.reviewers == {"ada": {today: 1}, "bob": {today: 1}}
    assert found.verdicts["ada"] == {"ACCEPT": 1, "WITHDRAW": 1}
    elsewhere = figures.board(place, figures.asked_for(place, "other", "7", today.isoformat()))
    assert elsewhere.reviewers == {}


@pytest.mark.parametrize(
    ("source", "days", "until"),
    [
        ("", "0", ""),
        ("", "-1", ""),
        ("", "367", ""),
        ("", "9" * 500, ""),
        ("", "²", ""),
        ("", "7", "yesterday"),
        ("", "7", "0001-01-01"),
        ("", "7", "9999-12-31"),
        ("x" * 301, "7", ""),
        ("\x00", "7", ""),
    ],
)
def test_what_makes_no_sense_is_said_to(place: Workplace, source: str, days: str, until: str) -> None:
    with pytest.raises(UsageError):
        figures.asked_for(place, source, days, until)


def test_without_a_day_the_newest_is_the_last(place: Workplace) -> None:
    asked = figures.asked_for(place, "", "7", "")
    assert (asked.first, asked.last) == (date(2026, 3, 8), DAY)


def test_a_store_in_use_is_drawn_from_its_whole_log(place: Workplace, monkeypatch: pytest.MonkeyPatch) -> None:
    applied = {item.proposal for item in items(place) if item.outcome == "APPLY"}
    refused = next(item for item in items(place) if item.outcome == "APPLY")
    say_to(place, refused.proposal, Verdict.REJECT)  # what was taken back before is not left out
    [held] = [item for item in items(place) if item.before == "Vladymyr"]
    say_to(place, held.proposal, Verdict.ACCEPT)  # applied by a person
    monkeypatch.setattr(v0006_sampling, "SHARE", 1.0)
    with place.store.begin() as conn, Operations.context(MigrationContext.configure(conn)):
        v0006_sampling._draw()
    assert drawn(place) == applied
    assert {item.priority for item in items(place, Filters(sample="drawn"))} == {
        samples.place_in_queue(proposal) for proposal in applied - {refused.proposal}
    }
