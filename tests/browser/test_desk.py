"""The desk as a reviewer uses it: `newsmend serve`, Chromium, the keyboard."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from pipeline.flow import review
from pipeline.flow.workplace import Workplace
from pipeline.model.decision import Verdict
from tests.review.desk import add, clean, item, items, say
from tests.review.test_batch import TEXT

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, Page

pytestmark = pytest.mark.timeout(120)


def card(place: Workplace, before: str) -> str:
    return f"#c-{item(place, before).proposal[:16]}"


def to_article(page: Page, place: Workplace, before: str = "Vladymyr") -> None:
    found, root = item(place, before), "/".join(page.url.split("/")[:3])
    page.goto(f"{root}/article/{found.article}?item={found.proposal}{card(place, before)}")
    page.wait_for_selector(f"{card(place, before)}.chosen")


def test_the_token_is_gone_from_the_address_and_no_script_can_read_it(page: Page) -> None:
    assert "token" not in page.url
    assert page.evaluate("document.cookie") == ""


def test_decide_by_keyboard_and_undo(page: Page, place: Workplace) -> None:
    page.keyboard.press("j")
    assert page.locator(".row.chosen .context mark").inner_text().endswith("Vladymyr")
    page.keyboard.press("a")
    page.wait_for_selector(f'{card(place, "Vladymyr")}:not(.busy)[data-state="accepted"]')
    assert "Volodymyr Zelensky" in clean(place)
    assert "chosen" in (page.locator(".row").nth(2).get_attribute("class") or "")
    page.keyboard.press("z")
    page.wait_for_selector(f'{card(place, "Vladymyr")}:not(.busy)[data-state="open"]')
    assert "Vladymyr" in clean(place)
    page.keyboard.press("r")
    page.wait_for_selector(f'{card(place, "Vladymyr")}:not(.busy)[data-state="rejected"]')
    page.keyboard.press("u")
    page.wait_for_selector('#status:has-text("Unsure.")')


def test_edit_and_accept_on_the_article(page: Page, place: Workplace) -> None:
    to_article(page, place)
    page.keyboard.press("e")
    page.keyboard.type("Wolodymyr")
    page.keyboard.press("Enter")
    page.wait_for_selector(f'{card(place, "Vladymyr")}:not(.busy)[data-state="accepted"]')
    assert "President Wolodymyr Zelensky" in clean(place)
    inline = page.locator(f"{card(place, 'Vladymyr').replace('#c-', '#e-')} ins")
    assert inline.inner_text().endswith("Wolodymyr")


def test_one_key_away_are_the_raw_page_and_both_texts(page: Page, place: Workplace) -> None:
    to_article(page, place)
    page.keyboard.press("2")
    page.wait_for_url("**view=raw*")
    frame = page.frame_locator("iframe.raw")
    assert "Zelenskyi came back ." in frame.locator("body").inner_text()
    assert frame.locator("body").evaluate("e => getComputedStyle(e).fontFamily").startswith("Georgia")
    page.keyboard.press("4")
    page.wait_for_url("**view=clean*")
    assert "Zelensky came back." in page.locator(".reading").inner_text()
    page.keyboard.press("1")
    page.wait_for_url("**view=corrections*")


def test_marking_selected_words(page: Page, place: Workplace) -> None:
    to_article(page, place)
    page.evaluate(
        """() => {
          const span = [...document.querySelectorAll('.plain')].find((s) => s.textContent.includes('went home'));
          const at = span.textContent.indexOf('went home');
          getSelection().setBaseAndExtent(span.firstChild, at, span.firstChild, at + 9);
        }"""
    )
    page.keyboard.press("m")
    page.keyboard.press("Control+A")
    page.keyboard.type("gone home")
    page.keyboard.press("Enter")
    page.wait_for_url("**#c-*")
    page.wait_for_selector(".card .what:has-text('gone home')")
    assert "He have gone home" in clean(place)


def test_two_browsers_on_one_correction(page: Page, place: Workplace) -> None:
    page.keyboard.press("j")
    say(place, "Vladymyr", Verdict.REJECT, actor="bob")
    page.keyboard.press("a")
    page.wait_for_selector(f"{card(place, 'Vladymyr')} .note")
    row = page.locator(card(place, "Vladymyr"))
    assert "bob decided meanwhile: rejected" in row.inner_text()
    assert row.get_attribute("data-state") == "rejected"
    assert "Vladymyr" in clean(place)


def test_a_claim_is_made_and_given_back(page: Page, place: Workplace) -> None:
    to_article(page, place)
    page.wait_for_selector('#claim[data-mine="yes"]')
    assert review.claim(place, item(place, "Vladymyr").article, "bob").actor == "ada"
    page.goto(page.url.split("/article")[0] + "/help")
    page.wait_for_timeout(500)
    assert review.claim(place, item(place, "Vladymyr").article, "bob").actor == "bob"
    to_article(page, place)
    page.wait_for_selector("#claim .warn")
    assert "bob has this article until" in page.locator("#claim").inner_text()


def test_a_server_that_is_gone_loses_nothing(page: Page, place: Workplace, context: BrowserContext) -> None:
    context.set_offline(True)
    page.keyboard.press("j")
    page.keyboard.press("a")
    page.wait_for_selector("#status button")
    assert "1 decision(s) not sent" in page.locator("#status").inner_text()
    context.set_offline(False)
    page.wait_for_selector(f'{card(place, "Vladymyr")}:not(.busy)[data-state="accepted"]')
    assert item(place, "Vladymyr").state == "accepted"


def test_keys_are_changed_and_switched_off(page: Page, place: Workplace) -> None:
    page.keyboard.press("?")
    page.locator("#keys tr", has_text="Accept").first.locator("input").fill("y")
    page.keyboard.press("Escape")
    page.keyboard.press("j")
    page.keyboard.press("a")
    page.keyboard.press("y")
    page.wait_for_selector(f'{card(place, "Vladymyr")}:not(.busy)[data-state="accepted"]')
    page.keyboard.press("?")
    page.locator("#keys-on").uncheck()
    page.keyboard.press("Escape")
    page.keyboard.press("r")
    page.wait_for_timeout(300)
    assert {found.state for found in items(place)} == {"open", "accepted"}


def test_all_like_this_shows_them(page: Page) -> None:
    page.goto(page.url.split("?")[0].rstrip("/") + "/?rule=duplication.word")
    page.keyboard.press(".")
    page.wait_for_url("**like=*")
    assert page.locator("h1").inner_text() == "All like this"


def test_one_answer_for_a_group_and_its_undo(page: Page, place: Workplace) -> None:
    add(place, "https://news.test/1", TEXT.format(1))
    page.get_by_role("link", name="Groups").click()
    row = page.locator("tr", has_text="Vladymyr")
    row.get_by_role("link", name="Look at all 2").click()
    assert page.locator(".sample li").count() == 2
    page.get_by_label("Reason").fill("his name")
    page.get_by_role("button", name="Accept all 2").click()
    page.wait_for_url("**/batches?done=2*")
    assert item(place, "Vladymyr").state == "accepted"
    page.get_by_role("button", name="Undo all 2").click()
    page.wait_for_selector(".row:has-text('Undone, or decided anew.')")
    assert item(place, "Vladymyr").state == "open"


def test_the_answer_is_seen_within_a_tenth_of_a_second(page: Page) -> None:
    took = page.evaluate(
        """() => new Promise((done) => {
          const row = document.querySelector('.row.chosen'), start = performance.now();
          new MutationObserver(() => done(performance.now() - start)).observe(row, {attributes: true});
          document.dispatchEvent(new KeyboardEvent('keydown', {key: 'a', bubbles: true}));
        })"""
    )
    assert took < 100


def test_it_reads_and_decides_without_a_script(browser: Browser, address: str, place: Workplace) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(address)
    page.locator(card(place, "Vladymyr")).get_by_role("button", name="Accept").click()
    assert item(place, "Vladymyr").state == "accepted"
    page.goto(page.url.split("/?")[0].split("#")[0].rstrip("/") + f"/article/{item(place, 'Vladymyr').article}")
    page.locator(card(place, "Vladymyr")).get_by_role("button", name="Undo").click()
    assert item(place, "Vladymyr").state == "open"
    assert "removed: the the" in (page.locator("del").first.text_content() or "")
    context.close()


@pytest.mark.parametrize(("scheme", "width"), [("light", 1280), ("dark", 1280), ("light", 320), ("dark", 320)])
def test_it_fits_and_is_kept_as_a_picture(
    browser: Browser, address: str, place: Workplace, tmp_path: Path, scheme: str, width: int
) -> None:
    context = browser.new_context(
        color_scheme="dark" if scheme == "dark" else "light", viewport={"width": width, "height": 900}
    )
    page = context.new_page()
    page.goto(address)
    root = page.url.rstrip("/")
    for name, path in (
        ("queue", "/?state=any"),
        ("article", f"/article/{item(place, 'Vladymyr').article}"),
        ("log", "/log"),
        ("help", "/help"),
    ):
        page.goto(root + path)
        assert page.evaluate("document.documentElement.scrollWidth") <= width, name
        small = page.evaluate(
            "[...document.querySelectorAll('button, select, input, summary')].filter((e) => e.offsetParent"
            " && e.type !== 'hidden' && !e.matches('[type=checkbox]') && e.getBoundingClientRect().height < 24).length"
        )
        assert small == 0, name
        page.screenshot(path=str(tmp_path / f"{name}-{scheme}-{width}.png"))
    context.close()
