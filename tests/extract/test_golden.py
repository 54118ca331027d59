"""Five layouts of one story and their redesigns, against what a reader sees; planted faults come out as they went in.

And pages that are no article, each with its reason.
"""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from pipeline.extract.page import extract
from pipeline.extract.refusal import LiveBlog
from pipeline.model.article import Article
from pipeline.model.errors import NotAnArticle
from pipeline.model.source import Selectors
from tests.extract.support import page

GOLDEN = Path(__file__).resolve().parents[1] / "golden"
PAGES, REDESIGNS, REFUSALS = GOLDEN / "pages", GOLDEN / "redesigns", GOLDEN / "refusals"
NAMES = sorted(path.stem for path in PAGES.glob("*.html"))
LAYOUTS = ["microdata", "minimal", "semantic", "soup", "table"]
REFUSED = sorted(path.stem for path in REFUSALS.glob("*.html"))
URL = "https://post.example.net/2026/quay"
# What fits the old layout and finds nothing, or something else, in the new one.
RULES = {
    "microdata": Selectors(body=("[itemprop=articleBody]",), title=("[itemprop=headline]",)),
    "minimal": Selectors(body=("body > p",), byline=("p.writer",)),
    "semantic": Selectors(body=("main article",), byline=(".byline",), drop=("article aside",)),
    "soup": Selectors(body=("div.t",), drop=(".sidebar", ".cookie-note")),
    "table": Selectors(body=("td > .text",), title=("td > h1",)),
}


def as_json(article: Article) -> dict[str, object]:
    return {
        "url": article.url,
        "title": article.title,
        "authors": list(article.authors),
        "published": None if article.published is None else article.published.isoformat(),
        "updated": None if article.updated is None else article.updated.isoformat(),
        "language": article.language,
        "publisher": article.publisher,
        "paragraphs": [{"kind": paragraph.kind, "text": paragraph.text} for paragraph in article.paragraphs],
    }


@pytest.mark.parametrize("name", NAMES)
def test_golden(name: str) -> None:
    body = (PAGES / f"{name}.html").read_bytes()
    found = extract(page(body, url="https://post.example.net/2026/quay", content_type="text/html"))
    assert as_json(found) == json.loads((PAGES / f"{name}.json").read_text("utf-8"))
    assert extract(page(body, url="https://post.example.net/2026/quay", content_type="text/html")) == found


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("old", [".story-body-before-2026", "#content > .text-of-the-old-site"])
def test_after_a_redesign_the_rule_of_the_old_site_does_no_harm(name: str, old: str) -> None:
    shown = page((PAGES / f"{name}.html").read_bytes(), url="https://post.example.net/2026/quay")
    rule = Selectors(body=(old,), title=(old,), byline=(old,), date=(old,), drop=(old,))
    assert extract(shown, rule) == extract(shown)


def seen(folder: Path, name: str, rule: Selectors = Selectors()) -> Article:  # noqa: B008  frozen
    return extract(page((folder / f"{name}.html").read_bytes(), url=URL, content_type="text/html"), rule)


@pytest.mark.parametrize("name", LAYOUTS)
def test_a_redesign_gives_the_same_story(name: str) -> None:
    found = seen(REDESIGNS, name)
    assert as_json(found) == json.loads((REDESIGNS / f"{name}.json").read_text("utf-8"))
    assert sorted(part.text for part in found.paragraphs) == sorted(part.text for part in seen(PAGES, name).paragraphs)


@pytest.mark.parametrize("name", LAYOUTS)
def test_the_rule_of_the_old_layout_fits_it_and_does_the_new_one_no_harm(name: str) -> None:
    rule = RULES[name]
    assert [part.text for part in seen(PAGES, name, rule).paragraphs] == [
        part.text for part in seen(PAGES, name).paragraphs
    ]
    assert seen(REDESIGNS, name, rule) == seen(REDESIGNS, name)


@pytest.mark.parametrize("name", REFUSED)
def test_what_is_no_article_has_its_reason(name: str) -> None:
    wanted = json.loads((REFUSALS / f"{name}.json").read_text("utf-8"))
    with pytest.raises(NotAnArticle) as caught:
        seen(REFUSALS, name)
    error = caught.value
    told: dict[str, object] = {"reason": error.reason}
    if isinstance(error, LiveBlog):
        told["posts"] = [
            {"title": post.title, "text": post.text, "published": post.published and post.published.isoformat()}
            for post in error.known.posts
        ]
    assert told == wanted
    assert error.hint


def test_every_kind_of_refusal_has_a_page() -> None:
    reasons = {json.loads((REFUSALS / f"{name}.json").read_text("utf-8"))["reason"] for name in REFUSED}
    assert reasons == {"paywall", "consent", "login", "not-found", "list", "live-blog", "video", "script-only"}


def test_there_are_five_layouts_and_a_page_of_scripts() -> None:
    assert sorted([*LAYOUTS, "next-data"]) == NAMES
    assert sorted(path.stem for path in REDESIGNS.glob("*.html")) == LAYOUTS
