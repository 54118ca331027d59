"""All like this, over HTTP."""

from __future__ import annotations

from bs4 import BeautifulSoup

from pipeline.flow.workplace import Workplace
from tests.review.desk import add, item
from tests.review.test_batch import TEXT
from tests.web.conftest import Client, token


def test_from_the_group_to_the_batch_and_back(place: Workplace, client: Client) -> None:
    add(place, "https://news.test/1", TEXT.format(1))
    ada, like = client(), item(place, "Vladymyr").likeness
    assert f"/like/{like}" in ada.get("/like").text
    page = BeautifulSoup(ada.get(f"/like/{like}").text, "lxml")
    assert len(page.select(".sample li")) == 2
    form = {"csrf": token(ada), "seen": page.select_one('input[name="seen"]')["value"], "reason": "his <b>name</b>"}  # type: ignore[index]
    answer = ada.post(f"/like/{like}", data=form | {"verdict": "ACCEPT"})
    assert answer.status_code == 303
    assert answer.headers["location"].startswith("/batches?done=2&left=0#b-")
    listed = BeautifulSoup(ada.get("/batches?done=2").text, "lxml")
    assert "his <b>name</b>" in listed.get_text()
    assert "Undo" not in client("eve").get("/batches").text
    undo = next(form["action"] for form in listed.select("form") if "undo" in str(form["action"]))
    assert ada.post(str(undo), data={"csrf": token(ada)}).status_code == 303
    assert item(place, "Vladymyr").state == "open"


def test_a_viewer_sees_no_button_and_a_stale_look_is_refused(place: Workplace, client: Client) -> None:
    like = item(place, "Vladymyr").likeness
    assert 'method="post"' not in client("eve").get(f"/like/{like}").text
    form = {"csrf": token(client()), "seen": "0", "reason": "x", "verdict": "ACCEPT"}
    assert client().post(f"/like/{like}", data=form).status_code == 409
    assert client().get("/like/" + "f" * 64).status_code == 404
    assert client().get("/like/x").status_code == 422
