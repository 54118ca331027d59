"""Title, authors, dates, language, address, publisher: by site selectors, structured data, meta tags, the page."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlsplit

from bs4 import BeautifulSoup
from bs4.element import Tag

from pipeline.extract import authors, dates, head, jsonld, titles
from pipeline.extract.markup import Markup
from pipeline.extract.visible import bylines, changes, stamps, time_tags
from pipeline.extract.words import listed
from pipeline.model.page import Page
from pipeline.model.source import Selectors
from pipeline.text.normalise import normalise

_AUTHOR_METAS = listed(
    """
    author article:author og:article:author parsely-author sailthru.author dc.creator dcterms.creator byl
    cxenseparse:author article:author_name
    """
)
_PUBLISHED_METAS = listed(
    """
    article:published_time og:article:published_time og:published_time datepublished date dc.date dcterms.date
    dc.date.issued dcterms.created dcterms.issued parsely-pub-date sailthru.date pubdate publish-date
    publish_date publishdate article_date_original cxenseparse:recs:publishtime publication_date
    citation_publication_date created article.published originalpublicationdate rnews:datepublished og:pubdate
    article:published date.issued timestamp displaydate ptime
    """
)
_UPDATED_METAS = listed(
    """
    article:modified_time og:article:modified_time og:updated_time datemodified dcterms.modified last-modified
    """
)


@dataclass(frozen=True, slots=True)
class Metadata:
    """What is known beside the text. `kinds` are the structured data's types, `free` what it says of access."""

    title: str
    authors: tuple[str, ...]
    published: datetime | None
    updated: datetime | None
    language: str | None
    url: str
    publisher: str | None
    summary: str
    body: str
    kinds: frozenset[str]
    free: bool
    og_type: str


@dataclass(frozen=True, slots=True)
class _Sources:
    markup: Markup
    head: head.Head
    nodes: list[jsonld.Node]
    article: jsonld.Node
    page: Page


def read(markup: Markup, page: Page, selectors: Selectors) -> Metadata:
    """All metadata of the page; what is not there is empty or None, never guessed."""
    nodes = jsonld.nodes(markup.data)
    given = _Sources(markup, head.read(markup), nodes, jsonld.article(nodes), page)
    publisher = normalise(
        next(jsonld.names(jsonld.resolved(given.article.get("publisher"), nodes)), "")
    ) or given.head.first("og:site_name")
    published = _first_date(_published(given, selectors), page)
    updated = _first_date(_updated(given), page)
    return Metadata(
        title=_title(given, selectors, publisher),
        authors=_authors(given, selectors),
        published=published,
        updated=updated if updated is None or published is None or updated >= published else None,
        language=head.language(*given.head.languages, jsonld.string(given.article.get("inLanguage"))),
        url=head.canonical(given.head, page.final_url),
        publisher=publisher or None,
        summary=normalise(
            jsonld.string(given.article.get("description")) or given.head.first("description", "og:description")
        ),
        body=" ".join(normalise(jsonld.string(given.article.get("articleBody"))).split()),
        kinds=frozenset(name for node in nodes for name in jsonld.types(node)),
        free=str(given.article.get("isAccessibleForFree", True)).lower() != "false",
        og_type=given.head.first("og:type").lower(),
    )


def _selected(soup: BeautifulSoup, selectors: tuple[str, ...]) -> Iterator[Tag]:
    for selector in selectors:
        yield from soup.select(selector, limit=20)


def _title(given: _Sources, selectors: Selectors, publisher: str) -> str:
    for tag in _selected(given.markup.soup, selectors.title):
        if text := head.attribute(tag, "content") or head.text_of(tag):
            return normalise(text)
    told = [*given.markup.named("h1")[:5], *given.markup.described("headline")[:2]]
    headings = [text for tag in told if (text := head.attribute(tag, "content") or head.text_of(tag))]
    host = urlsplit(given.page.final_url).hostname or ""
    sites = (
        publisher,
        given.head.first("og:site_name"),
        given.head.first("application-name"),
        host,
        head.site(host).split(".")[0],
    )
    return titles.choose(
        list(dict.fromkeys(map(normalise, headings))),
        normalise(" ".join(jsonld.string(given.article.get("headline")).split())),
        given.head.first("og:title", "twitter:title"),
        given.head.title,
        [name for name in sites if name],
    )


def _authors(given: _Sources, selectors: Selectors) -> tuple[str, ...]:
    chosen = authors.split(head.text_of(tag) for tag in _selected(given.markup.soup, selectors.byline))
    told = chosen or authors.split(jsonld.names(jsonld.resolved(given.article.get("author"), given.nodes)))
    for key in _AUTHOR_METAS:
        told = told or authors.split(given.head.metas.get(key, ()))
    return told or authors.split(bylines(given.markup))


def _published(given: _Sources, selectors: Selectors) -> Iterator[object]:
    for tag in _selected(given.markup.soup, selectors.date):
        yield from (head.attribute(tag, "datetime"), head.attribute(tag, "content"), head.text_of(tag))
    for key in ("datePublished", "dateCreated", "uploadDate"):
        yield jsonld.string(given.article.get(key))
    for name in _PUBLISHED_METAS:
        yield from given.head.metas.get(name, ())
    yield from time_tags(given.markup, "published")
    yield dates.in_address(given.page.final_url, given.page.fetched_at)
    yield from stamps(given.markup)


def _updated(given: _Sources) -> Iterator[object]:
    yield jsonld.string(given.article.get("dateModified"))
    for name in _UPDATED_METAS:
        yield from given.head.metas.get(name, ())
    yield from time_tags(given.markup, "updated")
    yield from changes(given.markup)


def _first_date(raw: Iterable[object], page: Page) -> datetime | None:
    found = (value if isinstance(value, datetime) else dates.moment(value, page.fetched_at) for value in raw)
    return next((value for value in found if value is not None), None)
