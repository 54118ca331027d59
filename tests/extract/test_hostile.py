"""Pages made to hang or break a parser end, soon, in an article or a refusal."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.extract.page import extract
from pipeline.model.article import Article
from pipeline.model.errors import NotAnArticle
from pipeline.model.source import Selectors
from tests.extract.support import document, page

HOSTILE = {
    "open tags": "<a " * 100_000,
    "links": "<a>" * 100_000,
    "deep": "<div>" * 100_000 + "text",
    "deep inline": "<b><i>" * 50_000,
    "paragraphs": "<p>x" * 200_000,
    "buttons": "<button><p>" * 30_000,
    "tables": "<table><tr><td>" * 30_000,
    "scripts": "<script " * 100_000,
    "script pairs": "<script></script" * 100_000,
    "comments": "<!--" * 200_000,
    "less": "<" * 1_000_000,
    "spaces before a label": "<p>a" + " " * 1_000_000 + "b<i hidden>c</i>" + " " * 1_000_000 + "d",
    "hidden labels": "<p>a<i hidden>b</i>" + "<i aria-hidden=true> c</i>" * 20_000,
    "hidden in hidden": ("<b aria-hidden=true>" * 400 + "abc" + "</b>" * 400) * 30,
    "references": "&" * 1_000_000,
    "entity": "<!DOCTYPE x [<!ENTITY a 'aaaaaaaaaa'>" + "<!ENTITY b '&a;&a;&a;'>" * 1000 + "]><p>&b;",
    "attributes": "<a " + " ".join(f"x{n}=1" for n in range(50_000)) + ">",
    "class": f"<p class='{'comment ' * 100_000}'>x",
    "breaks": "<p>x" + "<br> " * 100_000,
    "spaces": "<p>" + " " * 2_000_000 + "x",
    "times": "<time datetime='2026-01-01'>" * 400 + "x",
    "articles": "<article>" * 450 + "<h2><a href=/>x</a></h2>" * 5000,
    "title": "<title>" + " - " * 200_000 + "</title><p>x",
    "metas": "<meta name=author content='" + "and " * 100_000 + "'>" * 400,
    "canonical": "<link rel=canonical href='http://[::'>" * 50_000,
    "long word": "<p>" + "x" * 3_000_000,
    "data": "<script type='application/ld+json'>" + '{"@graph":[' * 20_000 + "</script>",
    "dates": "<p class=date>" + "1 jan " * 50_000,
}


@pytest.mark.parametrize("name", HOSTILE)
def test_ends_within_two_seconds(name: str) -> None:
    started = time.process_time()
    try:
        assert isinstance(extract(page(HOSTILE[name])), Article)
    except NotAnArticle as error:
        assert error.reason  # noqa: PT017  either end is right
    assert time.process_time() - started < 2.0


def test_nesting_has_a_limit() -> None:
    with pytest.raises(NotAnArticle) as caught:
        extract(page("<div>" * 2000 + "text"))
    assert caught.value.reason == "too-deep"


def test_an_article_at_a_deep_place_is_found() -> None:
    body = (
        document()
        .replace("<article>", "<div>" * 200 + "<article>")
        .replace("</article>", "</article>" + "</div>" * 200)
    )
    assert len(extract(page(body)).paragraphs) == 4


def test_scripts_never_reach_the_text() -> None:
    body = document(
        after="<script>var a = '<p>Never read this sentence, it is part of a script.</p>'</script><style>p{}</style>"
    )
    assert "script" not in extract(page(body)).text


@given(st.binary(max_size=600), st.integers(0, 800))
@settings(max_examples=60, deadline=None)
def test_broken_pages_give_an_article_or_a_refusal(junk: bytes, at: int) -> None:
    whole = document().encode()
    try:
        article = extract(page(whole[:at] + junk + whole[at:]), Selectors(drop=(".ad",)))
    except NotAnArticle as error:
        assert error.reason  # noqa: PT017  either end is right
    else:
        assert article.paragraphs
