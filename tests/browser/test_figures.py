"""The blind second look and the figures in Chromium: `newsmend serve`, with and without a script."""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from pipeline.flow import review
from pipeline.flow.workplace import Workplace
from pipeline.model.decision import Verdict
from pipeline.model.digest import digest
from pipeline.review.decide import Answer
from pipeline.review.filters import Filters
from pipeline.store import decisions, tables
from tests.review.desk import AT, add, item, items, opened_desk, say
from tests.store.samples import DAY

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.timeout(180)
UNTIL = DAY.isoformat()


@pytest.fixture
def place(tmp_path: Path) -> Iterator[Workplace]:
    """Everything is drawn, for the harm rate and for a second look; `address` serves with the same settings."""
    more = {"NEWSMEND_SAMPLE": "1", "NEWSMEND_SECOND": "1"}
    with opened_desk(tmp_path / "home", more=more) as opened:
        yield opened


def root(page: Page) -> str:
    return "/".join(page.url.split("/")[:3])


def test_a_blind_second_look(page: Page, place: Workplace) -> None:
    say(place, "Vladymyr", Verdict.ACCEPT, "Wolodymyr", actor="bob")
    page.get_by_role("link", name="Second look").click()
    page.wait_for_selector(".blind")
    shown = page.content()
    for told in ("bob", "Wolodymyr", "accepted"):
        assert told not in shown
    assert page.locator(".blind mark").inner_text().endswith("Vladymyr")
    page.locator(".blind").get_by_role("button", name="Reject").first.click()
    page.wait_for_selector(".outcome.differs")
    said = page.locator(".outcome").inner_text()
    assert "bob said accept with 'Wolodymyr', ada said reject" in said
    assert "Nothing waits for a second look" in page.locator("main").inner_text()
    page.locator(".outcome").get_by_role("link").click()
    page.wait_for_selector(".row")
    assert page.locator(".row").count() == 1
    assert "accepted by bob" in page.locator(".row").inner_text()
    with place.store.read() as conn:
        said_of = decisions.for_proposals(conn, [item(place, "Vladymyr").proposal])
    assert [(decision.actor, decision.verdict) for decision in said_of] == [("bob", Verdict.ACCEPT)]


def test_keys_of_the_desk_decide_nothing_on_a_blind_page(page: Page, place: Workplace) -> None:
    say(place, "Vladymyr", Verdict.ACCEPT, actor="bob")
    page.goto(root(page) + "/second")
    for key in ("j", "a", "r", "u", "z"):
        page.keyboard.press(key)
    page.wait_for_timeout(300)
    assert item(place, "Vladymyr").actor == "bob"
    assert page.locator(".blind").count() == 1


def test_figures_are_filtered_by_the_form_without_a_script(browser: Browser, address: str, place: Workplace) -> None:
    history(place)
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(address)
    page.goto(root(page) + f"/dashboard?until={UNTIL}")
    assert page.locator("#counting").is_hidden()
    assert page.locator("figure.panel svg").count() > 8
    page.locator('select[name="days"]').select_option("7")
    page.get_by_role("button", name="Show").click()
    assert "days=7" in page.url
    details = page.locator("section[aria-labelledby=articles-title] details.behind")
    details.locator("summary").click()
    assert details.locator("tbody tr").count() == 6  # the last day has no addresses
    context.close()


def test_a_bar_says_its_day_and_the_policy_lets_every_picture_be_drawn(page: Page, place: Workplace) -> None:
    history(place)
    page.goto(root(page) + f"/dashboard?until={UNTIL}")
    bar = page.locator("section[aria-labelledby=articles-title] .bar").first
    assert bar.locator("title").inner_html().startswith("15 Feb: ")
    assert bar.bounding_box()["height"] > 5  # type: ignore[index]
    fills = page.evaluate("[...new Set([...document.querySelectorAll('.bar')].map((e) => getComputedStyle(e).fill))]")
    assert all(fill.startswith("rgb") and fill != "rgb(0, 0, 0)" for fill in fills)


