from __future__ import annotations

import gzip
import time
import zlib
from dataclasses import replace
from http.server import BaseHTTPRequestHandler

import pytest

from pipeline.fetch.client import Client
from pipeline.model.errors import Denied, FetchError, Gone, Throttled, TooLarge, Unreachable
from pipeline.model.source import Source
from tests.fetch.server import AGENT, Reply, Site

MIB = 1_048_576


def test_gives_the_raw_page_with_lower_case_headers(site: Site, client: Client, source: Source) -> None:
    site.add("/a", b"\xe9t\xe9", Content_Type="text/html; charset=latin-1", ETag='"1"')
    page = client.get(f"{site.url}/a", source)
    assert (page.url, page.final_url, page.status, page.body) == (f"{site.url}/a", f"{site.url}/a", 200, b"\xe9t\xe9")
    assert page.content_type == "text/html; charset=latin-1"
    assert page.headers["etag"] == '"1"'
    assert page.fetched_at.utcoffset() is not None


def test_says_who_it_is_and_sends_no_cookies(site: Site, client: Client, source: Source) -> None:
    site.add("/a", "x", Set_Cookie="id=7")
    client.get(f"{site.url}/a", source)
    client.get(f"{site.url}/a", source)
    assert {sent["user-agent"] for sent in site.sent} == {AGENT}
    assert all("cookie" not in sent for sent in site.sent)


