"""What a desk is tested with."""

from __future__ import annotations

import html
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from pipeline.fetch import warc
from pipeline.flow import review
from pipeline.flow.mend_stored import mend_articles
from pipeline.flow.workplace import Workplace, workplace
from pipeline.model.article import Article, Paragraph
from pipeline.model.decision import Verdict
from pipeline.model.page import Page
from pipeline.review.decide import Answer
from pipeline.review.filters import ANY, Filters
from pipeline.review.queue import Item
from pipeline.settings import load
from pipeline.store import articles, documents, log, mendings, pages
from tests.store.samples import DAY

AT = datetime(2026, 3, 14, 9, 0, tzinfo=UTC)
TALKS = (
    "President Vladymyr Zelensky said on Monday that the the council had met in Kyiv .\n"
    "The minister did not agree,and he left in the the year 2022. Zelenskyi came back .\n"
    "Kuusmetsk was not there. He have went home on 31 February 2026.\n"
    "In Turin , 17 % of of voters said no."
)
WEATHER = "The council met on Monday .\nIt rained all day, and nobody spoke ."
TEXTS = {"https://news.test/talks": TALKS, "https://news.test/weather": WEATHER}


@contextmanager
def opened_desk(
    home: Path, database: str | None = None, texts: Mapping[str, str] = TEXTS, more: Mapping[str, str] | None = None
) -> Iterator[Workplace]:
    env = {"NEWSMEND_HOME": str(home), **(more or {})} | ({"NEWSMEND_DATABASE_URL": database} if database else {})
    with workplace(load(env), migrate=True) as place:
        for url, body in texts.items():
            add(place, url, body)
        yield place


def add(place: Workplace, url: str, body: str, *, title: str = "A talk", source: str = "demo", page: str = "") -> str:
    """Stores and mends an article, as a page of its paragraphs or the one given; its id."""
    inner = page or "".join(f"<p>{html.escape(line)}</p>" for line in body.split("\n"))
    raw = Page(url, url, 200, f"<html><body><h1>{html.escape(title)}</h1>{inner}</body></html>".encode(), AT, {})
    key = f"{source}/{len(place.archive.keys(''))}.warc.gz"
    place.archive.put(key, warc.encode(raw))
    article = Article(url, title, tuple(Paragraph(line) for line in body.split("\n")), published=AT)
    with place.store.begin() as conn:
        id, _ = articles.upsert(conn, source, article, DAY, pages.add(conn, raw, key), AT)
    mend_articles(place, [id])
    return id


def items(place: Workplace, filters: Filters | None = None) -> list[Item]:
    return list(review.read_queue(place, filters or Filters(state=ANY), "ada").page.items)


def item(place: Workplace, before: str) -> Item:
    """The row of the first correction of that quote."""
    return next(found for found in items(place) if found.before == before)


def say(place: Workplace, before: str, verdict: Verdict, words: str | None = None, actor: str = "ada") -> list[Item]:
    found = item(place, before)
    return review.say(place, Answer(found.proposal, verdict, found.version, words), actor)


def clean(place: Workplace, url: str = "https://news.test/talks") -> str:
    """The clean body that stands, once the log was found to be whole."""
    with place.store.read() as conn:
        assert all(log.verify_chain(conn, source) is None for source in log.sources(conn))
        found = articles.by_url(conn, "demo", url)
        assert found is not None
        body = next(text for text in documents.current(conn, [found.id]) if text.part == "body")
        return mendings.latest(conn, [body.id])[body.id].clean_text
