"""WCAG 2.2 AA: axe on every page in both themes, zoom, a narrow screen, text spacing, and reading without a script."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from pipeline.flow.workplace import Workplace
from pipeline.model.decision import Verdict
from tests.review.desk import item, say

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.timeout(240)
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


def pages(place: Workplace) -> dict[str, str]:
    """Every kind of page, by name; what is decided, empty or wrong is among them."""
    found = item(place, "Vladymyr")
    article = f"/article/{found.article}"
    return {
        "queue": "/",
        "queue of all": "/?state=any",
        "empty queue": "/?source=nobody",
        "article": f"{article}?item={found.proposal}",
        "raw": f"{article}?view=raw",
        "extracted": f"{article}?view=extracted",
        "clean": f"{article}?view=clean",
        "groups": "/like",
        "group": f"/like/{found.likeness}",
        "batches": "/batches",
        "quarantine": "/quarantine",
        "log": "/log",
        "empty log": "/log?source=nobody",
        "second look": "/second",
        "figures": "/dashboard",
        "help": "/help",
        "API": "/api/v1/",
        "no run": "/run?dag_id=other",
        "wrong filter": "/?low=7",
        "not there": "/article/" + "0" * 64,
    }


@pytest.fixture
def decided(place: Workplace) -> Workplace:
    """A correction of each state, so that each is drawn."""
    say(place, "Zelenskyi", Verdict.REJECT)
    say(place, "Kuusmetsk", Verdict.UNSURE)
    say(place, "the the", Verdict.ACCEPT, "that")
    return place


@pytest.fixture
def axe() -> str:
    """The source of axe-core, as its wheel brings it."""
    import axe_playwright_python

    return (Path(axe_playwright_python.__file__).parent / "axe.min.js").read_text()


@pytest.fixture(params=["light", "dark"])
def themed(browser: Browser, address: str, request: pytest.FixtureRequest) -> Iterator[Page]:
    context = browser.new_context(color_scheme=request.param, viewport={"width": 1280, "height": 900}, bypass_csp=True)
    page = context.new_page()
    page.goto(address)
    yield page
    context.close()


def test_axe_finds_nothing(themed: Page, decided: Workplace, axe: str) -> None:
    root, found = themed.url.split("/?")[0].rstrip("/"), {}
    for name, path in pages(decided).items():
        themed.goto(root + path)
        if name == "article":
            themed.wait_for_selector(".card.chosen")
        assert themed.locator("html[data-theme], html").count() == 1
        found[name] = _axe(themed, axe)
    themed.goto(root)
    themed.keyboard.press("?")
    themed.wait_for_selector("#keys[open]")
    found["keys"] = _axe(themed, axe)
    assert {name: faults for name, faults in found.items() if faults} == {}


def _axe(page: Page, axe: str) -> list[str]:
    page.evaluate(axe)
    answer: dict[str, Any] = page.evaluate("(tags) => axe.run(document, {runOnly: {type: 'tag', values: tags}})", TAGS)
    assert len(answer["passes"]) > 10  # it did look
    return [
        f"{fault['impact']} {fault['id']}: {node['target']} {node['failureSummary'][:160]}"
        for fault in answer["violations"]
        for node in fault["nodes"][:3]
    ]


def test_axe_would_find_something(themed: Page, axe: str) -> None:
    themed.evaluate("document.querySelector('h1').insertAdjacentHTML('afterend', '<img src=\"x\"><button></button>')")
    assert {fault.split(":")[0] for fault in _axe(themed, axe)} >= {"critical image-alt", "critical button-name"}


@pytest.mark.parametrize(("width", "scale"), [(320, 1), (640, 2)])
def test_no_page_scrolls_sideways(browser: Browser, address: str, decided: Workplace, width: int, scale: int) -> None:
    """A screen of 320 px; and one of 1280 px at 200 %, which is 640 CSS pixels with text of the usual size."""
    context = browser.new_context(viewport={"width": width, "height": 700}, device_scale_factor=scale)
    page = context.new_page()
    page.goto(address)
    root = page.url.rstrip("/")
    for name, path in pages(decided).items():
        page.goto(root + path)
        assert page.evaluate("document.documentElement.scrollWidth") <= width, name
        if width > 320:
            page.evaluate("document.documentElement.style.fontSize = '200%'")  # text alone at 200 % as well
            assert page.evaluate("document.documentElement.scrollWidth") <= width, f"{name}, text at 200 %"
    context.close()


def test_every_page_reads_without_a_script(browser: Browser, address: str, decided: Workplace) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(address)
    root = page.url.rstrip("/")
    for name, path in pages(decided).items():
        page.goto(root + path)
        assert page.locator("h1").first.is_visible(), name
        assert page.locator("main").inner_text().strip(), name
    page.goto(root + pages(decided)["article"])
    assert page.locator(".card .history, .card details").count() > 0
    assert page.locator("ins").first.is_visible()
    context.close()


def test_the_keyboard_reaches_everything_and_focus_is_seen(browser: Browser, address: str, place: Workplace) -> None:
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    page = context.new_page()
    page.goto(address)
    seen: list[str] = []
    for _ in range(12):
        page.keyboard.press("Tab")
        seen.append(
            page.evaluate(
                """() => { const e = document.activeElement, s = getComputedStyle(e), b = e.getBoundingClientRect();
                const lit = s.outlineStyle !== 'none' && parseFloat(s.outlineWidth) >= 2;
                const at = document.elementFromPoint(b.x + b.width / 2, b.y + b.height / 2);
                const free = at && (e.contains(at) || at.contains(e));
                return `${lit ? 'lit' : 'dark'} ${free ? 'free' : 'covered'} ${e.tagName}`; }"""
            )
        )
    assert {word for said in seen for word in said.split()[:2]} == {"lit", "free"}, seen
    assert len({said.split()[2] for said in seen}) >= 2
    context.close()
