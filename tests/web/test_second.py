"""The blind page over ASGI: what is in its HTML, and what is not."""

from __future__ import annotations

from dataclasses import replace

import pytest
from bs4 import BeautifulSoup

from pipeline.flow.workplace import Workplace
from pipeline.model.decision import Verdict
from tests.review.desk import items, say
from tests.web.conftest import Client, token


@pytest.fixture
def place(place: Workplace) -> Workplace:
    place.settings = replace(place.settings, second=1.0)
    return place


@pytest.mark.parametrize(
    ("verdict", "words"),
    [(Verdict.ACCEPT, None), (Verdict.ACCEPT, "Wolodymyr"), (Verdict.REJECT, None), (Verdict.UNSURE, None)],
)
def test_the_page_is_the_same_whatever_was_decided(
    place: Workplace, client: Client, verdict: Verdict, words: str | None
) -> None:
    say(place, "Vladymyr", Verdict.UNSURE, actor="somebody-else")
    bob = client("bob")
    before = bob.get("/second").text
    assert "Vladymyr" in before
    say(place, "Vladymyr", verdict, words, actor="the-first")
    after = bob.get("/second").text
    assert after == before  # nothing of the decision is in it, not even how many there were
    assert "somebody-else" not in before
    assert "Wolodymyr" not in after
    assert "/article/" not in after


def test_a_second_opinion_is_given_by_a_form_and_both_are_shown(place: Workplace, client: Client) -> None:
    [first] = say(place, "Vladymyr", Verdict.ACCEPT)
    bob = client("bob")
    form = {"csrf": token(bob), "proposal": first.proposal, "verdict": "REJECT"}
    answer = bob.post("/second", data=form)
    assert (answer.status_code, answer.headers["location"]) == (303, f"/second?done={first.proposal}")
    page = BeautifulSoup(bob.get(answer.headers["location"]).text, "lxml")
    assert page.select_one(".outcome h2").get_text() == "You differ"  # type: ignore[union-attr]
    said = page.select_one(".outcome p").get_text()  # type: ignore[union-attr]
    assert "ada said accept, bob said reject" in said
    assert "Vladymyr" in bob.get("/?state=any&second=disagreed").text
    card = client().get(f"/article/{first.article}").text
    assert "Looked at blind by <b>bob</b>: rejected" in card
    assert [(i.state, i.actor) for i in items(place) if i.proposal == first.proposal] == [("accepted", "ada")]
    again = bob.post("/second", data=form)
    assert again.status_code == 409
    assert "does not wait for you any more" in again.text


def test_the_first_reviewer_and_a_viewer_get_nothing(place: Workplace, client: Client) -> None:
    [first] = say(place, "Vladymyr", Verdict.ACCEPT)
    assert "Nothing waits for a second look" in client("ada").get("/second").text
    eve = client("eve")
    assert "You may read here" in eve.get("/second").text
    assert "Vladymyr" not in eve.get("/second").text
    ada = client("ada")
    form = {"csrf": token(ada), "proposal": first.proposal, "verdict": "REJECT"}
    assert ada.post("/second", data=form).status_code == 409
    assert eve.post("/second", data=form | {"csrf": token(eve)}).status_code == 403


@pytest.mark.parametrize(
    "wrong", [{"verdict": "WITHDRAW"}, {"verdict": "nonsense"}, {"proposal": "x"}, {"proposal": "' OR 1=1 --"}]
)
def test_what_cannot_be_read_is_refused(place: Workplace, client: Client, wrong: dict[str, str]) -> None:
    [first] = say(place, "Vladymyr", Verdict.ACCEPT)
    bob = client("bob")
    form = {"csrf": token(bob), "proposal": first.proposal, "verdict": "REJECT"}
    assert bob.post("/second", data=form | wrong).status_code == 422
    assert bob.get("/second?done=" + "%00" * 64).status_code == 200


def test_agreement_stands_in_a_table(place: Workplace, client: Client) -> None:
    bob = client("bob")
    assert "No second opinion was given yet" in bob.get("/second").text
    for before, verdict in (("Vladymyr", "ACCEPT"), ("Kuusmetsk", "REJECT")):
        [first] = say(place, before, Verdict.ACCEPT)
        bob.post("/second", data={"csrf": token(bob), "proposal": first.proposal, "verdict": verdict})
    rows = BeautifulSoup(bob.get("/second").text, "lxml").select("table.figures tbody tr")
    assert [cell.get_text() for cell in rows[0].select("th, td")][:4] == ["name.garbled", "2", "50 %", "0.00"]
    assert "too few pairs" in rows[0].get_text()
