"""The figures over ASGI: pictures, the tables behind them, filters in the address, words where there is nothing."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

import pytest
from bs4 import BeautifulSoup, Tag
from fastapi import Request

from pipeline.flow import figures
from pipeline.flow.workplace import Workplace, now
from pipeline.model.decision import Verdict
from pipeline.model.errors import StoreError
from pipeline.store import tables
from pipeline.store.records import DUPLICATE, QUARANTINED, STORED
from pipeline.web.charts import figure, nice, panel, percent
from tests.review.desk import AT, add, say
from tests.store.samples import DAY
from tests.web.conftest import Client

UNTIL = DAY.isoformat()


def page(client: Client, query: str = "", name: str = "ada") -> BeautifulSoup:
    answer = client(name).get(f"/dashboard?until={UNTIL}&{query}")
    assert answer.status_code == 200
    return BeautifulSoup(answer.text, "lxml")


def rows(found: BeautifulSoup, caption: str) -> list[list[str]]:
    table = next(table for table in found.select("table") if caption in table.caption.get_text())  # type: ignore[union-attr]
    return [[cell.get_text() for cell in row.select("th, td")] for row in table.select("tr")]


def addresses(place: Workplace, **counts: int) -> None:
    with place.store.begin() as conn:
        for outcome, count in counts.items():
            for n in range(count):
                row = {
                    "source": "demo",
                    "url": f"https://news.test/{outcome}/{n}",
                    "url_key": f"{outcome}{n}",
                    "day": DAY,
                }
                row |= {"found_in": "feed", "title": "", "outcome": outcome, "reason": "", "status": 200}
                conn.execute(tables.fetch.insert().values(**row, attempts=1, at=AT))


def test_articles_by_what_became_of_them(place: Workplace, client: Client) -> None:
    addresses(place, **{STORED: 5, DUPLICATE: 3, QUARANTINED: 1})
    found = page(client)
    panels = found.select("section[aria-labelledby=articles-title] .panel")
    assert [p.figcaption.get_text(" ", strip=True) for p in panels] == [  # type: ignore[union-attr]
        "found 9", "stored 5", "duplicate 3", "quarantined 1",
    ]  # fmt: skip
    assert rows(found, "Addresses found") == [
        ["Day", "stored", "duplicate", "quarantined", "refused", "pending"],
        [UNTIL, "5", "3", "1", "0", "0"],
    ]
    assert rows(found, "All of these days")[1][:5] == ["demo", "9", "5", "3", "1"]


def test_every_picture_has_words_and_a_table_behind_it(place: Workplace, client: Client) -> None:
    place.settings = replace(place.settings, sample=1.0)
    add(place, "https://news.test/more", "The the council met on Monday .")
    addresses(place, **{STORED: 5})
    found = page(client)
    pictures = found.select("svg")
    assert len(pictures) > 8
    for picture in pictures:
        assert picture["role"] == "img"
        assert picture["aria-label"]
        section = picture.find_parent("section")
        assert isinstance(section, Tag)
        assert section.select("details.behind table caption")
    assert not found.select("[style], style, script:not([src])")  # the policy would drop them
    assert rows(found, "Harm rate by source")[1][0] == "demo"


def test_filters_stand_in_the_address(place: Workplace, client: Client) -> None:
    add(place, "https://other.test/a", "Nobody was there .", source="other")
    everything, other = page(client), page(client, "source=other&days=7")
    assert [row[0] for row in rows(everything, "All of these days")[1:]] == ["demo", "other"]
    assert not other.select("#sources-title")
    assert [option.get_text() for option in other.select("option[selected]")] == ["other", "7"]
    assert rows(other, "Corrections, by day")[1] == [UNTIL, "0", "1", "0", "0"]
    links = [str(link["href"]) for link in everything.select("#sources-title ~ .scroll a")]
    assert [link.split("?")[1].split("&")[0] for link in links] == ["source=demo", "source=other"]


@pytest.mark.parametrize("query", ["source=nobody", "until=2001-01-01", "source=%3Cb%3Ex&days=7"])
def test_nothing_is_said_in_words(client: Client, query: str) -> None:
    answer = client().get(f"/dashboard?{query}")
    assert answer.status_code == 200
    assert "No figures of these days" in answer.text
    assert "<b>x" not in answer.text
    assert "<svg" not in answer.text


@pytest.mark.parametrize("query", ["days=0", "days=x", "until=x", "until=9999-12-31", "source=" + "x" * 400])
def test_what_cannot_be_asked_is_said(client: Client, query: str) -> None:
    answer = client().get(f"/dashboard?{query}")
    assert answer.status_code == 400
    assert "That cannot be asked" in answer.text


def test_an_empty_store_has_a_page(place: Workplace, client: Client) -> None:
    with place.store.begin() as conn:
        conn.execute(tables.review_item.delete())
    assert page(client, "source=demo").select("h2")


def test_the_head_is_sent_before_anything_is_counted(
    place: Workplace, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    from pipeline.web.routes import dashboard

    counted: list[int] = []
    board = figures.board

    def noted(place: Workplace, asked: figures.Asked) -> figures.Board:
        counted.append(1)
        return board(place, asked)

    monkeypatch.setattr(figures, "board", noted)
    scope = {
        "type": "http",
        "app": client().app,
        "path": "/dashboard",
        "headers": [],
        "query_string": b"",
        "method": "GET",
    }
    request = Request(scope)
    request.state.person = None
    pieces: Iterator[bytes] = dashboard.pieces(request, "", "28", UNTIL)
    first = next(pieces).decode()
    assert 'id="counting"' in first
    assert (counted, "<svg" in first) == ([], False)
    rest = b"".join(pieces).decode()
    assert (counted, "<svg" in rest) == ([1], True)


def test_a_store_that_fails_midway_ends_the_page_in_words(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    def down(*asked: object) -> None:
        raise StoreError("the database went away", hint="Is it running?")

    monkeypatch.setattr(figures, "board", down)
    text = client().get(f"/dashboard?until={UNTIL}").text
    assert "The figures cannot be counted" in text
    assert "Is it running?" in text
    assert text.rstrip().endswith("</html>")

    def broken(*asked: object) -> None:
        raise RuntimeError("password=hunter2")

    monkeypatch.setattr(figures, "board", broken)
    text = client().get(f"/dashboard?until={UNTIL}").text
    assert "fault of ours" in text
    assert "hunter2" not in text


def test_a_jump_of_the_edit_rate_is_marked_and_said(place: Workplace, client: Client) -> None:
    with place.store.begin() as conn:
        for n in range(8):
            day = DAY - timedelta(days=n)
            one = add_long(place, conn, n, day)
            edits = 90 if n == 2 else 10
            many_edits(conn, one, day, edits)
    found = page(client)
    alarms = found.select(".alarms li")
    assert [alarm.get_text() for alarm in alarms] == [
        f"demo on {DAY - timedelta(days=2)}: 90 applied edits in 4000 words, 10 were to be expected."
    ]
    marked = found.select("section[aria-labelledby=rate-title] .bar.marked")
    assert len(marked) == 1
    assert found.select("section[aria-labelledby=rate-title] text.flag")[0].get_text() == "!"


def add_long(place: Workplace, conn: object, n: int, day: object) -> tuple[str, str]:
    from pipeline.model.digest import digest

    article, document = digest("a", n), digest("d", n)
    page = conn.execute(tables.page.select().limit(1)).first()  # type: ignore[attr-defined]
    row = {
        "id": article,
        "source": "demo",
        "url": f"https://news.test/long/{n}",
        "day": day,
        "title": "",
        "authors": (),
    }
    conn.execute(tables.article.insert().values(**row, state="live", page=page.id, at=AT))  # type: ignore[attr-defined]
    text = {"id": document, "article": article, "part": "body", "text_sha": digest(n), "text": "x", "words": 4000}
    conn.execute(tables.document.insert().values(**text, page=page.id, revision=1))  # type: ignore[attr-defined]
    return article, document


def many_edits(conn: object, one: tuple[str, str], day: object, count: int) -> None:
    from pipeline.model.digest import digest

    row = {
        "document": one[1],
        "article": one[0],
        "day": day,
        "part": "body",
        "run": "0" * 64,
        "source": "demo",
        "seq": 1,
    }
    row |= {"start_offset": 0, "end_offset": 1, "before": "x", "after": "y", "fault": "NAME", "rule": "r"}
    row |= {
        "outcome": "APPLY",
        "confidence": 0.99,
        "priority": -0.1,
        "likeness": "0" * 64,
        "words": " x",
        "state": "open",
    }
    many = [{**row, "version": 0, "proposal": digest(day, n)} for n in range(count)]
    conn.execute(tables.review_item.insert(), many)  # type: ignore[attr-defined]


def test_reviewers_and_the_harm_rate_are_shown(place: Workplace, client: Client) -> None:
    place.settings = replace(place.settings, sample=1.0)
    add(place, "https://news.test/more", "The the council met on Monday .")
    say(place, "The the", Verdict.REJECT)
    today = now().date().isoformat()
    found = BeautifulSoup(client().get(f"/dashboard?until={today}&days=365").text, "lxml")
    assert rows(found, "Decisions by reviewer")[1][:3] == ["ada", "0", "1"]
    harm = next(row for row in rows(found, "Harm rate by rule") if row[0] == "duplication.word")
    assert harm[2:5] == ["1", "1", "0"]
    assert harm[5] == "100 %"
    assert re.search(r"100 %, between 2[01] % and 100 %", found.select_one("#harm-title").find_parent().get_text())  # type: ignore[union-attr]


def test_it_is_linked_from_the_nav_the_queue_and_a_run(client: Client) -> None:
    assert 'href="/dashboard"' in client().get("/").text
    assert f"/dashboard?until={UNTIL}" in client().get(f"/?until={UNTIL}").text
    assert client("eve").get("/dashboard").status_code == 200


@pytest.mark.parametrize(
    ("value", "edge"), [(0, 1), (1, 1), (3, 5), (51, 100), (0.3, 0.5), (0.0021, 0.005), (100, 100)]
)
def test_a_scale_ends_at_a_round_number(value: float, edge: float) -> None:
    assert nice(value) == pytest.approx(edge)


def test_bars_stay_within_their_picture() -> None:
    days = [DAY - timedelta(days=n) for n in range(28)][::-1]
    chart = panel("x", days, {day: n * 1.7 for n, day in enumerate(days)})
    assert len(chart.bars) == 27  # a day with nothing has no bar
    assert all(
        bar.x >= 0 and bar.x + bar.width <= 320 and bar.y >= 0 and bar.y + bar.height <= 84.01 for bar in chart.bars
    )
    assert panel("x", days, {}).says == "x by day; nothing"


@pytest.mark.parametrize(
    ("value", "said"), [(0, "0 %"), (1, "100 %"), (0.0005, "0.050 %"), (0.0123, "1.2 %"), (0.37, "37 %")]
)
def test_small_rates_keep_their_digits(value: float, said: str) -> None:
    assert percent(value) == said
    assert figure(1234567) == "1,234,567"
