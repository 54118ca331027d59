"""What was found in WARC files, kept in the archive so that each file is read through once."""

from __future__ import annotations

from dataclasses import dataclass

from pipeline.model.errors import StoreError
from pipeline.store.archive import Archive


@dataclass(frozen=True, slots=True)
class StoredIndexes:
    """The memory of `Shelf`, shared by all processes."""

    archive: Archive

    def get(self, key: str) -> bytes | None:
        if not self.archive.exists(key):
            return None
        try:
            return self.archive.get(key)
        except StoreError:
            return None  # it can be made again

    def put(self, key: str, data: bytes) -> None:
        self.archive.put(key, data)
