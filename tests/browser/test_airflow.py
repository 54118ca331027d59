"""The desk inside a really running Airflow: log in, open it from the nav, decide by keyboard, undo."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

import pytest

from pipeline.flow.workplace import Workplace, workplace
from pipeline.settings import load
from stack.layout import read_json
from tests.review.desk import TEXTS, add, clean, item
from tests.stack.conftest import started_stack
from tests.store.samples import DAY

if TYPE_CHECKING:
    from playwright.sync_api import Browser, FrameLocator, Page

pytestmark = [pytest.mark.stack, pytest.mark.timeout(600)]


@pytest.fixture(scope="module")
def airflow(browser: Browser) -> Iterator[dict[str, Any]]:
    """stack.json of a stack whose store holds two mended articles."""
    with started_stack("--no-ingest", "--port", "18380", "--demo-port", "18965") as layout:
        yield {**read_json(layout.stack), "var": str(layout.var)}


@pytest.fixture(scope="module")
def place(airflow: dict[str, Any]) -> Iterator[Workplace]:
    env = {"NEWSMEND_HOME": airflow["var"], "NEWSMEND_DATABASE_URL": airflow["database_url"]}
    with workplace(load(env)) as opened:
        for url, body in TEXTS.items():
            add(opened, url, body)
        yield opened


@pytest.fixture
def page(browser: Browser, airflow: dict[str, Any], place: Workplace) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": 1400, "height": 900})
    context.set_default_timeout(60_000)
    opened = context.new_page()
    opened.goto(airflow["url"])
    opened.locator('input[name="username"]').fill(airflow["user"])
    opened.locator('input[name="password"]').fill(airflow["password"])
    opened.keyboard.press("Enter")
    opened.wait_for_url(lambda url: "/auth/login" not in url)
    yield opened
    context.close()


def desk(page: Page) -> FrameLocator:
    return page.frame_locator("iframe")


def test_from_the_nav_to_a_decision_and_back(page: Page, place: Workplace, tmp_path: Path) -> None:
    page.get_by_role("link", name="Mend", exact=True).first.click()
    frame = desk(page)
    frame.locator(".row.chosen").wait_for()
    page.screenshot(path=str(tmp_path / "nav.png"))
    frame.locator(".row").first.click(position={"x": 5, "y": 5})
    frame.locator("body").press("j")
    chosen = frame.locator(f"#c-{item(place, 'Vladymyr').proposal[:16]}.chosen")
    chosen.wait_for()
    frame.locator("body").press("a")
    frame.locator(f'#c-{item(place, "Vladymyr").proposal[:16]}[data-state="accepted"]:not(.busy)').wait_for()
    assert "President Volodymyr Zelensky" in clean(place)
    assert item(place, "Vladymyr").actor == "admin"
    frame.locator("body").press("z")
    frame.locator(f'#c-{item(place, "Vladymyr").proposal[:16]}[data-state="open"]:not(.busy)').wait_for()
    assert "President Vladymyr Zelensky" in clean(place)


def test_the_theme_is_airflows(page: Page) -> None:
    page.get_by_role("link", name="Mend", exact=True).first.click()
    desk(page).locator("html[data-theme] .row.chosen").first.wait_for()
    theirs = page.evaluate("document.documentElement.className")
    ours = desk(page).locator("html").get_attribute("data-theme")
    assert ours in theirs.split()


def test_nobody_reads_it_without_logging_in(browser: Browser, airflow: dict[str, Any]) -> None:
    context = browser.new_context()
    answer = context.request.get(airflow["url"] + "/newsmend/")
    assert answer.status == 401
    assert "You are not logged in" in answer.text()
    context.close()


def test_another_origin_decides_nothing(page: Page, place: Workplace, airflow: dict[str, Any]) -> None:
    """A page of another host posts a form; the browser has the reviewer's cookie."""
    found = item(place, "Vladymyr")
    fields = {"proposal": found.proposal, "document": found.document, "verdict": "ACCEPT", "version": found.version}
    inputs = "".join(f'<input name="{name}" value="{value}">' for name, value in fields.items())
    action = airflow["url"].rstrip("/") + "/newsmend/decide"
    evil = f'<form method="post" action="{action}">{inputs}<button>Win</button></form>'
    page.route("http://evil.test/", lambda route: route.fulfill(body=evil, content_type="text/html"))
    page.goto("http://evil.test/")
    with page.expect_response(lambda answer: answer.request.method == "POST") as answered:
        page.get_by_role("button", name="Win").click()
    assert answered.value.status in (401, 403)
    assert item(place, "Vladymyr").state == "open"


def test_the_api_takes_airflows_token_and_no_cookie(page: Page, place: Workplace, airflow: dict[str, Any]) -> None:
    ask, found = page.context.request, item(place, "Vladymyr")
    root = airflow["url"].rstrip("/")
    said = {"proposal": found.proposal, "verdict": "UNSURE", "version": found.version}
    assert ask.get(f"{root}/newsmend/api/v1/queue").status == 200
    assert ask.post(f"{root}/newsmend/api/v1/decisions", data=said).status == 403
    login = {"username": airflow["user"], "password": airflow["password"]}
    jwt = ask.post(f"{root}/auth/token", data=login).json()["access_token"]
    headers = {"authorization": f"Bearer {jwt}"}
    answer = ask.post(f"{root}/newsmend/api/v1/decisions", data=said, headers=headers)
    assert answer.status == 200
    assert item(place, "Vladymyr").state == "unsure"
    assert item(place, "Vladymyr").actor == "admin"
    undo = said | {"verdict": "WITHDRAW", "version": item(place, "Vladymyr").version}
    assert ask.post(f"{root}/newsmend/api/v1/decisions", data=undo, headers=headers).status == 200


def test_the_tabs_of_a_run_and_of_a_task_show_its_day(page: Page, place: Workplace, airflow: dict[str, Any]) -> None:
    ask, root = page.context.request, airflow["url"].rstrip("/")
    login = {"username": airflow["user"], "password": airflow["password"]}
    jwt = ask.post(f"{root}/auth/token", data=login).json()["access_token"]
    headers = {"authorization": f"Bearer {jwt}"}
    asked = {"logical_date": None, "run_after": f"{DAY.isoformat()}T12:00:00Z", "partition_key": DAY.isoformat()}
    made = ask.post(f"{root}/api/v2/dags/news_mend/dagRuns", data=asked, headers=headers)
    assert made.ok, made.text()
    run = quote(made.json()["dag_run_id"], safe="")
    tasks = ask.get(f"{root}/api/v2/dags/news_mend/dagRuns/{run}/taskInstances", headers=headers).json()
    task = tasks["task_instances"][0]["task_id"]
    for path in (f"/dags/news_mend/runs/{run}", f"/dags/news_mend/runs/{run}/tasks/{task}"):
        page.goto(root + path)
        page.get_by_role("link", name="Corrections").first.click()
        frame = desk(page)
        frame.locator(".row").first.wait_for()
        assert frame.locator('input[name="since"]').input_value() == DAY.isoformat()
