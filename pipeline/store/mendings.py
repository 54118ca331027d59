"""What runs made of documents. Invariant: the mending of a document with the greatest rank is the one that stands."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, Select, func, insert, select, update

from pipeline.model.digest import digest
from pipeline.model.errors import StoreError
from pipeline.model.ruling import Ruling
from pipeline.store import chain, review_items, tables
from pipeline.store.records import DocumentRow, Mending
from pipeline.store.rulings import from_row, order, to_row
from pipeline.store.statements import chunks, insert_new, insert_one

_t = tables.mending.c
_COLUMNS = (_t.id, _t.run, _t.document, _t.decisions_sha, _t.clean_text, _t.clean_sha)


def add(
    conn: Connection,
    *,
    source: str,
    run: str,
    document: DocumentRow,
    decisions_sha: str,
    clean_text: str,
    rulings: Sequence[Ruling],
    at: datetime,
) -> bool:
    """Stores what a run made of a document, and extends the source's log; False where that is there already.

    One that is there but no longer stands (a decision was taken back, a rule restored) stands again; its log is there.
    """
    _must_fit(document, rulings)
    seq, hash = chain.lock(conn, source)
    id = digest(document.id, run, decisions_sha)
    newest = conn.execute(select(func.max(_t.rank)).where(_t.document == document.id)).scalar() or 0
    rank = conn.execute(select(_t.rank).where(_t.id == id)).scalar()
    if rank is not None:
        if rank != newest:
            conn.execute(update(tables.mending).where(_t.id == id).values(rank=newest + 1))
            review_items.rebuild(conn, document.id)
        return False
    row: dict[str, Any] = {
        "id": id,
        "run": run,
        "document": document.id,
        "decisions_sha": decisions_sha,
        "clean_text": clean_text,
    }
    row |= {"clean_sha": digest(clean_text), "rank": newest + 1, "at": at}
    conn.execute(insert(tables.mending).values(row))
    _note_proposals(conn, run, rulings)
    _extend(conn, source, seq, hash, [to_row(ruling, id, at) for ruling in sorted(rulings, key=order)])
    review_items.rebuild(conn, document.id)
    return True


def latest(conn: Connection, document_ids: Iterable[str], run: str | None = None) -> dict[str, Mending]:
    """The mending of each document that stands, or stood last among those of `run`."""
    found: dict[str, Mending] = {}
    for some in chunks(document_ids):
        query: Select[Any] = select(*_COLUMNS).where(_t.document.in_(some)).order_by(_t.document, _t.rank)
        if run is not None:
            query = query.where(_t.run == run)
        for row in conn.execute(query):
            found[row.document] = _from_row(row)
    return found


def exists(conn: Connection, run: str, document_decisions: Mapping[str, str]) -> set[str]:
    """The documents whose standing mending is of this run and these decisions: nothing is left to do for them."""
    other = tables.mending.alias()
    newest = select(func.max(other.c.rank)).where(other.c.document == _t.document).scalar_subquery()
    found: set[str] = set()
    s = tables.same_mending.c
    for some in chunks(document_decisions):
        standing = tables.mending.outerjoin(tables.same_mending, s.mending == _t.id)
        query = select(_t.document, _t.decisions_sha, s.inputs).select_from(standing)
        rows = conn.execute(query.where(_t.run == run, _t.document.in_(some), _t.rank == newest))
        found |= {r.document for r in rows if document_decisions[r.document] in (r.decisions_sha, r.inputs)}
    return found


def also(conn: Connection, mending: str, inputs: str, at: datetime) -> None:
    """This mending comes out the same from these inputs."""
    insert_one(conn, tables.same_mending, {"mending": mending, "inputs": inputs, "at": at})


def rules_of(conn: Connection, ids: Iterable[str]) -> dict[str, set[str]]:
    """The rules that proposed something, by mending; one without any proposal has no entry."""
    found: dict[str, set[str]] = {}
    for some in chunks(ids):
        query = select(tables.ruling.c.mending, tables.ruling.c.rule).where(tables.ruling.c.mending.in_(some))
        for mending, rule in conn.execute(query.distinct()):
            found.setdefault(mending, set()).add(rule)
    return found


def rulings(conn: Connection, mending_id: str) -> list[Ruling]:
    """Every ruling of a mending, in the order of the text."""
    joined = tables.ruling.join(tables.mending, tables.ruling.c.mending == _t.id).join(
        tables.document, _t.document == tables.document.c.id
    )
    query = select(tables.ruling, tables.document.c.text_sha).select_from(joined)
    ordered = query.where(_t.id == mending_id).order_by(tables.ruling.c.source, tables.ruling.c.seq)
    return [from_row(row) for row in conn.execute(ordered)]


def _must_fit(document: DocumentRow, rulings: Sequence[Ruling]) -> None:
    for ruling in rulings:
        place = ruling.proposal.anchor
        if place.text_sha != document.text_sha or document.text[place.start : place.end] != place.quote:
            where = f"document {document.id}, {ruling.proposal.rule} at {place.start}"
            raise StoreError("a ruling is about another text", where=where, hint="Mend this document again.")


def _note_proposals(conn: Connection, run: str, rulings: Sequence[Ruling]) -> None:
    proposals = {ruling.proposal.id: ruling.proposal for ruling in rulings}
    seen = {"first_seen_run": run, "last_seen_run": run}
    rows = [{"id": id, "text_sha": p.anchor.text_sha, "rule": p.rule} | seen for id, p in sorted(proposals.items())]
    insert_new(conn, tables.proposal, rows)
    t = tables.proposal.c
    for some in chunks(sorted(proposals)):
        conn.execute(update(tables.proposal).where(t.id.in_(some), t.last_seen_run != run).values(last_seen_run=run))


def _extend(conn: Connection, source: str, seq: int, hash: str, rows: list[dict[str, Any]]) -> None:
    if not rows:
        return
    for row in rows:
        seq += 1
        row |= {"source": source, "seq": seq, "prev_hash": hash}
        hash = row["hash"] = chain.seal(hash, row)
    conn.execute(insert(tables.ruling), rows)
    chain.advance(conn, source, seq, hash)


def _from_row(row: Row[Any]) -> Mending:
    return Mending(**row._mapping)
