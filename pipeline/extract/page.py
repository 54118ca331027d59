"""A raw page to an article: the one entry to this package. The same bytes give the same article."""

from __future__ import annotations

from dataclasses import replace

from pipeline.extract import metadata, refusal, state
from pipeline.extract.blocks import Block, blocks
from pipeline.extract.charset import decode
from pipeline.extract.content import Content, content
from pipeline.extract.learned import learned
from pipeline.extract.markup import Markup, parse
from pipeline.extract.memory import uncollected
from pipeline.extract.rule import Chosen, applied
from pipeline.extract.score import Hints, Scorer, by_hand
from pipeline.model.article import Article
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
        LiveBlog: it is one; the error has its posts.
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
    markup, chosen = applied(markup, selectors.on(page.fetched_at.date()))
    known = metadata.read(markup, page, chosen)
    text = _content(markup, known, chosen, score)
    refusal.refuse_content(page, markup, known, text)
    article = Article(
        url=known.url,
        title=known.title,
        paragraphs=text.paragraphs,
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
    known = metadata.read(markup, page, Chosen())
    return blocks(markup.body), _hints(known)


def _hints(known: metadata.Metadata) -> Hints:
    return Hints(known.title, known.authors, known.summary, known.body)


def _content(markup: Markup, known: metadata.Metadata, chosen: Chosen, score: Scorer) -> Content:
    """From the chosen containers only; after a redesign, where they hold no text, from the whole page."""
    hints = _hints(known)
    inside = replace(hints, restricted=True)
    parts = [content(blocks(root), inside, by_hand) for root in chosen.body]
    found = tuple(paragraph for part in parts for paragraph in part.paragraphs)
    if found:
        text = Content(found, sum(part.prose for part in parts), sum(part.run for part in parts))
    else:
        text = content(blocks(markup.body), hints, score)
    if markup.states and sum(len(paragraph.text) for paragraph in text.paragraphs) < _ALMOST_NOTHING:
        data = state.paragraphs(markup.states)
        return Content(data) if data else text
    return text
