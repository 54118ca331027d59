"""Which articles are copies of which: the same wording, the same title within a week, or nearly the same text.

Copies are kept and linked, never dropped. All that hang together are one group, whose earliest article is the original.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import ColumnElement, Connection, delete, insert, or_, select, update

from pipeline.store import articles, tables
from pipeline.store.records import CopyRow
from pipeline.store.statements import chunks, replace_one

EXACT, TITLE, NEAR = "exact", "title", "near"
WEEK, MONTH = timedelta(days=7), timedelta(days=30)
MOST_MATCHES = 500
_p, _b, _c = tables.text_print.c, tables.text_band.c, tables.article_copy.c


@dataclass(frozen=True, slots=True)
class Print:
    """An article's wording as it is kept; `title_key` is empty where the title is too short to tell anything."""

    article: str
    source: str
    day: date
    title_key: str
    text_key: str
    signature: bytes


def put(conn: Connection, mine: Print, bands: Iterable[int]) -> None:
    """The article's newest wording takes the place of the one before."""
    row = {name: getattr(mine, name) for name in Print.__slots__}
    replace_one(conn, tables.text_print, row, ("article",))
    conn.execute(delete(tables.text_band).where(_b.article == mine.article))
    rows = [{"band": band, "article": mine.article} for band in sorted(set(bands))]
    if rows:
        conn.execute(insert(tables.text_band), rows)


def same_text(conn: Connection, source: str, text_key: str, day: date) -> str | None:
    """The earliest article of this source that has these very words, within a month."""
    query = select(_p.article).where(_p.source == source, _p.text_key == text_key, *_within(day, MONTH))
    return conn.execute(query.order_by(_p.day, _p.article).limit(1)).scalar_one_or_none()


def alike(conn: Connection, mine: Print, bands: Iterable[int]) -> list[Print]:
    """Articles that may be copies, by any layer; whether they are is the caller's to measure."""
    wanted = [_p.text_key == mine.text_key]
    near = {
        found
        for some in chunks(bands)
        for found in conn.execute(select(_b.article).where(_b.band.in_(some)).distinct().limit(MOST_MATCHES)).scalars()
    }
    wanted.append(_p.article.in_(sorted(near)))
    if mine.title_key:
        wanted.append((_p.source == mine.source) & (_p.title_key == mine.title_key))
    query = select(tables.text_print).where(or_(*wanted), _p.article != mine.article, *_within(mine.day, MONTH))
    return [Print(**row._mapping) for row in conn.execute(query.order_by(_p.article).limit(MOST_MATCHES))]


def link(conn: Connection, article: str, matches: Mapping[str, tuple[str, float]], at: datetime) -> str:
    """Joins the groups of `article` and of all that it matches (layer and similarity of each); the original's id."""
    best = max(matches.values(), key=lambda match: match[1], default=None)
    if best is None:
        return original(conn, article)
    # the group's rows are taken in one order, so that two writers cannot wait for each other
    known = originals(conn, {*matches, article})
    roots = sorted({known.get(other, other) for other in (*matches, article)})
    rows = articles.get(conn, roots)
    first = min(rows, key=lambda row: (row.day, row.published is None, row.published or row.day, row.id)).id
    conn.execute(update(tables.article_copy).where(_c.original.in_(roots)).values(original=first))
    conn.execute(delete(tables.article_copy).where(_c.article == first))
    for other in {*roots, article} - {first}:
        layer, similarity = best if other == article else matches.get(other, best)
        row = {"article": other, "original": first, "layer": layer, "similarity": similarity, "at": at}
        replace_one(conn, tables.article_copy, row, ("article",))
    return first


def original(conn: Connection, article: str) -> str:
    """The first article of the group; the article itself where it is no copy."""
    found: str | None = conn.execute(select(_c.original).where(_c.article == article)).scalar_one_or_none()
    return article if found is None else found


def group(conn: Connection, article: str) -> list[CopyRow]:
    """The copies of the article's group, sorted; empty where there are none."""
    columns = (_c.article, _c.original, _c.layer, _c.similarity)
    query = select(*columns).where(_c.original == original(conn, article)).order_by(_c.article)
    return [CopyRow(**row._mapping) for row in conn.execute(query)]


def originals(conn: Connection, ids: Iterable[str]) -> dict[str, str]:
    """The original of each of these articles that is a copy."""
    queries = (select(_c.article, _c.original).where(_c.article.in_(some)) for some in chunks(ids))
    return {row.article: row.original for query in queries for row in conn.execute(query)}


def _within(day: date, span: timedelta) -> tuple[ColumnElement[bool], ...]:
    return (_p.day >= day - span, _p.day <= day + span)
