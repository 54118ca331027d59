"""Live blogs: refused as what they are, each post apart, with its time; and what only looks like one."""

from __future__ import annotations

import json
from datetime import UTC, datetime

import pytest

from pipeline.extract.page import extract, read
from pipeline.extract.posts import Post
from pipeline.extract.refusal import LiveBlog
from tests.extract.support import BODY, URL, document, page

UPDATES = [
    {
        "@type": "BlogPosting",
        "headline": f"Post {n}",
        "articleBody": f"<p>Ship {n}\n left the harbour, and {n} more wait.</p>",
        "datePublished": f"2026-11-20T{n % 24:02}:00:00+01:00",
    }
    for n in range(1, 71)
]


def known(data: object) -> tuple[Post, ...]:
    script = f"<script type='application/ld+json'>{json.dumps(data)}</script>"
    try:
        return read(page(document(script)))[1].posts
    except LiveBlog as error:
        return error.known.posts


def entries(count: int, name: str = "liveblog-entry", extra: str = "") -> str:
    return "".join(
        f"<div class='{name}'><time datetime='2026-11-20T{n:02}:00:00Z'>{n}:00</time><h3>Post {n}</h3>"
        f"<p>Ship {n} left the harbour in the morning, and nobody waited for it.</p>{extra}</div>"
        for n in range(1, count + 1)
    )


def test_each_post_is_apart_and_dated() -> None:
    found = known({"@type": "LiveBlogPosting", "headline": "Harbour", "liveBlogUpdate": [*UPDATES, UPDATES[0]]})
    assert len(found) == 70
    assert found[0] == Post(
        "Post 1", "Ship 1 left the harbour, and 1 more wait.", datetime(2026, 11, 20, 0, tzinfo=UTC)
    )


def test_what_is_no_post_is_left_out() -> None:
    late = {"headline": "A", "articleBody": "Later.", "datePublished": "2027-01-01T00:00:00Z"}
    odd = [None, 3, "x", {}, {"articleBody": 7}, {"headline": "No text"}, late]
    assert known({"@type": "LiveBlogPosting", "liveBlogUpdate": odd}) == (Post("A", "Later."),)
    assert known({"@type": "LiveBlogPosting", "liveBlogUpdate": "x"}) == ()
    assert known({"@type": "NewsArticle", "liveBlogUpdate": [late]}) == ()


@pytest.mark.parametrize("address", [{}, {"url": URL}, {"mainEntityOfPage": {"@id": URL + "/"}}, {"url": "#blog"}])
def test_structured_data_of_this_address_refuses_it(address: dict[str, object]) -> None:
    data = {"@type": "LiveBlogPosting", "liveBlogUpdate": UPDATES[:9], **address}
    with pytest.raises(LiveBlog) as caught:
        extract(page(document(f"<script type='application/ld+json'>{json.dumps(data)}</script>")))
    assert caught.value.reason == "live-blog"
    assert URL in str(caught.value)
    assert caught.value.hint
    assert [post.title for post in caught.value.known.posts] == [f"Post {n}" for n in range(1, 10)]


@pytest.mark.parametrize(
    "data",
    [
        {"@type": "LiveBlogPosting", "liveBlogUpdate": UPDATES[:2]},  # some templates call every article so
        {"@type": "LiveBlogPosting", "liveBlogUpdate": UPDATES[:9], "url": "https://www.example.org/live/other"},
        {"@type": "LiveBlogPosting", "liveBlogUpdate": [{"articleBody": f"Ship {n}."} for n in range(5)]},
        {"@type": "NewsArticle", "headline": "How a live blog is written", "articleBody": " ".join(BODY)},
    ],
)
def test_near_misses_are_articles(data: object) -> None:
    script = f"<script type='application/ld+json'>{json.dumps(data)}</script>"
    assert [paragraph.text for paragraph in extract(page(document(script))).paragraphs] == list(BODY)


@pytest.mark.parametrize("name", ["liveblog-entry", "wp-live-blog__post", "liveblog-feed-item"])
def test_markup_that_says_so_refuses_it(name: str) -> None:
    with pytest.raises(LiveBlog) as caught:
        extract(page(f"<html><body><main><h1>Harbour, live</h1>{entries(9, name)}</main></body></html>"))
    first = caught.value.known.posts[0]
    text = "Ship 1 left the harbour in the morning, and nobody waited for it."
    assert first == Post("Post 1", text, datetime(2026, 11, 20, 1, tzinfo=UTC))
    assert len(caught.value.known.posts) == 9


def test_microdata_refuses_it() -> None:
    shown = entries(4, "item").replace("<div class='item'", "<div itemprop='liveBlogUpdate'")
    with pytest.raises(LiveBlog) as caught:
        extract(page(f"<html><body><div itemscope><h1>Harbour</h1>{shown}</div></body></html>"))
    assert len(caught.value.known.posts) == 4


@pytest.mark.parametrize(
    "beside",
    [
        entries(2),
        "<ul>"
        + "<li class='liveblog-entry'><time datetime='2026-11-20'>1</time><a href=/l>Ship after ship has left the"
        " harbour</a></li>" * 9 + "</ul>",
        "<div class='signpost-liveblog'><a href=/l>Follow our live blog</a></div>" * 4,
        "<div class='liveblog-entry'><p>A note without a time, and with more than forty letters in it.</p></div>" * 4,
    ],
)
def test_an_article_with_a_box_about_a_live_blog_is_an_article(beside: str) -> None:
    found = extract(page(document("<meta property='og:type' content='article'>", after=f"<aside>{beside}</aside>")))
    assert [paragraph.text for paragraph in found.paragraphs] == list(BODY)


def test_posts_in_posts_cost_no_square() -> None:
    nested = "<div class='liveblog-entry'>" * 400 + "Ships." + "</div>" * 400
    many = "<div class='liveblog-entry'><p>x</p></div>" * 5_000
    assert extract(page(document(after=f"<aside>{nested}{many}</aside>"))).paragraphs
