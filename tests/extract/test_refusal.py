"""What is no article says why, and never comes out as an empty one."""

from __future__ import annotations

import pytest

from pipeline.extract.page import extract
from pipeline.model.errors import NotAnArticle
from tests.extract.support import URL, document, page

TEASERS = "".join(
    f"<article><h2><a href='/s/{n}'>Headline number {n} of today</a></h2><p>A short teaser for story {n}.</p></article>"
    for n in range(12)
)


def reason(body: str | bytes, *, url: str = URL, status: int = 200, content_type: str = "text/html") -> str:
    with pytest.raises(NotAnArticle) as caught:
        extract(page(body, url=url, status=status, content_type=content_type))
    assert url in str(caught.value)
    assert caught.value.hint
    return caught.value.reason


@pytest.mark.parametrize("status", [204, 304, 404, 410, 500])
def test_status(status: int) -> None:
    assert reason(document(), status=status) == f"http-{status}"


@pytest.mark.parametrize(
    ("body", "content_type", "expected"),
    [
        (b"%PDF-1.7 ...", "text/html", "pdf"),
        (b"%PDF-1.7 ...", "application/pdf", "pdf"),
        (b"", "text/html", "empty"),
        (b" \n ", "text/html", "empty"),
        (b'{"title": "x"}', "application/json", "not-html"),
        (b"\x89PNG\r\n", "", "not-html"),
        (b"plain words only", "text/plain", "not-html"),
        (b"<?xml version='1.0'?><rss version='2.0'></rss>", "text/xml", "not-html"),
        (b"<html><body></body></html>", "text/html", "empty"),
        (b"<html><body><nav><a href=/>Home</a></nav></body></html>", "text/html", "empty"),
    ],
)
def test_bytes(body: bytes, content_type: str, expected: str) -> None:
    assert reason(body, content_type=content_type) == expected


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("<title>Sign in - Example</title><h1>Sign in</h1><form><input name=u><input type=password></form>", "login"),
        ("<title>Story</title><form><p>Members only.</p><input type='password' name=p></form>", "login"),
        ("<title>Page not found</title><h1>404</h1><p>The page you asked for is gone.</p>", "not-found"),
        ("<title>Story</title><div id=root></div><script src=/app.js></script><script>boot()</script>", "script-only"),
        (
            "<title>Story</title><noscript>Please enable JavaScript.</noscript><script>x</script>",
            "script-only",
        ),
        (
            "<title>Before you go on</title><p>We use cookies. Cookies help us. Choose which cookies you accept,"
            " and give your consent to their use.</p>",
            "consent",
        ),
        ("<meta property='og:type' content='video.other'><h1>Port</h1><p>See how the ships come in.</p>", "video"),
        (
            '<script type=\'application/ld+json\'>{"@type": "NewsArticle", "isAccessibleForFree": "False"}</script>'
            "<h1>Port</h1><p>The first lines of the story are free to read for all, the rest is not.</p>",
            "paywall",
        ),
    ],
)
def test_walls(body: str, expected: str) -> None:
    assert reason(f"<html><body>{body}</body></html>") == expected


@pytest.mark.parametrize("url", ["https://www.example.org/", "https://www.example.org/world"])
def test_lists(url: str) -> None:
    assert reason(f"<html><body><main>{TEASERS}</main></body></html>", url=url) == "list"


def test_an_article_with_many_teasers_below_is_an_article() -> None:
    head = "<meta property='og:type' content='article'>"
    article = extract(page(document(head, after=f"<section class=related>{TEASERS}</section>")))
    assert len(article.paragraphs) == 4


def test_an_article_with_a_login_form_in_its_header_is_an_article() -> None:
    form = "<form class=login><label>Password</label><input type=password></form>"
    assert len(extract(page(document("<meta property='og:type' content='article'>", form))).paragraphs) == 4
