"""Raw pages: where their bytes are, and which."""

from __future__ import annotations

from sqlalchemy import Connection, select

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
    row = conn.execute(select(tables.page).where(tables.page.c.id == id)).mappings().one_or_none()
    if row is None:
        raise StoreError("no such page", where=f"page {id}")
    return PageRow(**row)
