"""Copies found as articles are stored: by wording, by title within a week, by MinHash across sources."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import Connection

from pipeline.model.article import Article
from pipeline.store import copies
from pipeline.store.copies import EXACT, NEAR, TITLE, WEEK, Print
from pipeline.text.fingerprint import bands, fingerprint, similarity, title_words

LIKE = 0.6  # measured on edited copies: all are found at 0.5, 98 of 100 at 0.6, none that is no copy
SAME_TITLE = 0.2  # "Morning briefing" is a title too
LEAST_TITLE_WORDS = 4


def alias_of(conn: Connection, source: str, article: Article, day: date) -> str | None:
    """The stored article of this source that has these very words under another address."""
    seal = fingerprint(article.title, article.text)
    return copies.same_text(conn, source, seal.text_key, day) if seal.signature else None


def note_copies(conn: Connection, source: str, article_id: str, article: Article, day: date, at: datetime) -> str:
    """Keeps the article's wording and links it with what it is a copy of; the id of the group's first article."""
    seal = fingerprint(article.title, article.text)
    title_key = seal.title_key if title_words(article.title) >= LEAST_TITLE_WORDS else ""
    mine = Print(article_id, source, day, title_key, seal.text_key, seal.signature)
    ours = bands(seal.signature)
    copies.put(conn, mine, ours)
    found = {other.article: match for other in copies.alike(conn, mine, ours) if (match := _match(mine, other))}
    return copies.link(conn, article_id, found, at)


def _match(mine: Print, other: Print) -> tuple[str, float] | None:
    """By which layer the two are copies, and how alike they are."""
    if mine.signature and mine.text_key == other.text_key:
        return EXACT, 1.0
    share = similarity(mine.signature, other.signature)
    if share >= LIKE:
        return NEAR, share
    same_title = mine.title_key and (mine.source, mine.title_key) == (other.source, other.title_key)
    if same_title and share >= SAME_TITLE and abs(mine.day - other.day) <= WEEK:
        return TITLE, share
    return None
