from __future__ import annotations

import pytest

from pipeline.fetch.client import Client
from pipeline.model.errors import Denied
from pipeline.model.source import Source
from tests.fetch.server import AGENT, Reply, Site


def _get(site: Site, client: Client, source: Source, path: str = "/a") -> bytes:
    site.add(path, "page")
    return client.get(site.url + path, source).body


@pytest.mark.parametrize("status", [404, 410, 400])
def test_no_robots_no_rules(site: Site, client: Client, source: Source, status: int) -> None:
    site.add("/robots.txt", "User-agent: *\nDisallow: /", status)
    assert _get(site, client, source) == b"page"


@pytest.mark.parametrize("status", [401, 403, 429, 500, 502, 503])
def test_robots_that_cannot_be_read_forbid_all(site: Site, client: Client, source: Source, status: int) -> None:
    site.add("/robots.txt", "", status)
    with pytest.raises(Denied, match=r"robots\.txt") as caught:
        _get(site, client, source)
    assert caught.value.status == status
    assert site.pages == []


def test_an_unreachable_host_is_denied(client: Client, source: Source) -> None:
    with pytest.raises(Denied, match=r"robots\.txt"):
        client.get("http://127.0.0.1:9/a", source)


def test_too_slow_robots_forbid_all(site: Site, source: Source) -> None:
    site.routes["/robots.txt"] = Reply(b"x" * 1000, drip=0.05)
    with Client(user_agent=AGENT, total_timeout=0.3, backoff=0) as client, pytest.raises(Denied):
        _get(site, client, source)
    assert site.pages == []


@pytest.mark.parametrize(
    ("rules", "allowed"),
    [
        ("User-agent: *\nDisallow: /", False),
        ("User-agent: *\nDisallow: /a", False),
        ("User-agent: *\nDisallow: /b", True),
        ("User-agent: *\nDisallow:", True),
        ("User-agent: Newsmend\nDisallow: /\n\nUser-agent: *\nDisallow:", False),
        ("User-agent: Newsmend\nDisallow:\n\nUser-agent: *\nDisallow: /", True),
        ("User-agent: OtherBot\nDisallow: /", True),
        ("User-agent: *\nDisallow: /\nAllow: /a", True),
        ("\ufeffUser-agent: *\nDisallow: /", False),
        ("<!DOCTYPE html><html><body>Not here</body></html>", True),
        ("", True),
    ],
)
def test_rules(site: Site, client: Client, source: Source, rules: str, allowed: bool) -> None:
    site.add("/robots.txt", rules)
    if allowed:
        assert _get(site, client, source) == b"page"
    else:
        with pytest.raises(Denied, match=r"robots\.txt does not allow"):
            _get(site, client, source)
        assert site.pages == []


def test_asked_for_once(site: Site, client: Client, source: Source) -> None:
    for path in ("/a", "/b", "/c"):
        _get(site, client, source, path)
    assert site.count("/robots.txt") == 1


def test_redirected_robots_are_read(site: Site, client: Client, source: Source) -> None:
    site.add("/robots.txt", "", 301, Location="/real.txt")
    site.add("/real.txt", "User-agent: *\nDisallow: /a")
    with pytest.raises(Denied):
        _get(site, client, source)


def test_the_first_half_megabyte_of_huge_robots_counts(site: Site, client: Client, source: Source) -> None:
    site.add("/robots.txt", b"User-agent: *\nDisallow: /a\n" + b"# filler\n" * 200_000)
    with pytest.raises(Denied, match="does not allow"):
        _get(site, client, source)
