"""A raw page to an article: the one entry to this package. The same bytes give the same article."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from bs4 import BeautifulSoup
from bs4.element import Tag

from pipeline.extract import metadata, refusal
from pipeline.extract.blocks import blocks
from pipeline.extract.charset import decode
from pipeline.extract.content import paragraphs
from pipeline.extract.markup import Markup, parse, without
from pipeline.extract.score import Hints
from pipeline.model.article import Article, Paragraph
from pipeline.model.errors import NotAnArticle
from pipeline.model.page import Page
from pipeline.model.source import Selectors


def extract(page: Page, selectors: Selectors = Selectors()) -> Article:  # noqa: B008  frozen and empty
    """The article on the page: the site's selectors first, then metadata, then a general look at the content.

    Raises:
        NotAnArticle: the page is a list, a wall, a PDF...; `reason` says which.
    """
    refusal.refuse_bytes(page)
    try:
        markup = parse(decode(page.body, page.content_type))
    except NotAnArticle as error:
        raise NotAnArticle(error.what, reason=error.reason, where=page.final_url, hint=error.hint) from error
    markup = without(markup, _selected(markup.soup, selectors.drop))
    known = metadata.read(markup, page, selectors)
    text = _content(markup, known, selectors)
    refusal.refuse_content(page, markup, known, text)
    return Article(
        url=known.url,
        title=known.title,
        paragraphs=text,
        authors=known.authors,
        published=known.published,
        updated=known.updated,
        language=known.language,
        publisher=known.publisher,
    )


def _content(markup: Markup, known: metadata.Metadata, selectors: Selectors) -> tuple[Paragraph, ...]:
    """From the selected containers only; after a redesign, where they hold no text, from the whole page."""
    hints = Hints(known.title, known.authors, known.summary, known.body)
    inside = replace(hints, restricted=True)
    found = [paragraph for root in _outermost(markup, selectors.body) for paragraph in paragraphs(blocks(root), inside)]
    return tuple(found) or paragraphs(blocks(markup.soup.body or markup.soup), hints)


def _selected(soup: BeautifulSoup, selectors: Sequence[str]) -> list[Tag]:
    return [tag for selector in selectors for tag in soup.select(selector)]


def _outermost(markup: Markup, selectors: Sequence[str]) -> list[Tag]:
    """Each once, in document order, none inside another."""
    wanted = {id(tag) for tag in _selected(markup.soup, selectors)}
    if not wanted:
        return []
    chosen = [tag for tag in markup.soup.find_all(True) if id(tag) in wanted]
    return [tag for tag in chosen if not any(id(parent) in wanted for parent in tag.parents)]
