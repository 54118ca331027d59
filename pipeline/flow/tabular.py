"""Records as Parquet and CSV."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Sequence
from typing import Any

Record = dict[str, Any]
COLUMNS = (
    "url", "source", "day", "published", "updated", "state", "title", "authors", "language", "publisher", "text",
    "original_title", "original_text", "corrections",
)  # fmt: skip
FORMULA = ("=", "+", "-", "@", "\t", "\r")


def parquet(records: Sequence[Record]) -> bytes:
    """One row an article; lists are JSON text, so that every engine reads them alike."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    rows = [flat(record) for record in records]
    schema = pa.schema([(name, pa.string()) for name in COLUMNS])
    sink = io.BytesIO()
    pq.write_table(pa.Table.from_pylist(rows, schema=schema), sink, compression="zstd")
    return sink.getvalue()


def csv_lines(records: Iterable[Record], columns: Sequence[str] = COLUMNS) -> Iterable[str]:
    """CSV with a header; a cell that a spreadsheet would run as a formula gets an apostrophe."""
    yield _line(list(columns))
    for record in records:
        row = flat(record)
        yield _line([safe_cell(row[name]) for name in columns])


def flat(record: Record) -> Record:
    return {
        key: json.dumps(value, ensure_ascii=False, sort_keys=True) if isinstance(value, list) else value
        for key, value in record.items()
    }


def safe_cell(value: object) -> str:
    """The text of one cell, never a formula."""
    text = "" if value is None else str(value)
    return "'" + text if text.startswith(FORMULA) else text


def _line(cells: Sequence[str]) -> str:
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerow(cells)
    return out.getvalue()
