from __future__ import annotations

import csv
import io
import json

import pyarrow.parquet as pq
import pytest
from bs4 import BeautifulSoup

from pipeline.flow.workplace import Workplace
from pipeline.model.decision import Verdict
from tests.review.desk import add, clean, item, items, say
from tests.web.conftest import Client, token

SCRIPT = {"x-requested-with": "newsmend"}


def test_the_queue_shows_the_worst_first_with_its_words(client: Client) -> None:
    page = BeautifulSoup(client().get("/").text, "lxml")
    rows = page.select("#items > .row")
    assert [row["data-state"] for row in rows] == ["open"] * len(rows)
    assert rows[1].select_one(".context mark").get_text() == "in question: Vladymyr"  # type: ignore[union-attr]
    assert "Volodymyr Zelensky has been president" in rows[1].get_text()
    assert page.select_one("h1").get_text() == "What waits for you"  # type: ignore[union-attr]


def test_filters_stay_in_the_address(client: Client) -> None:
    page = BeautifulSoup(client().get("/?rule=name.garbled&low=0.5&state=any").text, "lxml")
    assert len(page.select(".row")) == 1
    form = page.select_one(".filters form")
    assert form is not None
    assert form.select_one('select[name="rule"] option[selected]').get_text() == "name.garbled"  # type: ignore[union-attr]
    assert form.select_one('input[name="low"]')["value"] == "0.5"  # type: ignore[index]
    assert "rule=name.garbled" in page.select_one(".row a.open")["href"]  # type: ignore[index]


def test_an_empty_queue_and_an_empty_result_say_so(client: Client, place: Workplace) -> None:
    assert "Nothing matches" in client().get("/?source=nobody").text
    for found in items(place):
        say(place, found.before, Verdict.UNSURE) if found.state == "open" else None
    for found in items(place):
        if found.state == "open":
            say_by_id(place, found.proposal)
    assert "Nothing waits" in client().get("/").text


def say_by_id(place: Workplace, proposal: str) -> None:
    from pipeline.flow import review
    from pipeline.review.decide import Answer

    found = next(row for row in items(place) if row.proposal == proposal)
    review.say(place, Answer(proposal, Verdict.UNSURE, found.version), "ada")


def test_an_article_marks_corrections_in_place_and_explains_them(client: Client, place: Workplace) -> None:
    page = BeautifulSoup(client().get(f"/article/{item(place, 'Vladymyr').article}").text, "lxml")
    text = page.select_one(".reading")
    assert text is not None
    assert [d.get_text() for d in text.select("del")][:1] == ["removed: the the"]
    assert [d.get_text() for d in text.select("ins")][:1] == ["added: the"]
    card = page.select_one(f"#c-{item(place, 'Vladymyr').proposal[:16]}")
    assert card is not None
    assert "Volodymyr Zelensky: person, UA" in card.get_text()
    assert "right in" in card.get_text()
    assert "No decision yet" in card.get_text()


@pytest.mark.parametrize(
    ("view", "there", "gone"),
    [("extracted", "Zelenskyi came back .", "Zelensky came"), ("clean", "Zelensky came back.", "Zelenskyi")],
)
def test_the_other_views(client: Client, place: Workplace, view: str, there: str, gone: str) -> None:
    page = client().get(f"/article/{item(place, 'Vladymyr').article}?view={view}").text
    assert there in page
    assert gone not in page.partition("<main")[2]


def test_deciding_without_a_script_leads_back(client: Client, place: Workplace) -> None:
    ada, row = client(), item(place, "Vladymyr")
    said = {"csrf": token(ada), "proposal": row.proposal, "document": row.document, "version": 0, "verdict": "ACCEPT"}
    own = {"own": "true", "replacement": "Wolodymyr", "reason": "house style", "note": "see the desk's list"}
    answer = ada.post("/decide", data=said | own | {"back": f"article/{row.article}?state=any"})
    assert (answer.status_code, answer.headers["location"]) == (
        303, f"/article/{row.article}?state=any#c-{row.proposal[:16]}",
    )  # fmt: skip
    assert "Wolodymyr Zelensky" in clean(place)
    page = ada.get(f"/article/{row.article}").text
    assert "accepted by ada" in page
    assert "house style: see the desk&#39;s list" in page
    stale = ada.post("/decide", data=said | {"verdict": "REJECT"})
    assert stale.status_code == 409
    assert "Somebody was quicker" in stale.text
    assert "ada decided meanwhile: accepted" in stale.text


@pytest.mark.parametrize(
    "back",
    [
        "//evil.test",
        "https://evil.test/",
        "/\\evil.test",
        "article/../../x",
        "javascript:alert(1)",
        "\r\nX: y",
        "run?x=1",
    ],
)
def test_no_form_leads_to_another_site(client: Client, place: Workplace, back: str) -> None:
    ada, row = client(), item(place, "Vladymyr")
    said = {"csrf": token(ada), "proposal": row.proposal, "document": row.document, "version": 0, "verdict": "ACCEPT"}
    answer = ada.post("/decide", data=said | {"back": back})
    assert answer.status_code == 303
    assert answer.headers["location"] == f"/#c-{row.proposal[:16]}"


