"""Raw pages: where their bytes are, and which."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from sqlalchemy import Connection, select, update

from pipeline.model.digest import digest
from pipeline.model.errors import StoreError
from pipeline.model.page import Page
from pipeline.store import tables
from pipeline.store.records import PageRow
from pipeline.store.statements import insert_one


def page_id(page: Page) -> str:
    """The same bytes from the same address are the same page, whenever they were fetched."""
    return digest(page.url, page.body)


def add(conn: Connection, page: Page, path: str) -> str:
    """Notes the page whose bytes the archive keeps under `path`; a page that is there stays as it is."""
    row = {
        "id": page_id(page),
        "url": page.url,
        "final_url": page.final_url,
        "status": page.status,
        "path": path,
        "sha": digest(page.body),
        "size": len(page.body),
        "fetched_at": page.fetched_at,
    }
    insert_one(conn, tables.page, row)
    return str(row["id"])


def get(conn: Connection, id: str) -> PageRow:
    """Raises StoreError where there is none."""
    row = find(conn, id)
    if row is None:
        raise StoreError("no such page", where=f"page {id}")
    return row


def find(conn: Connection, id: str) -> PageRow | None:
    """None where there is no such page."""
    row = conn.execute(select(tables.page).where(tables.page.c.id == id)).mappings().one_or_none()
    return None if row is None else PageRow(**row)


def move(conn: Connection, paths: Mapping[str, str]) -> None:
    """The bytes of these paths lie elsewhere now; paths that no page has are passed over."""
    for old, new in sorted(paths.items()):
        conn.execute(update(tables.page).where(tables.page.c.path == old).values(path=new))


def all_pages(conn: Connection) -> Iterator[PageRow]:
    """By address, the newest last; read as they are used."""
    query = select(tables.page).order_by(tables.page.c.url, tables.page.c.fetched_at, tables.page.c.id)
    for row in conn.execute(query.execution_options(yield_per=500)).mappings():
        yield PageRow(**row)
