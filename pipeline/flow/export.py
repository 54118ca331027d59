"""The stored articles as one file."""

from __future__ import annotations

from typing import IO

from pipeline.flow.publish import jsonl
from pipeline.flow.records import stored_records
from pipeline.flow.tabular import csv_lines, parquet
from pipeline.flow.workplace import Workplace


def write(place: Workplace, form: str, sink: IO[bytes]) -> None:
    """JSONL and CSV are written as they are read; Parquet is made whole first."""
    place.store.check()
    records = stored_records(place)
    if form == "parquet":
        sink.write(parquet(list(records)))
    elif form == "csv":
        sink.writelines(line.encode() for line in csv_lines(records))
    else:
        sink.writelines(jsonl([record]) for record in records)
