"""The texts of articles. A text is never changed; `revision` says which one of a part stands."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from sqlalchemy import Connection, Row, Select, func, insert, select, update

from pipeline.model.digest import digest
from pipeline.store import review_items, tables
from pipeline.store.records import DocumentRow
from pipeline.store.statements import chunks

_t = tables.document.c
_COLUMNS = (_t.id, _t.article, _t.part, _t.text_sha, _t.text, _t.page, _t.revision)


def current(conn: Connection, article_ids: Iterable[str]) -> list[DocumentRow]:
    """The text of each part that stands, sorted by article and part."""
    return _sorted(conn, (standing().where(_t.article.in_(some)) for some in chunks(article_ids)))


def get(conn: Connection, ids: Iterable[str]) -> list[DocumentRow]:
    """Sorted by article and part; unknown ids are left out."""
    return _sorted(conn, (select(*_COLUMNS).where(_t.id.in_(some)) for some in chunks(ids)))


def all_documents(conn: Connection) -> Iterator[DocumentRow]:
    """Every text that was ever stored, sorted by article, part and revision; read as it is used."""
    query: Select[Any] = select(*_COLUMNS).order_by(_t.article, _t.part, _t.revision)
    for row in conn.execute(query.execution_options(yield_per=200)):
        yield _from_row(row)


def standing() -> Select[Any]:
    """The newest revision of every part."""
    other = tables.document.alias()
    newest = select(func.max(other.c.revision)).where(other.c.article == _t.article, other.c.part == _t.part)
    return select(*_COLUMNS).where(_t.revision == newest.scalar_subquery())


def add(conn: Connection, article: str, part: str, text: str, page: str) -> bool:
    """Makes `text` the one that stands; False where it is already. The article's row must be locked.

    A text that stood before and comes back gets the next revision, so that the newest page is what is mended.
    """
    text_sha = digest(text)
    query = select(_t.text_sha, _t.revision).where(_t.article == article, _t.part == part).order_by(_t.revision)
    known = conn.execute(query).all()
    if known and known[-1].text_sha == text_sha:
        return False
    revision = known[-1].revision + 1 if known else 1
    if any(row.text_sha == text_sha for row in known):
        came_back = (_t.article == article, _t.part == part, _t.text_sha == text_sha)
        conn.execute(update(tables.document).where(*came_back).values(revision=revision))
        review_items.rebuild(conn, digest(article, part, text_sha))
        return True
    if known:
        review_items.drop(conn, article, part)
    row: dict[str, Any] = {
        "id": digest(article, part, text_sha),
        "article": article,
        "part": part,
        "text_sha": text_sha,
    }
    row |= {"text": text, "words": len(text.split()), "page": page, "revision": revision}
    conn.execute(insert(tables.document).values(row))
    return True


def _sorted(conn: Connection, queries: Iterable[Select[Any]]) -> list[DocumentRow]:
    found = [_from_row(row) for query in queries for row in conn.execute(query)]
    return sorted(found, key=lambda row: (row.article, row.part, row.revision))


def _from_row(row: Row[Any]) -> DocumentRow:
    return DocumentRow(**row._mapping)
