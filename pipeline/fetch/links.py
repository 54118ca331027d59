"""The links of an HTML page. This is all that fetching knows of HTML."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import urljoin, urlsplit

from bs4 import BeautifulSoup
from bs4.element import Tag
from bs4.filter import SoupStrainer

from pipeline.model.page import Page

MOST_LINKS = 5_000
LONGEST = 2_048
WANTED = ["a", "link", "base", "meta", "html", "title"]


@dataclass(frozen=True, slots=True)
class Link:
    """`rel` are the lower-case words of its relation; `kind` is the media type that a `<link>` claims."""

    url: str
    text: str
    rel: frozenset[str]
    kind: str = ""


def parse(page: Page) -> BeautifulSoup:
    """The parts that hold links or say what the site is. Always by lxml: html.parser hangs on hostile pages."""
    return BeautifulSoup(page.body, "lxml", parse_only=SoupStrainer(WANTED))


def links(soup: BeautifulSoup, base: str) -> Iterator[Link]:
    """Every http link of the page, absolute, without its fragment."""
    first = soup.find("base", href=True)
    root = _absolute(base, _text(first, "href")) or base if isinstance(first, Tag) else base
    for tag in soup.find_all(["a", "link"], href=True, limit=MOST_LINKS):
        url = _absolute(root, _text(tag, "href"))
        if url is not None:
            text = " ".join(tag.get_text(" ").split())
            yield Link(url, text, _words(tag, "rel"), _text(tag, "type").lower())


def next_page(found: list[Link], here: str, number: int) -> str | None:
    """The address of the page after this one: `rel=next`, else a link that differs by its page number."""
    for link in found:
        if "next" in link.rel and urlsplit(link.url).netloc == urlsplit(here).netloc:
            return link.url
    wanted = re.compile(rf"[?&](?:page|p|pg|paged)={number + 1}(?:&|$)|/(?:page|p)/{number + 1}/?$")
    base = _unpaged(here)
    return next((link.url for link in found if wanted.search(link.url) and _unpaged(link.url) == base), None)


def _unpaged(url: str) -> str:
    plain = re.sub(r"(?<=[?&])(?:page|p|pg|paged)=\d+&?|/(?:page|p)/\d+/?$", "", url)
    return plain.rstrip("?&/")


def is_paging(url: str) -> bool:
    """Whether the address is a further page of a list."""
    return re.search(r"[?&](?:page|p|pg|paged)=\d+(?:&|$)|/(?:page|p)/\d+/?$", url) is not None


def _text(tag: Tag, name: str) -> str:
    value = tag.get(name)
    return value if isinstance(value, str) else ""


def _words(tag: Tag, name: str) -> frozenset[str]:
    value = tag.get(name)
    if value is None:
        return frozenset()
    return frozenset((value if isinstance(value, str) else " ".join(value)).lower().split())


def _absolute(base: str, href: str) -> str | None:
    try:
        url = urljoin(base, href.strip()).partition("#")[0]
        parts = urlsplit(url)
    except ValueError:
        return None
    return url if parts.scheme in {"http", "https"} and parts.netloc and len(url) <= LONGEST else None
