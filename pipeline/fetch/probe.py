"""A first draft of a source file for a site that we know nothing of."""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from itertools import islice
from urllib.parse import urljoin, urlsplit

from bs4 import BeautifulSoup
from bs4.element import Tag

from pipeline.fetch.client import Client
from pipeline.fetch.feeds import parse_feed
from pipeline.fetch.links import Link, is_paging, links, parse
from pipeline.fetch.shapes import propose, shape_of
from pipeline.fetch.sitemaps import SIZE, parse_sitemap
from pipeline.fetch.urls import canonical, site
from pipeline.fetch.xml import unpacked
from pipeline.model.errors import FetchError, UsageError
from pipeline.model.page import Page
from pipeline.model.source import Source

FEED_KINDS = frozenset({"application/rss+xml", "application/atom+xml", "application/rdf+xml", "application/feed+json"})
FEED_GUESSES = ("feed", "rss.xml", "rss", "atom.xml", "feed.xml", "feed.json")
SITEMAP_GUESSES = (
    *("sitemap.xml", "sitemap_index.xml", "sitemap-index.xml", "sitemap-news.xml", "sitemap_news.xml"),
    *("news-sitemap.xml", "sitemap.xml.gz"),
)
MOST = 8
SECTION_DEPTH = 2
SECTION_WORDS = 4
DULL = re.compile(
    r"about|contact|privacy|terms|cookie|login|sign|subscri|account|search|advert|career|jobs|newsletter|rss|sitemap",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Draft:
    """What the probe found out."""

    source: Source
    notes: tuple[str, ...]


def probe(client: Client, url: str) -> str:
    """A draft source file for the site at `url`, to be read and corrected by a person before it is used."""
    return render(look(client, url))


def look(client: Client, url: str) -> Draft:
    """Asks the site for its home page, robots.txt, feeds and sitemaps."""
    host = urlsplit(url).hostname
    if host is None or urlsplit(url).scheme not in {"http", "https"}:
        raise UsageError("not a web address", where=url, hint="Give the whole address: https://www.example.com/")
    asked = Source(id=_id(url), name=host, home=url, loopback=_is_loopback(host), pace=0 if _is_loopback(host) else 2.0)
    return _explore(client, asked)


def look_over(client: Client, source: Source) -> Source:
    """A source that names no feed, sitemap or section, with those that its site gives away."""
    found = _explore(client, source).source
    link = source.section_link or found.section_link
    return replace(source, feeds=found.feeds, sitemaps=found.sitemaps, sections=found.sections, section_link=link)


def _explore(client: Client, asked: Source) -> Draft:
    host = urlsplit(asked.home).hostname or ""
    page = client.get(asked.home, asked)
    soup = parse(page)
    found = list(links(soup, page.final_url))
    home = replace(asked, name=host, home=page.final_url)
    declared = [link.url for link in found if "alternate" in link.rel and link.kind in FEED_KINDS]
    feeds = _confirmed(client, home, declared, _guesses(home, FEED_GUESSES), _is_feed)
    declared = list(client.robots.rules(home.home, home).sitemaps())
    sitemaps = _confirmed(client, home, declared, _guesses(home, SITEMAP_GUESSES), _is_sitemap)
    inside = [link for link in found if _inside(link.url, home.home)]
    pattern = propose(dict.fromkeys(link.url for link in inside if "stylesheet" not in link.rel))
    source = Source(
        id=home.id,
        name=_name(soup, host),
        home=home.home,
        feeds=feeds,
        sitemaps=sitemaps,
        sections=(home.home, *_sections(inside, home.home, pattern)),
        section_link=pattern,
        language=_language(soup),
        pace=home.pace,
        loopback=home.loopback,
    )
    return Draft(source, tuple(_notes(source)))


def _is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _id(url: str) -> str:
    parts = urlsplit(url)
    name = (parts.hostname or "").removeprefix("www.")
    path = parts.path.strip("/")
    return re.sub(r"[^a-z0-9]+", "-", f"{name} {path}".lower()).strip("-") or "site"


def _guesses(source: Source, names: tuple[str, ...]) -> list[str]:
    """In the folder of the home page, then at the root of the host."""
    return list(dict.fromkeys(urljoin(source.home, root + name) for root in ("", "/") for name in names))


def _confirmed(
    client: Client, source: Source, declared: list[str], guesses: list[str], is_one: Callable[[Page], bool]
) -> tuple[str, ...]:
    """The declared places that answer with what they should; without any, the first guess that does."""

    def answers(place: str) -> bool:
        try:
            return is_one(client.get(place, source, max_bytes=SIZE))
        except FetchError:
            return False  # most guesses are wrong: that is no fault

    kept = [place for place in list(dict.fromkeys(declared))[:MOST] if answers(place)]
    return tuple(kept or islice(filter(answers, guesses), 1))


def _is_feed(page: Page) -> bool:
    return any(True for _ in parse_feed(page))


def _is_sitemap(page: Page) -> bool:
    return any(True for _ in parse_sitemap(unpacked(page.body, SIZE, page.url), page.final_url))


def _inside(url: str, home: str) -> bool:
    """Whether the address belongs to this site; a site in a folder of a host ends with its folder."""
    folder = urlsplit(home).path.rpartition("/")[0] + "/"
    return site(url) == site(home) and urlsplit(url).path.startswith(folder)


def _sections(inside: list[Link], home: str, pattern: str) -> list[str]:
    depth = urlsplit(home).path.rstrip("/").count("/")
    kept: dict[str, None] = {}
    for link in inside:
        segments = urlsplit(link.url).path.rstrip("/").count("/") - depth
        is_list = 1 <= segments <= SECTION_DEPTH and 1 <= len(link.text.split()) <= SECTION_WORDS
        article = shape_of(link.url) is not None or (pattern != "" and re.search(pattern, link.url) is not None)
        if is_list and not article and not is_paging(link.url) and not DULL.search(link.url):
            kept.setdefault(canonical(link.url))
    return [url for url in kept if "." not in urlsplit(url).path.rpartition("/")[2]][:MOST]


def _name(soup: BeautifulSoup, host: str) -> str:
    tag = soup.find("meta", attrs={"property": "og:site_name"})
    name = tag.get("content") if isinstance(tag, Tag) else None
    if not isinstance(name, str) or not name.strip():
        name = soup.title.get_text() if soup.title is not None else host
    return " ".join(name.split())[:80] or host


def _language(soup: BeautifulSoup) -> str:
    tag = soup.find("html")
    language = tag.get("lang") if isinstance(tag, Tag) else None
    match = re.match(r"[A-Za-z]{2,3}(?=$|[-_])", language.strip()) if isinstance(language, str) else None
    return match[0].lower() if match is not None else "en"


def _notes(source: Source) -> Iterator[str]:
    if not source.feeds:
        yield "No feed was found."
    if not source.sitemaps:
        yield "No sitemap was found."
    if not source.section_link:
        yield "No common shape of article addresses was found: every link on this host will be followed."


def render(draft: Draft) -> str:
    """The draft as commented YAML, as `load_source` reads it."""
    source = draft.source
    lines = [
        "# Drafted by `newsmend sources probe`: untested. Read every line before you enable it.",
        *(f"# {note}" for note in draft.notes),
        f"id: {source.id}  # must be the name of this file, without .yaml",
        f"name: {_quoted(source.name)}",
        f"home: {_quoted(source.home)}",
        *_list("feeds", source.feeds, "RSS or Atom"),
        *_list("sitemaps", source.sitemaps, "sitemaps or indexes of them"),
        *_list("sections", source.sections, "pages that list articles; delete what is none"),
        "# a regular expression that an article's address must match; empty: any on the same host",
        f"section_link: {_quoted(source.section_link)}",
        f"language: {_quoted(source.language)}",
        "translated: unknown  # yes, no or unknown: is its English translated, by hand or by machine?",
        f"pace: {source.pace:g}  # least number of seconds between two requests",
        *(["loopback: true  # a site on this machine"] if source.loopback else []),
        "# selectors:  # CSS, only where the general way goes wrong",
        "#   body: ['article .text']",
        "#   drop: ['.related']",
        "enabled: false",
        "tested: null",
    ]
    return "\n".join(lines) + "\n"


def _list(name: str, urls: tuple[str, ...], comment: str) -> list[str]:
    if not urls:
        return [f"{name}: []  # {comment}"]
    return [f"{name}:  # {comment}", *(f"  - {_quoted(url)}" for url in urls)]


def _quoted(text: str) -> str:
    """Single quotes: in YAML, nothing but the quote itself means anything inside them."""
    plain = "".join(char for char in text if char.isprintable()).replace("${", "$ {")
    return "'" + plain.replace("'", "''") + "'"