@pytest.mark.parametrize(("scheme", "width"), [("light", 1280), ("dark", 1280), ("light", 320), ("dark", 320)])
def test_they_fit_and_are_kept_as_pictures(
    browser: Browser, address: str, place: Workplace, tmp_path: Path, scheme: str, width: int
) -> None:
    history(place)
    reviewed(place)
    say(place, "Vladymyr", Verdict.ACCEPT, actor="bob")
    context = browser.new_context(
        color_scheme="dark" if scheme == "dark" else "light", viewport={"width": width, "height": 900}
    )
    page = context.new_page()
    page.goto(address)
    base = root(page)
    for name, path in (
        ("figures", f"/dashboard?until={UNTIL}"),
        ("second", "/second"),
        ("empty", "/dashboard?until=2001-01-01"),
    ):
        page.goto(base + path)
        page.wait_for_selector("section")
        if name == "figures":
            page.locator("section[aria-labelledby=harm-title] summary").first.click()
        assert page.evaluate("document.documentElement.scrollWidth") <= width, name
        small = page.evaluate(
            "[...document.querySelectorAll('button, select, input, summary')].filter((e) => e.offsetParent"
            " && e.type !== 'hidden' && !e.matches('[type=checkbox]') && e.getBoundingClientRect().height < 24).length"
        )
        assert small == 0, name
        page.screenshot(path=str(tmp_path / f"{name}-{scheme}-{width}.png"), full_page=True)
    context.close()


def history(place: Workplace) -> None:
    """Four weeks of two sources, the rows that a daily run would leave; on one day a rule runs wild."""
    lot = random.Random(7)
    with place.store.begin() as conn:
        page = conn.execute(tables.page.select().limit(1)).first()
        assert page is not None
        for n in range(1, 28):
            for source, most in (("demo", 40), ("orient-daily", 24)):
                day = DAY - timedelta(days=n)
                for outcome, count in (
                    ("stored", lot.randint(most // 2, most)),
                    ("duplicate", 6),
                    ("quarantined", n % 3),
                ):
                    for k in range(count):
                        key = digest(source, n, outcome, k)
                        row = {"source": source, "url": f"https://news.test/{key}", "url_key": key, "day": day}
                        row |= {"found_in": "feed", "title": "", "outcome": outcome, "reason": "", "status": 200}
                        conn.execute(tables.fetch.insert().values(**row, attempts=1, at=AT))
                article, document = digest("a", source, n), digest("d", source, n)
                row = {"id": article, "source": source, "url": f"https://news.test/{source}/{n}", "day": day}
                row |= {"title": "", "authors": (), "state": "live", "page": page.id, "at": AT}
                conn.execute(tables.article.insert().values(**row))
                row = {"id": document, "article": article, "part": "body", "text_sha": digest(article), "text": "x"}
                conn.execute(tables.document.insert().values(**row, words=9000, page=page.id, revision=1))
                edits = [
                    (fault, "APPLY" if k % 3 else "HOLD", k)
                    for fault, usual in (("NAME", 20), ("PHRASE", 35), ("DUPLICATION", 9), ("NUMBER", 4))
                    for k in range(
                        usual + lot.randint(0, 8) + (150 if n == 5 and source == "demo" and fault == "PHRASE" else 0)
                    )
                ]
                conn.execute(
                    tables.review_item.insert(), [_row(source, document, article, day, *edit) for edit in edits]
                )


def _row(source: str, document: str, article: str, day: object, fault: str, outcome: str, k: int) -> dict[str, object]:
    row = {"document": document, "article": article, "day": day, "part": "body", "run": "0" * 64, "source": source}
    row |= {"seq": 0, "start_offset": 0, "end_offset": 1, "before": "x", "after": "y", "fault": fault, "rule": "r"}
    row |= {"outcome": outcome, "confidence": 0.99, "priority": -0.1, "likeness": "0" * 64, "words": " x"}
    return row | {"state": "open", "version": 0, "proposal": digest(document, fault, k)}


def reviewed(place: Workplace) -> None:
    """Drawn edits that three people ruled on, and second opinions on some."""
    for n, body in enumerate(
        ("The the council met .", "In Turin , 5 % of of voters said no .", "They they went , and came .")
    ):
        add(place, f"https://news.test/reviewed/{n}", body)
    drawn = items(place, Filters(sample="drawn"))
    assert len(drawn) > 5
    for n, found in enumerate(drawn[:-2]):
        verdict = Verdict.REJECT if n % 5 == 4 else Verdict.ACCEPT
        review.say(place, Answer(found.proposal, verdict, found.version), ("bob", "cyd")[n % 2])
