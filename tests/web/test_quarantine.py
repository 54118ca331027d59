"""The page of what failed: it lists, escapes, filters, and tries again for real."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from pipeline.flow.discover import discover_day
from pipeline.flow.ingest import ingest_keys
from pipeline.flow.log import waiting
from pipeline.flow.workplace import Workplace, workplace
from pipeline.settings import load
from pipeline.store import quarantine
from pipeline.web.app import create_app
from tests.sites import demo_site
from tests.web.conftest import token, who_by_header

NOW = datetime(2026, 11, 20, 23, 30, tzinfo=UTC)
DAY = NOW.date() - timedelta(days=1)


@pytest.fixture
def place(tmp_path: Path) -> Iterator[Workplace]:
    """A store whose day failed: the site was down when its articles were asked for, and answers now."""
    with ExitStack() as stack:
        with demo_site(NOW) as url:
            settings = load({"NEWSMEND_HOME": str(tmp_path), "NEWSMEND_DEMO_URL": url})
            opened = stack.enter_context(workplace(settings, migrate=True))
            with opened.client() as client:
                due = discover_day(opened, client, opened.source("demo"), DAY).due
        ingest_keys(opened, due[:2])
        with opened.store.begin() as conn:
            conn.exec_driver_sql("DELETE FROM host_pace")  # the ten minutes of a host that was down are over
        stack.enter_context(demo_site(NOW, port=int(url.rpartition(":")[2])))
        yield opened


@pytest.fixture
def ada(place: Workplace) -> TestClient:
    return TestClient(create_app(lambda: place, who_by_header()), headers={"x-who": "ada"}, follow_redirects=False)


def test_rows_are_listed_with_reason_and_button(place: Workplace, ada: TestClient) -> None:
    rows = [row for row in waiting(place) if row.stage == "fetch"]
    assert len(rows) == 2
    page = ada.get("/quarantine").text
    assert all(row.url in page for row in rows)
    assert page.count(">Try again</button>") == len(waiting(place))
    assert ada.get("/quarantine", params={"stage": "extract"}).text.count(">Try again</button>") == 0
    fetched = ada.get("/quarantine", params={"day": DAY.isoformat(), "stage": "fetch"}).text
    assert fetched.count(">Try again</button>") == 2
    assert ada.get("/quarantine", params={"day": "nonsense"}).status_code == 422


def test_the_button_brings_one_article_to_its_end(place: Workplace, ada: TestClient) -> None:
    first, second = (row for row in waiting(place) if row.stage == "fetch")
    form = {"csrf": token(ada), "number": first.id, "stage": "fetch"}
    answer = ada.post("/quarantine/replay", data=form)
    assert (answer.status_code, answer.headers["location"]) == (303, "/quarantine?stage=fetch&done=yes")
    left = {row.id for row in waiting(place)}
    assert first.id not in left
    assert second.id in left
    assert "It is done" in ada.get(answer.headers["location"]).text


def test_what_fails_again_waits_on(place: Workplace, ada: TestClient) -> None:
    broken = next(row for row in waiting(place) if row.stage == "discover")  # the demo's feed is broken for good
    answer = ada.post("/quarantine/replay", data={"csrf": token(ada), "number": broken.id})
    assert answer.headers["location"] == "/quarantine?done=no"
    assert broken.url in {row.url for row in waiting(place)}


def test_a_reason_from_outside_is_escaped(place: Workplace, ada: TestClient) -> None:
    said = {"url": "https://news.test/<script>alert(1)</script>", "error": "<img src=x onerror=alert(2)>", "hint": "&"}
    with place.store.begin() as conn:
        quarantine.add(conn, source="demo", day=DAY, stage="fetch", at=NOW, **said)
    page = ada.get("/quarantine").text
    assert "<img" not in page
    assert page.count("<script") == 1


def test_a_viewer_sees_no_button(place: Workplace) -> None:
    eve = TestClient(create_app(lambda: place, who_by_header()), headers={"x-who": "eve"})
    page = eve.get("/quarantine").text
    assert "Try again</button>" not in page
    assert 'method="post"' not in page
