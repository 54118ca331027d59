"""Title, authors, dates, language, address, publisher: by site selectors, structured data, meta tags, the page."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TypeAlias
from urllib.parse import urlsplit

from pipeline.extract import authors, dates, head, jsonld, titles
from pipeline.extract.markup import Markup
from pipeline.extract.posts import Post, posts
from pipeline.extract.rule import Chosen
from pipeline.extract.tree import markup as written
from pipeline.extract.visible import bylines, changes, stamps, time_tags
from pipeline.extract.words import listed
from pipeline.model.page import Page
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
_DATED = frozenset({"claimreview", "review", "webpage", "creativework"})
_TITLE_DATE = re.compile(r"[|–-]\s*(\d{1,2}\.\d{1,2}\.(?:19|20)\d\d|(?:19|20)\d\d-\d\d-\d\d)\s*$")
_UPDATED_METAS = listed(
    """
    article:modified_time og:article:modified_time og:updated_time datemodified dcterms.modified last-modified
    """
)


Told: TypeAlias = tuple[str, object]  # a rule's name and what it found


@dataclass(frozen=True, slots=True)
class Dated:
    """A moment in the page's zone (UTC where it gives none), the words for it, and the rule that found them."""

    moment: datetime
    raw: str
    rule: str


@dataclass(frozen=True, slots=True)
class Image:
    """An absolute address, and a caption or nothing."""

    url: str
    caption: str = ""


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
    published_by: Dated | None = None
    updated_by: Dated | None = None
    image: Image | None = None
    posts: tuple[Post, ...] = ()


@dataclass(frozen=True, slots=True)
class _Sources:
    markup: Markup
    head: head.Head
    nodes: list[jsonld.Node]
    article: jsonld.Node
    page: Page


def read(markup: Markup, page: Page, chosen: Chosen) -> Metadata:
    """All metadata of the page; what is not there is empty or None, never guessed."""
    nodes = jsonld.nodes(markup.data)
    given = _Sources(markup, head.read(markup), nodes, jsonld.article(nodes), page)
    publisher = normalise(
        next(jsonld.names(jsonld.resolved(given.article.get("publisher"), nodes)), "")
    ) or given.head.first("og:site_name")
    address = head.canonical(given.head, page.final_url)
    published = _first_date(_published(given, chosen), page)
    updated = _first_date(_updated(given), page)
    if updated is not None and published is not None and updated.moment < published.moment:
        updated = None
    return Metadata(
        title=_title(given, chosen, publisher),
        authors=_authors(given, chosen, [name for name in (publisher, given.head.first("og:site_name")) if name]),
        published=published.moment.astimezone(UTC) if published is not None else None,
        updated=updated.moment.astimezone(UTC) if updated is not None else None,
        language=head.language(*given.head.languages, jsonld.string(given.article.get("inLanguage"))),
        url=address,
        publisher=publisher or None,
        summary=normalise(
            jsonld.string(given.article.get("description")) or given.head.first("description", "og:description")
        ),
        body=" ".join(normalise(jsonld.string(given.article.get("articleBody"))).split()),
        kinds=frozenset(name for node in nodes for name in jsonld.types(node)),
        free=str(given.article.get("isAccessibleForFree", True)).lower() != "false",
        og_type=given.head.first("og:type").lower(),
        published_by=published,
        updated_by=updated,
        image=_image(given),
        posts=posts(nodes, markup, (page.url, page.final_url, address), page.fetched_at),
    )


def _title(given: _Sources, chosen: Chosen, publisher: str) -> str:
    for tag in chosen.title:
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


def _authors(given: _Sources, chosen: Chosen, sites: Iterable[str]) -> tuple[str, ...]:
    """Names from the selectors, structured data, meta tags, the page; `sites` sign only where nobody else does."""
    signed = authors.split(head.text_of(tag) for tag in chosen.byline)
    told = signed or authors.split(jsonld.names(jsonld.resolved(given.article.get("author"), given.nodes)))
    house = told if {*map(titles.folded, told)} <= {*map(titles.folded, sites)} else ()
    told = () if house else told
    for key in _AUTHOR_METAS:
        told = told or authors.split(given.head.metas.get(key, ()))
    return told or authors.split(bylines(given.markup)) or house


def _published(given: _Sources, chosen: Chosen) -> Iterator[Told]:
    for tag in chosen.date:
        for raw in (head.attribute(tag, "datetime"), head.attribute(tag, "content"), head.text_of(tag)):
            yield "selector", raw
    yield from _told_published(given)
    for raw in time_tags(given.markup, "published"):
        yield "time tag", raw
    yield "address", dates.in_address(given.page.final_url, given.page.fetched_at)
    for raw in stamps(given.markup):
        yield "visible", raw
    if (found := _TITLE_DATE.search(given.head.title)) is not None:
        yield "document title", found[1]


def _told_published(given: _Sources) -> Iterator[Told]:
    """What structured data and meta tags say."""
    for key in ("datePublished", "dateCreated", "uploadDate"):
        yield f"structured:{key}", jsonld.string(given.article.get(key))
    for name in _PUBLISHED_METAS:
        for raw in given.head.metas.get(name, ()):
            yield f"meta:{name}", raw
    for node in given.nodes:
        if jsonld.types(node) & _DATED:
            yield "structured:other", jsonld.string(node.get("datePublished"))


def _updated(given: _Sources) -> Iterator[Told]:
    yield "structured:dateModified", jsonld.string(given.article.get("dateModified"))
    for name in _UPDATED_METAS:
        for raw in given.head.metas.get(name, ()):
            yield f"meta:{name}", raw
    for raw in time_tags(given.markup, "updated"):
        yield "time tag", raw
    for raw in changes(given.markup):
        yield "visible", raw


def _first_date(told: Iterable[Told], page: Page) -> Dated | None:
    for rule, raw in told:
        moment = raw if isinstance(raw, datetime) else dates.stamp(raw, page.fetched_at)
        if moment is not None:
            return Dated(moment, page.final_url if isinstance(raw, datetime) else str(raw).strip(), rule)
    return None


def _image(given: _Sources) -> Image | None:
    """The picture that stands for the article, and its caption where the page shows one."""
    told = given.article.get("image")
    first = told[0] if isinstance(told, list) and told else told
    named = first if isinstance(first, dict) else {}
    source = first if isinstance(first, str) else jsonld.string(named.get("url") or named.get("contentUrl"))
    url = head.absolute(given.page.final_url, given.head.first("og:image:secure_url", "og:image") or source)
    if not url:
        return None
    caption = normalise(jsonld.string(named.get("caption")))
    return Image(url, caption or _caption(given.markup, url) or normalise(given.head.first("og:image:alt")))


def _caption(markup: Markup, url: str) -> str:
    """The caption of the figure that shows the file, in whatever size; else of the first figure."""
    stem = urlsplit(url).path.rsplit("/", 1)[-1].partition(".")[0]
    captions = [tag for tag in markup.named("figcaption")[:20] if head.text_of(tag)]
    for tag in captions:
        figure = next(tag.iterancestors("figure"), None)
        if len(stem) > 5 and figure is not None and stem in written(figure)[:20_000]:
            return head.text_of(tag)[:500]
    return ""
