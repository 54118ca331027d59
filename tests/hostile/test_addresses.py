"""Fault tests 9 to 14: whom we speak to."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace

import pytest

from pipeline.fetch.client import Client
from pipeline.model.errors import Denied, FetchError, Unreachable
from pipeline.model.source import Source
from tests.hostile.bombs import gzip_bomb
from tests.hostile.bounds import bounded
from tests.hostile.names import Names
from tests.hostile.server import Hostile, answer, hostile_server

SPELLINGS = [
    # loopback: dotted, short, decimal, octal, hexadecimal, mixed
    *("127.0.0.1", "127.1", "127.0.1", "2130706433", "017700000001", "0x7f000001", "0x7f.1", "0177.0.0.1"),
    *("127.0.0.1.", "127.255.255.254", "0.0.0.0", "0", "[::1]", "[::]", "localhost", "LOCALHOST."),
    # the same through IPv6: mapped, compatible, NAT64, 6to4, Teredo, ISATAP
    *("[::ffff:127.0.0.1]", "[::ffff:7f00:1]", "[::127.0.0.1]", "[64:ff9b::127.0.0.1]", "[64:ff9b:1::7f00:1]"),
    *("[2002:7f00:1::]", "[2001:0:7f00:1::80ff:fffe]", "[2a00:1450::5efe:7f00:1]", "[0:0:0:0:0:ffff:7f00:0001]"),
    # other digits and letters for the same
    *("①②⑦.⓪.⓪.①", "１２７.０.０.１", "127。0。0。1", "ⓛocalhost"),
    # link-local and the clouds' metadata
    *("169.254.169.254", "2852039166", "0xa9fea9fe", "0251.0376.0251.0376", "[::ffff:a9fe:a9fe]", "[fe80::1]"),
    *("[fe80::1%25lo]", "100.100.100.200", "192.0.0.192", "168.63.129.16", "[fd00:ec2::254]", "[64:ff9b::a9fe:a9fe]"),
    # private, shared, site-local, documentation, multicast, reserved, broadcast
    *("10.0.0.1", "012.1", "172.16.0.1", "192.168.1.1", "0xc0a80101", "100.64.0.1", "198.18.0.1", "203.0.113.1"),
    *("224.0.0.1", "240.0.0.1", "255.255.255.255", "[fc00::1]", "[fec0::1]", "[ff02::1]", "[2001:db8::1]", "[100::1]"),
]
USERINFO = ["news.test@127.0.0.1", "news.test:80@127.0.0.1", "127.0.0.1#@news.test", "news.test\\@127.0.0.1"]

_connections: list[object] = []
_watching = False


def _note(event: str, arguments: tuple[object, ...]) -> None:
    if _watching and event == "socket.connect":
        _connections.append(arguments[1])


sys.addaudithook(_note)


@contextmanager
def connections() -> Iterator[list[object]]:
    """The addresses that anything in this process connects to meanwhile."""
    global _watching
    _connections.clear()
    _watching = True
    try:
        yield _connections
    finally:
        _watching = False


@pytest.mark.parametrize("host", SPELLINGS + USERINFO)
def test_9_no_spelling_of_an_inner_address_is_asked(client: Client, public: Source, host: str) -> None:
    """Fault test 9. Passes where every spelling is refused, and no socket was connected anywhere."""
    with connections() as made, pytest.raises(FetchError) as refused:
        client.get(f"http://{host}/latest/meta-data/", public)
    assert made == []
    assert isinstance(refused.value, Denied), refused.value


def test_10_a_name_that_changes_after_the_check_gains_nothing(
    site: Hostile, client: Client, source: Source, names: Names
) -> None:
    """Fault test 10. Passes where each connection goes to the very answer that was vetted.

    The name server says 127.0.0.1, which this source may ask, to the first question, and then a private address.
    """
    port = site.url.rpartition(":")[2]
    names.answers["rebind.test"] = [["127.0.0.1"], ["10.0.0.1"]]
    site.page("/a", b"first")
    with connections() as made, pytest.raises(Denied, match=r"10\.0\.0\.1"):
        client.get(f"http://rebind.test:{port}/a", source)
    # one question for robots.txt, one for the page; nothing between the check and the connection asks again
    assert names.asked == ["rebind.test", "rebind.test"]
    assert [address for address in made if address != ("127.0.0.1", names.port)] == [("127.0.0.1", int(port))]


def test_10_a_public_source_is_never_taken_inside(site: Hostile, client: Client, public: Source, names: Names) -> None:
    """Fault test 10, the other way round. Passes where an inner second answer is refused before any connection."""
    names.answers["rebind.test"] = [["127.0.0.1"], ["127.0.0.1"]]
    with connections() as made, pytest.raises(FetchError, match="not a public address"):
        client.get("http://rebind.test/a", public)
    assert set(made) <= {("127.0.0.1", names.port)}
    assert site.asked == []


@pytest.mark.parametrize("answers", [["93.184.215.14", "10.0.0.1"], ["10.0.0.1", "93.184.215.14"]])
def test_11_one_private_address_among_public_ones(
    client: Client, public: Source, names: Names, answers: list[str]
) -> None:
    """Fault test 11. Passes where a name with one public and one private address is refused, in either order."""
    names.answers["mixed.test"] = [answers]
    with connections() as made, pytest.raises(FetchError, match=r"10\.0\.0\.1"):
        client.get("http://mixed.test/a", public)
    assert set(made) <= {("127.0.0.1", names.port)}


@pytest.mark.parametrize(
    "target",
    [
        *("http://10.0.0.1/", "http://169.254.169.254/latest/", "http://[::ffff:10.0.0.1]/", "http://0xa9fea9fe/"),
        *("file:///etc/passwd", "ftp://127.0.0.1/a", "gopher://127.0.0.1:70/_x", "javascript:alert(1)", "data:,x"),
        "http://user:password@127.0.0.1/",
    ],
)
def test_12_a_redirect_to_where_we_do_not_go(site: Hostile, client: Client, source: Source, target: str) -> None:
    """Fault test 12. Passes where the hop is refused, and the error names it."""
    site.page("/a", b"", "302 Found", location=target)
    with connections() as made, pytest.raises(Denied) as refused:
        client.get(f"{site.url}/a", source)
    assert refused.value.where
    assert set(made) == {("127.0.0.1", int(site.url.rpartition(":")[2]))}


def test_12_a_redirect_to_another_port(site: Hostile, client: Client, public: Source, names: Names) -> None:
    """Fault test 12. Passes where a public source is not taken to a port that is neither 80, 443 nor its own."""
    from pipeline.fetch.address import check_url

    for port in (22, 25, 3306, 6379, 8080, 11211):
        with pytest.raises(Denied, match=f"port {port} is refused"):
            check_url(f"http://news.test:{port}/", public)
    check_url("https://news.test:8443/", replace(public, home="https://news.test:8443/"))


def test_13_loops_chains_and_redirects_with_a_bomb(site: Hostile, client: Client, source: Source) -> None:
    """Fault test 13. Passes where it stops at 10 hops, in 5 s, with 50 MB, and no redirect's body is unpacked."""
    bomb = gzip_bomb(1_000)
    for i in range(50):
        site.routes[f"/{i}"] = answer(bomb, "302 Found", location=f"/{i + 1}", content_encoding="gzip")
    site.page("/loop", b"", "301 Moved", location=f"{site.url}/pool")
    site.page("/pool", b"", "301 Moved", location="/loop")
    with bounded(5):
        with pytest.raises(Unreachable, match="over 10 redirects"):
            client.get(f"{site.url}/0", source)
        with pytest.raises(Unreachable, match="circle"):
            client.get(f"{site.url}/loop", source)
    assert len(site.paths) == 11 + 2


