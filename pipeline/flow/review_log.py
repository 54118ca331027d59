"""The log as reviewers read it and take it away."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Iterator
from itertools import islice
from typing import Any

from pipeline.flow.tabular import csv_lines
from pipeline.flow.workplace import Workplace
from pipeline.review import log
from pipeline.review.filters import Filters
from pipeline.review.log import COLUMNS, LogPage, Row
from pipeline.store import decisions

BATCH = 5000
PIECE = 1 << 18  # bytes


def read_page(place: Workplace, filters: Filters, after: str = "", size: int = log.PAGE) -> LogPage:
    """Raises UsageError where `after` is no place in the log."""
    with place.store.read() as conn:
        return log.page(conn, filters, after, size)


def read_decisions(place: Workplace, after: int, size: int, proposal: str = "") -> tuple[list[Row], int | None]:
    """Decisions after that number of their log, in the order of writing, and the number to go on from."""
    with place.store.read() as conn:
        found = decisions.sealed(conn, after, size + 1, proposal)
    rows = [dict(row) for row in found[:size]]
    return rows, int(rows[-1]["seq"]) if len(found) > size else None


def export(place: Workplace, filters: Filters, form: str) -> Iterator[bytes]:
    """The rows as "jsonl", "csv" (no cell is a formula) or "parquet", piece by piece."""
    with place.store.read() as conn:
        found = map(_plain, log.rows(conn, filters))
        if form == "parquet":
            yield from _parquet(found)
        elif form == "csv":
            yield from (line.encode() for line in csv_lines(found, COLUMNS))
        else:
            yield from ((json.dumps(row, ensure_ascii=False) + "\n").encode() for row in found)


def _plain(row: Row) -> dict[str, Any]:
    return {name: value if isinstance(value, str | int | float | None) else str(value) for name, value in row.items()}


def _parquet(rows: Iterator[dict[str, Any]]) -> Iterator[bytes]:
    """Written to the disk first: a file's last bytes say where everything is, and a large log needs little memory."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    numbers = {"seq": pa.int64(), "start": pa.int64(), "end": pa.int64(), "confidence": pa.float64()}
    schema = pa.schema([(name, numbers.get(name, pa.string())) for name in COLUMNS])
    with tempfile.TemporaryFile() as sink:
        with pq.ParquetWriter(sink, schema, compression="zstd") as writer:
            while batch := list(islice(rows, BATCH)):
                writer.write_table(pa.Table.from_pylist(batch, schema=schema))
        sink.seek(0)
        while piece := sink.read(PIECE):
            yield piece
