"""Small valid things to store."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta, timezone
from typing import Any

from sqlalchemy import Connection, MetaData, Table, select

from pipeline.model.article import Article, Paragraph
from pipeline.model.document import Document
from pipeline.model.page import Page
from pipeline.model.proposal import Fault, Proposal
from pipeline.model.ruling import Outcome, Ruling
from pipeline.store import articles, documents, mendings, pages, runs, tables
from pipeline.store.database import Store
from pipeline.store.records import DocumentRow

DAY = date(2026, 3, 14)
NOW = datetime(2026, 3, 15, 6, 30, 0, 123456, tzinfo=timezone(timedelta(hours=5, minutes=30)))
LATER = NOW + timedelta(hours=1)
TEXT = "President Voldymir spoke on Monday.\nNot there."


def page(url: str = "https://news.test/a", body: bytes = b"<p>one</p>") -> Page:
    return Page(url, url, 200, body, NOW, {"content-type": "text/html"})


def article(url: str = "https://news.test/a", text: str = TEXT, **fields: Any) -> Article:
    paragraphs = tuple(Paragraph(line) for line in text.split("\n"))
    return Article(url, fields.pop("title", "A talk"), paragraphs, **fields)


def add_article(conn: Connection, source: str = "demo", url: str = "https://news.test/a", text: str = TEXT) -> str:
    page_id = pages.add(conn, page(url, text.encode()), "demo/a.warc.gz")
    return articles.upsert(conn, source, article(url, text), DAY, page_id, NOW)[0]


def add_body(conn: Connection, source: str = "demo", url: str = "https://news.test/a", text: str = TEXT) -> DocumentRow:
    """The body of a new article."""
    found = documents.current(conn, [add_article(conn, source, url, text)])
    return next(row for row in found if row.part == "body")


def run(conn: Connection, policy: str = "{}") -> str:
    return runs.ensure(conn, "0.1.0", "rules-1", policy, NOW)


def ruling(text: str = TEXT, start: int = 10, end: int = 18, outcome: Outcome = Outcome.APPLY) -> Ruling:
    anchor = Document("", text).anchor(start, end)
    proposal = Proposal(anchor, ("Volodymyr",), Fault.NAME, "name.given-name", 0.99, "President of Ukraine since 2019.")
    return Ruling(proposal, outcome, "Volodymyr", "policy")


def mend(conn: Connection, document: DocumentRow, run_id: str, decisions: str = "none", source: str = "demo") -> bool:
    rulings = [ruling(document.text, 0, 9, Outcome.HOLD), ruling(document.text)]
    clean = document.text[:10] + "Volodymyr" + document.text[18:]
    return mendings.add(
        conn,
        source=source,
        run=run_id,
        document=document,
        decisions_sha=decisions,
        clean_text=clean,
        rulings=rulings,
        at=NOW,
    )


def dump(store: Store) -> dict[str, list[tuple[Any, ...]]]:
    """Every row of every table."""
    with store.read() as conn:
        return {
            table.name: sorted(map(tuple, conn.execute(select(table))), key=repr) for table in _tables(tables.metadata)
        }


def _tables(metadata: MetaData) -> Iterator[Table]:
    yield from metadata.sorted_tables


def utc(moment: datetime) -> datetime:
    return moment.astimezone(UTC)