def test_14_a_proxy_of_the_environment_is_not_used(
    site: Hostile, client: Client, source: Source, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Fault test 14. Passes where the proxy that HTTP_PROXY and its like name gets no request."""
    with hostile_server() as proxy:
        for name in ("HTTP_PROXY", "http_proxy", "HTTPS_PROXY", "https_proxy", "ALL_PROXY", "all_proxy"):
            monkeypatch.setenv(name, proxy.url)
        site.page("/a", b"here")
        assert client.get(f"{site.url}/a", source).body == b"here"
        with Client(user_agent="x", connect_timeout=0.2, retries=0) as other, pytest.raises(FetchError):
            other.get("http://192.0.2.7/", Source(id="x", name="x", home="http://192.0.2.7/", pace=0))
        assert proxy.asked == []


def test_14_the_proxy_that_the_operator_names_is_used(public: Source, names: Names) -> None:
    """Fault test 14, the setting. Passes where NEWSMEND_PROXY's proxy is asked, and inner addresses still are not."""
    names.answers["news.test"] = [["93.184.215.14"]]
    names.answers["inner.test"] = [["10.0.0.1"]]
    with hostile_server() as proxy, Client(user_agent="x", proxy=proxy.url, retries=0) as client:
        proxy.page("http://news.test/robots.txt", b"", "404 Not Found")
        proxy.page("http://news.test/a", b"through the proxy")
        assert client.get("http://news.test/a", public).body == b"through the proxy"
        before = len(proxy.asked)
        for host in ("inner.test", "127.0.0.1", "169.254.169.254"):
            with pytest.raises(Denied):
                client.get(f"http://{host}/a", public)
        assert len(proxy.asked) == before
