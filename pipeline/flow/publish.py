"""A day's clean articles and corrections as files for a reader's system; each file is written whole or not at all."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import date

from pipeline.flow.records import Record, article_records
from pipeline.flow.tabular import parquet
from pipeline.flow.workplace import Workplace
from pipeline.model.faultpoint import reached
from pipeline.store import articles, days


def publish_day(place: Workplace, day: date) -> int:
    """Writes JSONL and Parquet for every day whose articles this day's work touched; the number of articles written."""
    with place.store.read() as conn:
        touched = articles.get(conn, days.articles_touched(conn, day))
        wanted = sorted({row.day for row in touched} | {day})
        batches = {d: list(article_records(conn, articles.of_day(conn, d))) for d in wanted}
    for each, records in batches.items():
        _write(place, each, records)
    reached("published")
    return sum(map(len, batches.values()))


def _write(place: Workplace, day: date, records: Sequence[Record]) -> None:
    folder = f"day={day.isoformat()}"
    place.exports.put(f"articles/{folder}/articles.jsonl", jsonl(records))
    reached("publishing")
    place.exports.put(f"articles/{folder}/articles.parquet", parquet(records))


def jsonl(records: Sequence[Record]) -> bytes:
    """One object a line; the same records give the same bytes."""
    return "".join(json.dumps(record, ensure_ascii=False, sort_keys=True) + "\n" for record in records).encode()
