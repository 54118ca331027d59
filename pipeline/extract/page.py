"""A raw page to an article: the one entry to this package. The same bytes give the same article."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from bs4 import BeautifulSoup
from bs4.element import Tag

from pipeline.extract import metadata, refusal, state
from pipeline.extract.blocks import Block, blocks
from pipeline.extract.charset import decode
from pipeline.extract.content import paragraphs
from pipeline.extract.learned import learned
from pipeline.extract.markup import Markup, parse, without
from pipeline.extract.memory import uncollected
from pipeline.extract.score import Hints, Scorer, by_hand
from pipeline.model.article import Article, Paragraph
from pipeline.model.errors import NotAnArticle
from pipeline.model.page import Page
from pipeline.model.source import Selectors

_ALMOST_NOTHING = 120  # characters; with less, the data of the page's scripts is looked at


def extract(page: Page, selectors: Selectors = Selectors(), score: Scorer = learned) -> Article:  # noqa: B008  frozen
    """The article on the page: what the site's selectors leave, then metadata, then the score of its blocks.

    Raises:
        NotAnArticle: the page is a list, a wall, a PDF...; `reason` says which.
    """
    return read(page, selectors, score)[0]


def read(page: Page, selectors: Selectors = Selectors(), score: Scorer = learned) -> tuple[Article, metadata.Metadata]:  # noqa: B008
    """The same, and all that the page says beside the text.

    Raises:
        NotAnArticle: the page is a list, a wall, a PDF...; `reason` says which.
    """
    refusal.refuse_bytes(page)
    with uncollected():
        return _read(page, selectors, score)


def _read(page: Page, selectors: Selectors, score: Scorer) -> tuple[Article, metadata.Metadata]:
    try:
        markup = parse(decode(page.body, page.content_type))
    except NotAnArticle as error:
        raise NotAnArticle(error.what, reason=error.reason, where=page.final_url, hint=error.hint) from error
    markup = without(markup, _selected(markup.soup, selectors.drop))
    known = metadata.read(markup, page, selectors)
    text = _content(markup, known, selectors, score)
    refusal.refuse_content(page, markup, known, text)
    article = Article(
        url=known.url,
        title=known.title,
        paragraphs=text,
        authors=known.authors,
        published=known.published,
        updated=known.updated,
        language=known.language,
        publisher=known.publisher,
    )
    return article, known


def examined(page: Page) -> tuple[list[Block], Hints]:
    """The page's blocks and what its metadata says: what a score is learned from.

    Raises:
        NotAnArticle: the page cannot be parsed.
    """
    markup = parse(decode(page.body, page.content_type))
    known = metadata.read(markup, page, Selectors())
    return blocks(markup.soup.body or markup.soup), _hints(known)


def _hints(known: metadata.Metadata) -> Hints:
    return Hints(known.title, known.authors, known.summary, known.body)


def _content(markup: Markup, known: metadata.Metadata, selectors: Selectors, score: Scorer) -> tuple[Paragraph, ...]:
    """From the selected containers only; after a redesign, where they hold no text, from the whole page."""
    hints = _hints(known)
    inside = replace(hints, restricted=True)
    roots = _outermost(markup, selectors.body)
    found = [paragraph for root in roots for paragraph in paragraphs(blocks(root), inside, by_hand)]
    text = tuple(found) or paragraphs(blocks(markup.soup.body or markup.soup), hints, score)
    if markup.states and sum(len(paragraph.text) for paragraph in text) < _ALMOST_NOTHING:
        return state.paragraphs(markup.states) or text
    return text


def _selected(soup: BeautifulSoup, selectors: Sequence[str]) -> list[Tag]:
    return [tag for selector in selectors for tag in soup.select(selector)]


def _outermost(markup: Markup, selectors: Sequence[str]) -> list[Tag]:
    """Each once, in document order, none inside another."""
    wanted = {id(tag) for tag in _selected(markup.soup, selectors)}
    if not wanted:
        return []
    chosen = [tag for tag in markup.soup.find_all(True) if id(tag) in wanted]
    return [tag for tag in chosen if not any(id(parent) in wanted for parent in tag.parents)]
