"""Articles: one row an address of a source; their texts are documents."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, Row, select, update

from pipeline.model.article import Article
from pipeline.model.digest import digest
from pipeline.store import documents, tables
from pipeline.store.columns import readable
from pipeline.store.records import LIVE, WITHDRAWN, ArticleRow
from pipeline.store.statements import chunks, insert_one

NEW, REVISED, SAME = "new", "revised", "same"
_t = tables.article.c
_COLUMNS = [column for column in tables.article.c if column.name != "at"]


def article_id(source: str, url: str) -> str:
    """The same address of the same source is the same article."""
    return digest(source, url)


def upsert(conn: Connection, source: str, article: Article, day: date, page: str, at: datetime) -> tuple[str, str]:
    """The article's id, and whether it is "new", "revised" or the "same". Its day and first page never change.

    The page given is taken for the newest: its title and body become the texts that stand.
    """
    id = article_id(source, article.url)
    fields = _fields(article)
    fixed = {"id": id, "source": source, "url": article.url, "day": day, "page": page, "at": at}
    new = insert_one(conn, tables.article, fixed | fields)
    row = conn.execute(select(tables.article).where(_t.id == id).with_for_update()).one()
    changed = {name: value for name, value in fields.items() if row._mapping[name] != value}
    if changed:
        conn.execute(update(tables.article).where(_t.id == id).values(changed | {"at": at}))
    parts = (("title", article.title), ("body", article.text))
    texts = [documents.add(conn, id, part, text, page) for part, text in parts if text]
    if new:
        return id, NEW
    return id, REVISED if changed or any(texts) else SAME


def withdraw(conn: Connection, id: str, at: datetime) -> bool:
    """True where a live article was marked as withdrawn by its publisher; its texts and log stay."""
    return _turn(conn, id, LIVE, WITHDRAWN, at)


def restore(conn: Connection, id: str, at: datetime) -> bool:
    """True where a withdrawn article is live again."""
    return _turn(conn, id, WITHDRAWN, LIVE, at)


def _turn(conn: Connection, id: str, old: str, new: str, at: datetime) -> bool:
    return (
        conn.execute(update(tables.article).where(_t.id == id, _t.state == old).values(state=new, at=at)).rowcount == 1
    )


def by_url(conn: Connection, source: str, url: str) -> ArticleRow | None:
    """The article at this canonical address."""
    return next(iter(get(conn, (article_id(source, url),))), None)


def get(conn: Connection, ids: Iterable[str]) -> list[ArticleRow]:
    """Sorted by address; unknown ids are left out."""
    found = [_from_row(row) for some in chunks(ids) for row in conn.execute(select(*_COLUMNS).where(_t.id.in_(some)))]
    return sorted(found, key=lambda row: (row.url, row.source))


def of_day(conn: Connection, day: date, source: str | None = None) -> list[ArticleRow]:
    """The articles that were first stored for this day, sorted by address."""
    query = select(*_COLUMNS).where(_t.day == day)
    if source is not None:
        query = query.where(_t.source == source)
    return [_from_row(row) for row in conn.execute(query.order_by(_t.url, _t.source))]


def all_articles(conn: Connection) -> Iterator[ArticleRow]:
    """Sorted by source and address; read as they are used."""
    query = select(*_COLUMNS).order_by(_t.source, _t.url)
    for row in conn.execute(query.execution_options(yield_per=500)):
        yield _from_row(row)


def _fields(article: Article) -> dict[str, Any]:
    """What may change; as it will be read back, so that comparing finds no change where there is none."""
    return {
        "title": readable(article.title),
        "authors": article.authors,
        "published": article.published,
        "updated": article.updated,
        "language": None if article.language is None else readable(article.language),
        "publisher": None if article.publisher is None else readable(article.publisher),
        "state": LIVE,
    }


def _from_row(row: Row[Any]) -> ArticleRow:
    return ArticleRow(**row._mapping)
