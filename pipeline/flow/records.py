"""Stored articles as plain records: no run ids, no times of processing, so that two stores can be compared."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from sqlalchemy import Connection

from pipeline.flow.workplace import Workplace
from pipeline.model.ruling import Ruling
from pipeline.store import articles, documents, mendings
from pipeline.store.records import ArticleRow, DocumentRow

BATCH = 200
Record = dict[str, Any]


def ruling_record(ruling: Ruling) -> Record:
    """One line of the log, as the command line and the exports give it."""
    proposal = ruling.proposal
    return {
        "start": proposal.anchor.start,
        "end": proposal.anchor.end,
        "before": proposal.anchor.quote,
        "after": ruling.replacement,
        "fault": proposal.fault.value,
        "rule": proposal.rule,
        "outcome": ruling.outcome.value,
        "confidence": proposal.confidence,
        "evidence": proposal.evidence,
        "because": ruling.because,
    }


def stored_records(place: Workplace) -> Iterator[Record]:
    """Every article, sorted by address."""
    with place.store.read() as conn:
        rows = sorted(articles.all_articles(conn), key=lambda row: (row.url, row.source))
        for start in range(0, len(rows), BATCH):
            yield from article_records(conn, rows[start : start + BATCH])


def article_records(conn: Connection, rows: Sequence[ArticleRow]) -> Iterator[Record]:
    """These articles, in this order."""
    texts: dict[str, list[DocumentRow]] = {}
    for text in documents.current(conn, [row.id for row in rows]):
        texts.setdefault(text.article, []).append(text)
    for row in rows:
        yield _record(conn, row, texts.get(row.id, []))


def _record(conn: Connection, row: ArticleRow, texts: Sequence[DocumentRow]) -> Record:
    standing = mendings.latest(conn, [text.id for text in texts])
    clean, original, corrections = {}, {}, []
    for text in texts:
        original[text.part] = text.text
        mending = standing.get(text.id)
        clean[text.part] = text.text if mending is None else mending.clean_text
        for ruling in mendings.rulings(conn, mending.id) if mending is not None else ():
            corrections.append({"part": text.part, **ruling_record(ruling)})
    return {
        "url": row.url,
        "source": row.source,
        "day": row.day.isoformat(),
        "published": row.published.isoformat() if row.published else None,
        "updated": row.updated.isoformat() if row.updated else None,
        "state": row.state,
        "title": clean.get("title", row.title),
        "authors": list(row.authors),
        "language": row.language,
        "publisher": row.publisher,
        "text": clean.get("body", ""),
        "original_title": original.get("title", row.title),
        "original_text": original.get("body", ""),
        "corrections": corrections,
    }
