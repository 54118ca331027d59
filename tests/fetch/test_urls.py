from __future__ import annotations

from contextlib import suppress
from urllib.parse import urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.fetch.urls import PLAIN, _canonical, canonical, site


@pytest.mark.parametrize(
    ("url", "wanted"),
    [
        ("HTTP://Example.COM:80/A/b", "http://example.com/A/b"),
        ("https://example.com:443", "https://example.com/"),
        ("https://example.com:8443/", "https://example.com:8443/"),
        ("https://example.com./a", "https://example.com/a"),
        ("https://example.com/a#part", "https://example.com/a"),
        ("https://example.com/a?utm_source=x&utm_medium=y", "https://example.com/a"),
        ("https://example.com/a?id=5&fbclid=abc&gclid=x", "https://example.com/a?id=5"),
        ("https://example.com/a?b=2&a=1", "https://example.com/a?a=1&b=2"),
        ("https://example.com/a/../b/./c", "https://example.com/b/c"),
        ("https://example.com/a;jsessionid=12AB?x=1", "https://example.com/a?x=1"),
        ("https://bücher.example/ä", "https://xn--bcher-kva.example/%C3%A4"),
        ("https://example.com/%2Fa%3Fb", "https://example.com/%2Fa%3Fb"),
        ("  https://example.com/a\n", "https://example.com/a"),
        ("http://[::1]:8080/a", "http://[::1]:8080/a"),
        ("https://example.com/a?q=", "https://example.com/a?q="),
    ],
)
def test_one_spelling(url: str, wanted: str) -> None:
    assert canonical(url) == wanted


@pytest.mark.parametrize("url", ["", "/a/b", "http://", "mailto:x@example.com", "http://[::1", "http://a:99999999/"])
def test_nonsense(url: str) -> None:
    with pytest.raises(ValueError):
        canonical(url)


NAMES = st.sampled_from(["utm_source", "id", "a", "ref", "fbclid", "page"]) | st.text(min_size=1, max_size=4)
URLS = st.builds(
    lambda scheme, host, port, path, query, fragment: f"{scheme}://{host}{port}/{path}?{query}#{fragment}",
    st.sampled_from(["http", "https", "HTTP"]),
    st.sampled_from(["example.com", "Example.com.", "bücher.example", "127.0.0.1", "[::1]", "a.b.co.uk"]),
    st.sampled_from(["", ":80", ":443", ":8080"]),
    st.text(max_size=20) | st.text(alphabet="%.2eE/;+ aä?=&", max_size=20),
    st.lists(st.tuples(NAMES, st.text(max_size=5)), max_size=4).map(lambda q: "&".join(f"{a}={b}" for a, b in q)),
    st.text(max_size=5),
)


@given(URLS | st.text(max_size=40).map("https://example.com/".__add__))
def test_canonical_is_idempotent(url: str) -> None:
    with suppress(ValueError):
        once = canonical(url)
        assert canonical(once) == once
        assert "#" not in once
        assert "utm_" not in once.partition("?")[2] or "utm_" in url.partition("?")[2]


@given(st.from_regex(PLAIN, fullmatch=True))
def test_what_is_taken_as_it_stands_is_in_order(url: str) -> None:
    assert _canonical(url) == url


@given(st.text(max_size=60))
def test_any_text_gives_an_address_at_rest_or_a_value_error(text: str) -> None:
    try:
        found = canonical(text)
    except ValueError:
        return
    assert canonical(found) == found
    assert urlsplit(found).hostname
    assert not urlsplit(found).fragment


@pytest.mark.parametrize(
    ("url", "wanted"),
    [
        ("https://www.example.com/a", "example.com"),
        ("https://rss.dw.com/x", "dw.com"),
        ("https://news.example.co.uk/", "example.co.uk"),
        ("https://en.yna.co.kr/", "yna.co.kr"),
        ("https://dw.de/", "dw.de"),
        ("http://127.0.0.1:8080/", "127.0.0.1:8080"),
        ("http://localhost:8080/", "localhost:8080"),
    ],
)
def test_site(url: str, wanted: str) -> None:
    assert site(url) == wanted