def test_the_script_gets_what_changed_and_a_stale_write_the_state(client: Client, place: Workplace) -> None:
    ada, row = client(), item(place, "Vladymyr")
    said = {"csrf": token(ada), "proposal": row.proposal, "document": row.document, "version": 0, "verdict": "REJECT"}
    done = ada.post("/decide", data=said, headers=SCRIPT)
    assert done.status_code == 200
    assert done.json()["state"] == "rejected"
    assert "kept: " in done.json()["inline"]
    stale = client("bob").post("/decide", data=said | {"csrf": token(client("bob"))}, headers=SCRIPT)
    assert stale.status_code == 409
    assert stale.json()["error"] == "ada decided meanwhile: rejected"
    assert "rejected by ada" in stale.json()["card"]
    undone = ada.post(
        "/decide", data=said | {"verdict": "WITHDRAW", "version": stale.json()["version"]}, headers=SCRIPT
    )
    assert undone.json()["state"] == "open"


def test_claims_and_marks(client: Client, place: Workplace) -> None:
    ada, bob, row = client(), client("bob"), item(place, "Vladymyr")
    assert ada.post(f"/claim/{row.article}", data={"csrf": token(ada)}, headers=SCRIPT).json()["mine"] is True
    held = bob.post(f"/claim/{row.article}", data={"csrf": token(bob)}, headers=SCRIPT).json()
    assert (held["mine"], held["actor"]) == (False, "ada")
    assert "<b>ada</b> has this article until" in bob.get(f"/article/{row.article}").text
    mark = {"csrf": token(bob), "document": row.document, "fault": "GRAMMAR", "quote": "went home", "fix": "true"}
    mark |= {"replacement": "gone home", "number": "1"}
    assert bob.post("/mark", data=mark).status_code == 409
    assert ada.post(f"/release/{row.article}", data={"csrf": token(ada)}).status_code == 303
    assert bob.post("/mark", data=mark).status_code == 303
    assert "He have gone home" in clean(place)
    assert bob.post("/mark", data=mark | {"quote": "nowhere to be seen"}).status_code == 400
    assert bob.post("/mark", data=mark | {"start": 3}).status_code == 400
    assert bob.post("/mark", data=mark | {"document": "0" * 64}).status_code == 404


def test_the_log_can_be_read_and_taken_away(client: Client, place: Workplace) -> None:
    add(place, "https://news.test/formula", "=cmd|x , said the the man .", title='=HYPERLINK("x")', source="=1+1")
    rows = [json.loads(line) for line in client().get("/log.jsonl").text.splitlines()]
    assert len(rows) == len(items(place))
    assert [(row["source"], row["seq"]) for row in rows] == sorted((row["source"], row["seq"]) for row in rows)
    assert {"before", "after", "evidence", "because", "hash", "prev_hash", "state"} <= set(rows[0])
    table = list(csv.DictReader(io.StringIO(client().get("/log.csv").text)))
    assert len(table) == len(rows)
    assert not [cell for row in table for cell in row.values() if cell.startswith(("=", "+", "-", "@"))]
    assert pq.read_table(io.BytesIO(client().get("/log.parquet").content)).num_rows == len(rows)
    only = client().get("/log.jsonl?rule=name.garbled").text.splitlines()
    assert {json.loads(line)["rule"] for line in only} == {"name.garbled"}
    assert client().get("/log.jsonl?fault=x").status_code == 400
    assert "name.garbled" in client().get("/log").text
    assert client().get("/log?after=x").status_code == 400


@pytest.mark.parametrize("sql", ["'", "' OR 1=1 --", "%", "_", "\\", '"; DROP TABLE decision;', "a' AND pg_sleep(9)--"])
@pytest.mark.parametrize(
    "name", ["text", "source", "rule", "reviewer", "fault", "outcome", "state", "low", "after", "run"]
)
def test_sql_in_a_filter_is_a_word_like_any_other(client: Client, place: Workplace, name: str, sql: str) -> None:
    for path in ("/", "/log"):
        answer = client().get(path, params={name: sql})
        assert answer.status_code in (200, 400)
        assert "Traceback" not in answer.text
        if answer.status_code == 200 and name != "text":
            assert 'class="row"' not in answer.text
    assert items(place)


@pytest.mark.parametrize(
    "path", ["/article/x", "/article/" + "0" * 64, "/article/" + "0" * 64 + "/raw", "/log.exe", "/static/../app.py"]
)
def test_what_is_not_there_is_said_in_words(client: Client, path: str) -> None:
    answer = client().get(path)
    assert answer.status_code in (404, 422)
    assert "<h1>" in answer.text
