"""A real Chromium; where there is none the tests are skipped with a word, and in CI they fail."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from pipeline.flow.workplace import Workplace
from tests.review.desk import opened_desk

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, Page

ROOT = Path(__file__).parents[2]
CHROMIUM = os.environ.get("NEWSMEND_CHROMIUM") or shutil.which("chromium") or ""


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    if not CHROMIUM:
        word = "no Chromium: apt-get install chromium, or put its path into NEWSMEND_CHROMIUM"
        pytest.fail(word) if os.environ.get("CI") else pytest.skip(word)
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        # as root, as in a container, Chromium has no sandbox of its own; it is only ever shown our own pages
        opened = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield opened
        opened.close()


@pytest.fixture
def place(tmp_path: Path) -> Iterator[Workplace]:
    with opened_desk(tmp_path / "home") as opened:
        yield opened


@pytest.fixture
def address(place: Workplace) -> Iterator[str]:
    """The address that `newsmend serve` prints, token and all."""
    env = {k: v for k, v in os.environ.items() if not k.startswith("NEWSMEND_")}
    env |= {"NEWSMEND_HOME": str(place.settings.home), "PYTHONUNBUFFERED": "1"}
    env |= {"NEWSMEND_SAMPLE": str(place.settings.sample), "NEWSMEND_SECOND": str(place.settings.second)}
    command = [sys.executable, "-c", "from pipeline.cli import main; main()", "serve", "--port", "0", "--as", "ada"]
    served = subprocess.Popen(command, cwd=ROOT, env=env, stdout=subprocess.PIPE, text=True)
    try:
        assert served.stdout is not None
        found = re.search(r"http://127\.0\.0\.1:\d+/\?token=\S+", served.stdout.readline())
        assert found, "it did not say where it is"
        yield found[0]
    finally:
        served.terminate()
        served.wait(15)


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    made = browser.new_context(viewport={"width": 1280, "height": 900})
    made.set_default_timeout(30_000)
    yield made
    made.close()


@pytest.fixture
def page(context: BrowserContext, address: str) -> Iterator[Page]:
    """The queue, opened once with the token. No script may fail, and nothing is asked of another host."""
    opened = context.new_page()
    wrong: list[str] = []
    opened.on("pageerror", lambda error: wrong.append(str(error)))
    opened.on("console", lambda said: wrong.append(said.text) if "Content Security Policy" in said.text else None)
    opened.on("request", lambda asked: wrong.append(asked.url) if "127.0.0.1" not in asked.url else None)
    opened.goto(address)
    yield opened
    assert wrong == []
