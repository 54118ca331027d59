"""The whole store as one file, and back. Raw pages are in the archive, which is copied as files."""

from __future__ import annotations

import gzip
import io
import zlib
from collections.abc import Iterator
from typing import IO

from pipeline.flow.workplace import Workplace
from pipeline.model.errors import StoreError
from pipeline.store import backup
from pipeline.store.database import Store

LONGEST_LINE = 256 * 1024 * 1024  # characters; a row is a text and what was said of it


def write_backup(place: Workplace, sink: IO[bytes]) -> None:
    """One consistent state, whatever is written meanwhile; the same state gives the same bytes."""
    place.store.check()
    with place.store.read() as conn, gzip.GzipFile(fileobj=sink, mode="wb", mtime=0, filename="") as packed:
        for line in backup.dump(conn):
            packed.write(line.encode("ascii"))


def restore_backup(store: Store, source: IO[bytes]) -> dict[str, int]:
    """All of it or nothing; rows by table.

    Raises:
        StoreError: the store is not empty, or the file is no whole backup.
    """
    with store.begin() as conn:
        return backup.load(conn, _lines(source))


def _lines(source: IO[bytes]) -> Iterator[str]:
    try:
        with gzip.GzipFile(fileobj=source) as packed, io.TextIOWrapper(packed, encoding="ascii") as text:
            while line := text.readline(LONGEST_LINE):
                yield line
    except (OSError, EOFError, zlib.error, UnicodeError) as error:
        raise StoreError(f"the backup cannot be read: {error}", hint=backup.HINT) from error
