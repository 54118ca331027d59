"""Pages that list articles, read page by page."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime
from urllib.parse import urlsplit

from pipeline.fetch.client import Client
from pipeline.fetch.hints import DAY, day_in
from pipeline.fetch.links import Link, is_paging, links, next_page, parse
from pipeline.model.page import Candidate
from pipeline.model.source import Source

MOST_PAGES = 20
# "Read more" and the number of comments are links too, but no titles
TITLE_WORDS = 3
FILES = re.compile(
    r"\.(?:css|js|mjs|json|xml|rss|ico|png|jpe?g|gif|svg|webp|avif|woff2?|mp[34]|zip|ics)$", re.IGNORECASE
)


def read_section(client: Client, source: Source, url: str, start: datetime) -> Iterator[Candidate]:
    """The articles that the section at `url` links to, until a page brings nothing new or only what is too old."""
    seen: set[str] = set()
    where = url
    for number in range(1, MOST_PAGES + 1):
        page = client.get(where, source)
        found = list(links(parse(page), page.final_url))
        fresh = {link.url: link for link in found if _is_article(link, source, page.final_url) and link.url not in seen}
        yield from (Candidate(link.url, url, title=_title(link)) for link in fresh.values())
        seen.update(fresh)
        further = next_page(found, page.final_url, number)
        if not fresh or further is None or _all_old(fresh, start):
            return
        where = further


def _title(link: Link) -> str:
    return link.text if len(link.text.split()) >= TITLE_WORDS else ""


def _is_article(link: Link, source: Source, here: str) -> bool:
    parts = urlsplit(link.url)
    if parts.netloc.lower() != urlsplit(here).netloc.lower() or link.rel & {"stylesheet", "alternate", "canonical"}:
        return False
    if source.section_link:
        return re.search(source.section_link, link.url) is not None
    lists = {source.home.rstrip("/"), here.rstrip("/"), *(section.rstrip("/") for section in source.sections)}
    return not (
        parts.path in {"", "/"} or FILES.search(parts.path) or is_paging(link.url) or link.url.rstrip("/") in lists
    )


def _all_old(fresh: dict[str, Link], start: datetime) -> bool:
    days = [day_in(url) for url in fresh]
    return all(day is not None and day < start - DAY for day in days)
