"""Feeds and sitemaps as they were last: their state in the store, their bytes in the archive."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from pipeline.fetch import warc
from pipeline.fetch.lists import Kept
from pipeline.model.digest import digest
from pipeline.model.errors import StoreError
from pipeline.model.page import Page
from pipeline.model.source import Source
from pipeline.store import lists
from pipeline.store.archive import Archive
from pipeline.store.database import Store
from pipeline.store.records import ListRow


@dataclass(frozen=True, slots=True)
class StoredLists:
    """The memory of `Lists`, shared by all processes."""

    store: Store
    archive: Archive

    def get(self, url: str) -> Kept | None:
        with self.store.read() as conn:
            row = lists.get(conn, url)
        if row is None:
            return None
        every = timedelta(seconds=row.interval)
        return Kept(self._page(row), row.checked_at, row.changed_at, every, row.failures, row.retired_at)

    def put(self, source: Source, url: str, kept: Kept) -> None:
        page = kept.page
        path = f"{source.id}/lists/{digest(url)}.warc.gz" if page is not None else ""
        sha = digest(page.body) if page is not None else ""
        with self.store.read() as conn:
            before = lists.get(conn, url)
        if page is not None and (before is None or before.sha != sha or not self.archive.exists(path)):
            self.archive.put(path, warc.encode(page))  # before the row that says so
        headers = page.headers if page is not None else {}
        row = ListRow(
            source=source.id,
            url=url,
            final_url=page.final_url if page is not None else url,
            content_type=page.content_type if page is not None else "",
            etag=headers.get("etag"),
            last_modified=headers.get("last-modified"),
            path=path,
            sha=sha,
            checked_at=kept.checked_at,
            changed_at=kept.changed_at,
            interval=int(kept.interval.total_seconds()),
            failures=kept.failures,
            retired_at=kept.retired_at,
        )
        with self.store.begin() as conn:
            lists.put(conn, row)

    def _page(self, row: ListRow) -> Page | None:
        """The bytes, where they are still what the row says; else it is as if there were none."""
        if not row.path:
            return None
        try:
            page = warc.decode(self.archive.get(row.path))
        except StoreError:
            return None
        return page if digest(page.body) == row.sha else None
