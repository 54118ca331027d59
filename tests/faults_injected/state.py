"""What a store holds, without times and numbers that a second run would give anew."""

from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import date

from sqlalchemy import select

from pipeline.flow.export import write
from pipeline.flow.ingest import funnels
from pipeline.flow.records import Record, stored_records
from pipeline.flow.replay import Checked, verify
from pipeline.flow.workplace import Workplace
from pipeline.store.tables import metadata

MEMORY = {"host_pace", "robots", "list_state"}  # of hosts, not of news
VOLATILE = {"at", "fetched_at", "resolved_at", "retry_at", "hash", "prev_hash"}
SERIAL = {"fetch", "quarantine", "decision", "lesson"}
Rows = dict[str, list[tuple[object, ...]]]


def rows(place: Workplace, *, volatile: bool = False, without: frozenset[str] = frozenset()) -> Rows:
    """Every table's rows, sorted; with `volatile` nothing is left out. `without` names more columns to leave out."""
    found: Rows = {}
    with place.store.read() as conn:
        for table in metadata.sorted_tables:
            left_out = set() if volatile else VOLATILE | without | ({"id"} if table.name in SERIAL else set())
            columns = [column for column in table.c if column.name not in left_out]
            if table.name not in MEMORY:
                found[table.name] = sorted((tuple(row) for row in conn.execute(select(*columns))), key=repr)
    return found


def exported(place: Workplace) -> bytes:
    """The export, as a reader's system gets it."""
    sink = io.BytesIO()
    write(place, "jsonl", sink)
    return sink.getvalue()


def published(place: Workplace) -> dict[str, bytes]:
    """Every published file."""
    return {key: place.exports.get(key) for key in place.exports.keys("articles")}


def check_whole(place: Workplace, days: Sequence[date]) -> None:
    """The invariants of a finished run: one row a revision, the log rebuilds each text, every address has an end."""
    records = list(stored_records(place))
    assert len({(record["source"], record["url"]) for record in records}) == len(records)
    assert list(verify(place, Checked())) == []
    for day, funnel in funnels(place, days).items():
        assert funnel.adds_up, (day, funnel)
        assert funnel.pending == 0


def check_nothing_partial(place: Workplace, whole: dict[str, Record]) -> None:
    """Whatever can be seen of a broken run is an article as it will be at the end, or one not mended yet."""
    for record in stored_records(place):
        end = whole[record["url"]]
        assert record["original_text"] == end["original_text"]
        assert record["original_title"] == end["original_title"]
        assert record["text"] in (end["text"], end["original_text"])
        assert record["title"] in (end["title"], end["original_title"])
        for part in ("title", "body"):
            made = [c for c in record["corrections"] if c["part"] == part]
            assert made in ([], [c for c in end["corrections"] if c["part"] == part])