def test_ignores_proxies_of_the_environment(
    site: Site, client: Client, source: Source, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    site.add("/a", "x")
    assert client.get(f"{site.url}/a", source).body == b"x"


@pytest.mark.parametrize("status", [404, 410])
def test_gone(site: Site, client: Client, source: Source, status: int) -> None:
    site.add("/a", "", status)
    with pytest.raises(Gone) as caught:
        client.get(f"{site.url}/a", source)
    assert caught.value.status == status


@pytest.mark.parametrize(
    ("status", "kind"), [(403, FetchError), (451, FetchError), (500, Unreachable), (502, Unreachable)]
)
def test_other_refusals_keep_their_status(
    site: Site, client: Client, source: Source, status: int, kind: type[FetchError]
) -> None:
    site.add("/a", "", status)
    with pytest.raises(kind) as caught:
        client.get(f"{site.url}/a", source)
    assert caught.value.status == status
    assert not isinstance(caught.value, Gone | Throttled | Denied)


def test_an_endless_error_page_is_not_read(site: Site, source: Source) -> None:
    site.routes["/a"] = Reply(b"x" * 10_000, 404, drip=0.05)
    with Client(user_agent=AGENT, total_timeout=3, max_bytes=1000) as client:
        started = time.monotonic()
        with pytest.raises(Gone):
            client.get(f"{site.url}/a", source)
        assert time.monotonic() - started < 1


def test_asks_again_after_a_temporary_failure(site: Site, client: Client, source: Source) -> None:
    answers = iter([Reply(b"", 502), Reply(b"", 503, {"Retry-After": "0"}), Reply(b"here")])
    site.routes["/a"] = lambda _: next(answers)
    assert client.get(f"{site.url}/a", source).body == b"here"
    assert site.count("/a") == 3


def test_waits_as_long_as_the_server_asks(site: Site, client: Client, source: Source) -> None:
    answers = iter([Reply(b"", 429, {"Retry-After": "1"}), Reply(b"here")])
    site.routes["/a"] = lambda _: next(answers)
    started = time.monotonic()
    assert client.get(f"{site.url}/a", source).body == b"here"
    assert 1.0 <= time.monotonic() - started < 3


def test_waiting_does_not_use_up_the_time_to_answer(site: Site, source: Source) -> None:
    answers = iter([Reply(b"", 503, {"Retry-After": "1"}), Reply(b"here")])
    site.add("/robots.txt", "")
    site.routes["/a"] = lambda _: next(answers)
    with Client(user_agent=AGENT, total_timeout=0.5) as client:
        assert client.get(f"{site.url}/a", source).body == b"here"


@pytest.mark.parametrize(
    ("header", "seconds"), [("3600", 3600), ("999999999", 86_400), ("Fri, 01 Jan 2100 00:00:00 GMT", 86_400)]
)
def test_a_long_wait_is_handed_up_at_once(
    site: Site, client: Client, source: Source, header: str, seconds: float
) -> None:
    site.add("/a", "", 429, Retry_After=header)
    with pytest.raises(Throttled) as caught:
        client.get(f"{site.url}/a", source)
    assert caught.value.retry_after == seconds
    assert site.count("/a") == 1


@pytest.mark.parametrize("header", ["soon", "-5", ""])
def test_nonsense_in_retry_after_is_no_wait(site: Site, client: Client, source: Source, header: str) -> None:
    site.add("/a", "", 503, Retry_After=header)
    with pytest.raises(Throttled) as caught:
        client.get(f"{site.url}/a", source)
    assert 0 <= caught.value.retry_after <= 60
    assert site.count("/a") == 4


def test_conditional(site: Site, client: Client, source: Source) -> None:
    def answer(request: BaseHTTPRequestHandler) -> Reply:
        same = request.headers["If-None-Match"] == '"1"' and request.headers["If-Modified-Since"] == "then"
        return Reply(b"", 304) if same else Reply(b"whole")

    site.routes["/a"] = answer
    page = client.get(f"{site.url}/a", source, etag='"1"', last_modified="then")
    assert (page.status, page.body) == (304, b"")
    assert client.get(f"{site.url}/a", source, etag='"2"').body == b"whole"


def test_304_that_nobody_asked_for_is_no_page(site: Site, client: Client, source: Source) -> None:
    site.add("/a", "", 304)
    with pytest.raises(Unreachable):
        client.get(f"{site.url}/a", source)


def _zlib_raw(data: bytes) -> bytes:
    packer = zlib.compressobj(wbits=-15)
    return packer.compress(data) + packer.flush()


@pytest.mark.parametrize(
    ("coding", "pack"),
    [("gzip", gzip.compress), ("deflate", zlib.compress), ("deflate", _zlib_raw)],
    ids=["gz", "zlib", "raw"],
)
def test_unpacks_but_stops_at_the_limit(site: Site, source: Source, coding: str, pack: object) -> None:
    assert callable(pack)
    site.routes["/small"] = Reply(pack(b"x" * 1000), headers={"content-encoding": coding})
    site.routes["/bomb"] = Reply(pack(b"\0" * 20 * MIB), headers={"content-encoding": coding})
    with Client(user_agent=AGENT, max_bytes=MIB) as client:
        assert client.get(f"{site.url}/small", source).body == b"x" * 1000
        with pytest.raises(TooLarge):
            client.get(f"{site.url}/bomb", source)
        assert client.get(f"{site.url}/small", source).body == b"x" * 1000


def test_the_limit_itself_fits(site: Site, source: Source) -> None:
    site.add("/fits", b"x" * 5000)
    site.add("/over", b"x" * 5001)
    with Client(user_agent=AGENT, max_bytes=5000) as client:
        assert len(client.get(f"{site.url}/fits", source).body) == 5000
        with pytest.raises(TooLarge):
            client.get(f"{site.url}/over", source)


@pytest.mark.parametrize("coding", ["br, rot13", "compress"])
def test_unknown_packing_is_no_page(site: Site, client: Client, source: Source, coding: str) -> None:
    site.add("/a", b"garbage", Content_Encoding=coding)
    with pytest.raises(Unreachable, match="packed"):
        client.get(f"{site.url}/a", source)


def test_damaged_gzip_is_no_page(site: Site, client: Client, source: Source) -> None:
    site.add("/a", b"not gzip at all", Content_Encoding="gzip")
    with pytest.raises(Unreachable):
        client.get(f"{site.url}/a", source)


def test_a_body_shorter_than_promised_is_no_page(site: Site, client: Client, source: Source) -> None:
    def answer(request: BaseHTTPRequestHandler) -> Reply:
        request.wfile.write(b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf")
        request.close_connection = True
        raise ConnectionAbortedError

    site.routes["/a"] = answer
    with pytest.raises(Unreachable):
        client.get(f"{site.url}/a", source)


@pytest.mark.parametrize("headers", [{}, {"transfer-encoding": "chunked"}, {"connection": "close"}])
def test_a_slow_drip_ends_at_the_deadline(site: Site, source: Source, headers: dict[str, str]) -> None:
    site.routes["/a"] = Reply(b"1\r\nx\r\n" * 1000, headers=headers, drip=0.05)
    with Client(user_agent=AGENT, total_timeout=0.4, backoff=0) as client:
        started = time.monotonic()
        with pytest.raises(Unreachable, match="not done after"):
            client.get(f"{site.url}/a", source)
        assert time.monotonic() - started < 2


def test_dripped_headers_end_at_the_deadline(site: Site, source: Source) -> None:
    def answer(request: BaseHTTPRequestHandler) -> Reply:
        request.wfile.write(b"HTTP/1.1 200 OK\r\n")
        for _ in range(100):
            request.wfile.write(b"x")
            request.wfile.flush()
            if site.closing.wait(0.05):
                break
        return Reply()

    site.routes["/a"] = answer
    with Client(user_agent=AGENT, total_timeout=0.4, backoff=0) as client:
        started = time.monotonic()
        with pytest.raises(Unreachable, match="not done after"):
            client.get(f"{site.url}/a", source)
        assert time.monotonic() - started < 2
        assert site.count("/a") == 1


def test_nothing_listens(client: Client, source: Source) -> None:
    with pytest.raises(FetchError):
        client.get("http://127.0.0.1:9/a", replace(source, home="http://127.0.0.1:9/"))


class TestRedirects:
    def test_are_followed_and_both_addresses_kept(
        self, site: Site, other: Site, client: Client, source: Source
    ) -> None:
        site.add("/old", "", 301, Location=f"{other.url}/new#part")
        other.add("/new", "here")
        page = client.get(f"{site.url}/old", source)
        assert (page.url, page.final_url, page.body) == (f"{site.url}/old", f"{other.url}/new", b"here")
        assert other.asked == ["/robots.txt", "/new"]

    def test_in_a_circle(self, site: Site, client: Client, source: Source) -> None:
        site.add("/a", "", 302, Location="/b")
        site.add("/b", "", 302, Location="/a")
        with pytest.raises(Unreachable, match="circle"):
            client.get(f"{site.url}/a", source)
        assert site.pages == ["/a", "/b"]

    def test_ten_are_enough(self, site: Site, client: Client, source: Source) -> None:
        for i in range(11):
            site.add(f"/{i}", "", 302, Location=f"/{i + 1}")
        site.add("/11", "the end")
        assert client.get(f"{site.url}/1", source).body == b"the end"
        with pytest.raises(Unreachable, match="over 10"):
            client.get(f"{site.url}/0", source)

    @pytest.mark.parametrize(
        "target",
        [
            "file:///etc/passwd",
            "ftp://127.0.0.1/x",
            "gopher://127.0.0.1/x",
            "http://10.0.0.1/",
            "http://user:pw@127.0.0.1/",
        ],
    )
    def test_to_where_we_do_not_go(self, site: Site, client: Client, source: Source, target: str) -> None:
        site.add("/a", "", 302, Location=target)
        with pytest.raises(Denied):
            client.get(f"{site.url}/a", source)

    def test_to_what_robots_forbid(self, site: Site, other: Site, client: Client, source: Source) -> None:
        site.add("/a", "", 302, Location=f"{other.url}/private/x")
        other.add("/robots.txt", "User-agent: *\nDisallow: /private/")
        other.add("/private/x", "secret")
        with pytest.raises(Denied):
            client.get(f"{site.url}/a", source)
        assert "/private/x" not in other.asked

    def test_body_is_not_read(self, site: Site, source: Source) -> None:
        site.routes["/a"] = Reply(b"x" * 10_000, 302, {"Location": "/b"}, drip=0.05)
        site.add("/b", "here")
        with Client(user_agent=AGENT, total_timeout=3) as client:
            started = time.monotonic()
            assert client.get(f"{site.url}/a", source).body == b"here"
            assert time.monotonic() - started < 1

    @pytest.mark.parametrize("target", ["http://[", "//", "http://"])
    def test_to_nonsense(self, site: Site, client: Client, source: Source, target: str) -> None:
        site.add("/a", "", 302, Location=target)
        with pytest.raises(FetchError):
            client.get(f"{site.url}/a", source)
