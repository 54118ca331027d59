from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.fetch.client import Client
from pipeline.fetch.probe import probe
from pipeline.fetch.shapes import propose, shape_of
from pipeline.fetch.sources import load_source
from pipeline.model.errors import Denied, UsageError
from pipeline.model.source import Source
from tests.fetch.server import Site

RSS = '<rss version="2.0"><channel><item><link>/world/2026/11/23/a-b-c</link></item></channel></rss>'
SITEMAP = "<urlset><url><loc>/world/2026/11/23/a-b-c</loc></url></urlset>"


def _home(prefix: str, head: str = "") -> str:
    articles = "".join(
        f'<a href="{prefix}/world/2026/11/{d}/story-{d}">A long headline of the story</a>' for d in (21, 22)
    )
    articles += f'<a href="{prefix}/sport/2026/11/23/game">Another long headline of a story</a>'
    sections = "".join(f'<a href="{prefix}/{name}">{name.title()}</a>' for name in ("world", "sport", "about-us"))
    return f'<html lang="en-GB"><head><title>News of x</title>{head}</head><body>{sections}{articles}</body></html>'


def _draft(client: Client, url: str, tmp_path: Path) -> tuple[Source, str]:
    text = probe(client, url)
    name = next(line for line in text.splitlines() if line.startswith("id: ")).split()[1]
    path = tmp_path / f"{name}.yaml"
    path.write_text(text, encoding="utf-8")
    return load_source(path, {}), text


def test_a_site_that_says_all(site: Site, client: Client, tmp_path: Path) -> None:
    head = (
        '<meta property="og:site_name" content="It\'s: {News} #1">'
        '<link rel="alternate" type="application/rss+xml" href="/x">'
        '<link rel="alternate" type="application/atom+xml" href="/dead">'
    )
    site.add("/", _home("", head))
    site.add(
        "/robots.txt", f"User-agent: *\nDisallow:\nSitemap: {site.url}/maps/news.xml\nSitemap: {site.url}/maps/no.xml"
    )
    site.add("/x", RSS)
    site.add("/maps/news.xml", SITEMAP)
    source, text = _draft(client, f"{site.url}/", tmp_path)
    assert source.name == "It's: {News} #1"
    assert source.language == "en"
    assert source.feeds == (f"{site.url}/x",)
    assert source.sitemaps == (f"{site.url}/maps/news.xml",)
    assert source.sections == (f"{site.url}/", f"{site.url}/world", f"{site.url}/sport")
    assert source.section_link == r"/\d{4}/\d\d?/\d\d?/"
    assert (source.loopback, source.enabled, source.tested) == (True, False, None)
    assert "untested" in text.splitlines()[0]


def test_a_site_in_a_folder_that_must_be_guessed(site: Site, client: Client, tmp_path: Path) -> None:
    site.add(
        "/www.example.com/", _home("/www.example.com") + '<a href="/other.example/2026/11/23/x-y">Not ours at all</a>'
    )
    site.add("/www.example.com/feed", RSS)
    site.add("/sitemap.xml", SITEMAP)
    source, _ = _draft(client, f"{site.url}/www.example.com/", tmp_path)
    root = f"{site.url}/www.example.com"
    assert source.id == "127-0-0-1-www-example-com"
    assert source.feeds == (f"{root}/feed",)
    assert source.sitemaps == (f"{site.url}/sitemap.xml",)
    assert source.sections == (f"{root}/", f"{root}/world", f"{root}/sport")


def test_a_bare_site_is_still_a_draft(site: Site, client: Client, tmp_path: Path) -> None:
    site.add("/", "<p>Hello")
    source, text = _draft(client, f"{site.url}/", tmp_path)
    assert (source.feeds, source.sitemaps, source.section_link) == ((), (), "")
    assert "# No feed was found." in text


def test_hostile_names_stay_text(site: Site, client: Client, tmp_path: Path) -> None:
    evil = "x'&#10;enabled: true&#10;loopback: true&#0;&#8232;${HOME}"
    site.add("/", f'<html lang="e\'n"><meta property="og:site_name" content="{evil}"><p>')
    source, _ = _draft(client, f"{site.url}/", tmp_path)
    assert source.enabled is False
    assert source.name.startswith("x' enabled: true")


@pytest.mark.parametrize("url", ["example.com", "", "ftp://example.com/", "file:///etc/passwd"])
def test_what_is_no_address(client: Client, url: str) -> None:
    with pytest.raises(UsageError):
        probe(client, url)


def test_robots_count_here_too(site: Site, client: Client) -> None:
    site.add("/robots.txt", "User-agent: *\nDisallow: /")
    with pytest.raises(Denied):
        probe(client, f"{site.url}/")


@pytest.mark.parametrize(
    ("path", "shape"),
    [
        ("/2026/11/23/slug", r"/\d{4}/\d\d?/\d\d?/"),
        ("/world/2026/11/slug-of-it", r"/\d{4}/\d\d?/[^/?#]+"),
        ("/story/2026-11-23/slug/", r"/\d{4}-\d\d?-\d\d?/"),
        ("/news/slug-20261123.html", r"/[^/?#]*-\d{8}\.html$"),
        ("/en/a-long-slug/a-71234567", r"/[^/?#]*-\d{5,}$"),
        ("/politics/1876543", r"/\d{5,}$"),
        ("/view/AEN20261123001", r"/[^/?#]*\d{5,}$"),
        ("/a-slug-of-five-words/", r"/(?:[^/?#-]+-){3,}[^/?#]+/$"),
        ("/article?id=12345", r"[?&]id=[^&#]+"),
        ("/world", None),
        ("/about-us", None),
        ("/", None),
        ("/world?page=2", None),
        ("/files/report-20261123.pdf", None),
    ],
)
def test_shapes(path: str, shape: str | None) -> None:
    assert shape_of(f"https://example.com{path}") == shape


def test_a_site_without_a_common_shape_gets_no_pattern() -> None:
    assert propose(["https://example.com/world", "https://example.com/2026/11/23/a"]) == ""
