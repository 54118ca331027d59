from __future__ import annotations

import pytest

from pipeline.fetch.address import check_url, vet
from pipeline.fetch.client import Client
from pipeline.model.errors import Denied, FetchError
from pipeline.model.source import Source
from tests.fetch.server import Site

HERE = [
    *("127.0.0.1", "127.0.0.2", "127.1", "127.0.1", "2130706433", "0x7f000001", "0x7f.0.0.1", "0177.0.0.1", "0.0.0.0"),
    *("017700000001", "0", "::1", "::", "0:0:0:0:0:0:0:1", "::ffff:127.0.0.1", "::ffff:7f00:1", "64:ff9b::7f00:1"),
    *("2002:7f00:1::", "localhost"),
]
PRIVATE = [
    *("10.0.0.1", "172.16.0.1", "192.168.1.1", "169.254.169.254", "2852039166", "0xa9fea9fe", "0251.0376.0251.0376"),
    *("100.64.0.1", "192.0.2.1", "198.18.0.1", "224.0.0.1", "240.0.0.1", "255.255.255.255", "fc00::1", "fe80::1"),
    *("ff02::1", "::ffff:10.0.0.1", "::ffff:169.254.169.254", "64:ff9b::a9fe:a9fe", "2002:a00:1::", "2001:db8::1"),
]
REFUSED = [
    *("file:///etc/passwd", "ftp://example.com/", "http://u:p@example.com/", "http://u@example.com/", "http:///x"),
    *("http://example.com:22/", "http://example.com:99999/", "http://[::1", "javascript:alert(1)", "x", ""),
]


@pytest.mark.parametrize("host", HERE + PRIVATE)
def test_no_spelling_of_a_private_address_passes(host: str) -> None:
    with pytest.raises(Denied):
        vet(host, 80, loopback=False)


@pytest.mark.parametrize("host", ["93.184.215.14", "2606:2800:21f:cb07:6820:80da:af6b:8b2c", "::ffff:93.184.215.14"])
def test_public_addresses_pass(host: str) -> None:
    assert vet(host, 443, loopback=False)


@pytest.mark.parametrize("host", ["127.0.0.1", "127.0.0.2", "2130706433", "::1", "localhost"])
def test_a_loopback_source_may_speak_to_this_machine(host: str) -> None:
    assert vet(host, 80, loopback=True)


@pytest.mark.parametrize("host", [*PRIVATE, "93.184.215.14", "0.0.0.0"])
def test_and_to_nothing_else(host: str) -> None:
    with pytest.raises(Denied):
        vet(host, 80, loopback=True)


@pytest.mark.parametrize("url", REFUSED)
def test_addresses_refused_before_any_look_up(url: str) -> None:
    with pytest.raises(Denied):
        check_url(url, Source(id="x", name="x", home="https://example.com/"))


def test_the_port_of_the_home_page_is_open() -> None:
    check_url("https://example.com:8443/a", Source(id="x", name="x", home="https://example.com:8443/"))


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "2130706433", "[::ffff:127.0.0.1]"])
def test_the_connection_itself_is_refused(site: Site, client: Client, public: Source, host: str) -> None:
    site.add("/a", "secret")
    port = site.url.rpartition(":")[2]
    with pytest.raises(Denied, match="not a public address"):
        client.get(f"http://{host}:{port}/a", public)
    assert site.asked == []


def test_leave_given_to_one_source_serves_no_other(site: Site, client: Client, source: Source, public: Source) -> None:
    site.add("/a", "x")
    assert client.get(f"{site.url}/a", source).body == b"x"
    with pytest.raises(Denied):
        client.get(f"{site.url}/a", public)


def test_a_name_that_does_not_exist(client: Client) -> None:
    with pytest.raises(FetchError):
        client.get(
            "http://no-such-host.invalid/", Source(id="x", name="x", home="http://no-such-host.invalid/", pace=0)
        )
