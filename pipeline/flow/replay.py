"""Proof: every stored text is rebuilt from its raw page and its log, and compared byte for byte."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from sqlalchemy import Connection

from pipeline.extract.page import extract
from pipeline.fetch import warc
from pipeline.flow.retention import is_released
from pipeline.flow.workplace import Workplace
from pipeline.model.document import Document
from pipeline.model.errors import NewsmendError, UsageError
from pipeline.model.source import Selectors
from pipeline.repair.rewrite import rewrite
from pipeline.store import articles, documents, journal, log, mendings, pages
from pipeline.store.records import DocumentRow

SAMPLE = 60


@dataclass(frozen=True, slots=True)
class Mismatch:
    """A stored text or log row that is not what it should be: where, and why."""

    where: str
    why: str


@dataclass(slots=True)
class Checked:
    """Counts so far."""

    documents: int = 0
    mendings: int = 0
    logs: int = 0
    released: int = 0  # texts whose raw pages were let go: only their logs can be checked


def verify(place: Workplace, checked: Checked, *, source: str | None = None) -> Iterator[Mismatch]:
    """Everything that does not fit: broken chains first (the first bad row of each), then texts."""
    place.store.check()
    with place.store.read() as conn:
        known = log.sources(conn)
        if source is not None and source not in known:
            raise UsageError(f"no log of {source!r}", hint=f"There are: {', '.join(known) or 'none'}.")
        for name in known if source is None else [source]:
            checked.logs += 1
            if broken := log.verify_chain(conn, name):
                yield Mismatch(f"log of {name}, row {broken.seq}", broken.why)
        for name in journal.KEYS if source is None else ():
            checked.logs += 1
            if broken := journal.verify(conn, name):
                yield Mismatch(f"log of {name}s, row {broken.seq}", broken.why)
        for text in documents.all_documents(conn):
            owner = articles.get(conn, [text.article])[0]
            if source is not None and owner.source != source:
                continue
            checked.documents += 1
            where = f"{owner.url} {text.part} revision {text.revision}"
            yield from _verify_text(place, conn, owner.source, text, where, checked)
            yield from _verify_mending(conn, text, where, checked)


def _verify_text(
    place: Workplace, conn: Connection, source: str, text: DocumentRow, where: str, checked: Checked
) -> Iterator[Mismatch]:
    known = place.sources.get(source)
    path = pages.get(conn, text.page).path
    try:
        raw = warc.decode(place.archive.get(path))
        article = extract(raw, known.selectors if known else Selectors())
    except NewsmendError as error:
        if is_released(place, path):
            checked.released += 1
        else:
            yield Mismatch(where, f"its page gives no text: {error}")
        return
    rebuilt = article.title if text.part == "title" else article.text
    if rebuilt != text.text:
        yield Mismatch(where, f"its page gives another text, {_first_difference(rebuilt, text.text)}")


def _verify_mending(conn: Connection, text: DocumentRow, where: str, checked: Checked) -> Iterator[Mismatch]:
    mending = mendings.latest(conn, [text.id]).get(text.id)
    if mending is None:
        return
    checked.mendings += 1
    try:
        rebuilt = rewrite(Document(where, text.text), mendings.rulings(conn, mending.id))
    except NewsmendError as error:
        yield Mismatch(where, f"its log does not fit: {error}")
        return
    if rebuilt != mending.clean_text:
        yield Mismatch(where, f"its log gives another text, {_first_difference(rebuilt, mending.clean_text)}")


def _first_difference(one: str, other: str) -> str:
    at = next((n for n, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))
    return f"from character {at} on: {one[at : at + SAMPLE]!r} against {other[at : at + SAMPLE]!r}"
