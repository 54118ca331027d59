"""A store leaves one database and arrives in another, to the last hash."""

from __future__ import annotations

import gzip
import io
import json
from pathlib import Path

import pytest

from pipeline.flow.backup import restore_backup
from pipeline.model.decision import Decision, Verdict
from pipeline.model.errors import StoreError
from pipeline.store import backup, decisions, log, quarantine
from pipeline.store.database import Store
from tests.store.samples import NOW, add_body, dump, mend, ruling, run

DUMPS = Path(__file__).parent / "dumps"


def fill(store: Store) -> None:
    with store.begin() as conn:
        mend(conn, add_body(conn), run(conn))
        decisions.add(conn, [Decision(ruling().proposal.id, Verdict.REJECT, "ada", NOW)])
        add_to_quarantine(conn)


def add_to_quarantine(conn: object) -> None:
    day, words = NOW.date(), 'a line\nwith "marks" and \u202e'
    quarantine.add(conn, source="demo", url="https://news.test/x", day=day, stage="fetch", error=words, hint="", at=NOW)  # type: ignore[arg-type]


def lines_of(store: Store) -> list[str]:
    with store.read() as conn:
        return list(backup.dump(conn))


def restored(lines: list[str], url: str) -> Store:
    made = Store(url)
    with made.begin() as conn:
        backup.load(conn, lines)
    made.check()
    return made


def test_it_arrives_whole(store: Store, tmp_path: Path) -> None:
    fill(store)
    copy = restored(lines_of(store), f"sqlite:///{tmp_path}/copy.db")
    assert lines_of(copy) == lines_of(store)
    assert dump(copy) == dump(store)
    with copy.read() as conn:
        assert log.verify_chain(conn, "demo") is None
    copy.dispose()


def test_new_rows_go_on_after_it(tmp_path: Path, empty_url: str) -> None:
    first = Store(f"sqlite:///{tmp_path}/first.db")
    first.migrate()
    fill(first)
    there = restored(lines_of(first), empty_url)
    with there.begin() as conn:
        decisions.add(conn, [Decision(ruling().proposal.id, Verdict.WITHDRAW, "ada", NOW)])
        quarantine.add(
            conn, source="demo", url="https://news.test/y", day=NOW.date(), stage="fetch", error="", hint="", at=NOW
        )
        assert len(quarantine.open_rows(conn)) == 2
        assert len(decisions.for_proposals(conn, [ruling().proposal.id])) == 2
    for each in (first, there):
        each.dispose()


def test_a_store_that_is_not_empty_is_left_alone(store: Store) -> None:
    fill(store)
    lines, before = lines_of(store), dump(store)
    with pytest.raises(StoreError, match="not empty"), store.begin() as conn:
        backup.load(conn, lines)
    assert dump(store) == before


@pytest.mark.parametrize(
    ("change", "why"),
    [
        (lambda lines: lines[:-1], "cut short"),
        (lambda lines: lines[:3] + lines[4:], "cut short|database says"),
        (lambda lines: [], "no JSON"),
        (lambda lines: ["[]\n"], "no row"),
        (lambda lines: ["{}\n"], "no backup"),
        (lambda lines: ['{"newsmend": 1, "schema": "9999"}\n'], "unknown"),
        (lambda lines: [lines[0], '{"table": "pg_user", "row": {}}\n'], "does not know"),
        (lambda lines: [lines[0], '{"table": "page", "row": {"x": 1}}\n'], "not one of"),
        (lambda lines: [lines[0], '{"table": "page", "row": {"fetched_at": 5}}\n'], "fetched_at"),
        (lambda lines: [lines[0], "[" * 100_000], "no JSON"),
    ],
)
def test_what_is_no_backup_leaves_nothing_behind(tmp_path: Path, empty_url: str, change: object, why: str) -> None:
    source = Store(f"sqlite:///{tmp_path}/source.db")
    source.migrate()
    fill(source)
    target = Store(empty_url)
    with pytest.raises(StoreError, match=why), target.begin() as conn:
        backup.load(conn, change(lines_of(source)))  # type: ignore[operator]
    with pytest.raises(StoreError, match="not set up"):
        target.check()
    for each in (source, target):
        each.dispose()


@pytest.mark.parametrize("data", [b"", b"no gzip", gzip.compress(b"{}")[:-6], gzip.compress("ä".encode())])
def test_a_damaged_file_is_named(data: bytes, tmp_path: Path) -> None:
    store = Store(f"sqlite:///{tmp_path}/x.db")
    with pytest.raises(StoreError):
        restore_backup(store, io.BytesIO(data))
    store.dispose()


@pytest.mark.parametrize("path", sorted(DUMPS.glob("*.jsonl.gz")), ids=lambda path: path.name)
def test_a_store_of_an_older_version_is_brought_up_to_date(path: Path, empty_url: str) -> None:
    """One file for each schema that was released: every later migration runs on its data."""
    store = Store(empty_url)
    counts = restore_backup(store, io.BytesIO(path.read_bytes()))
    assert counts["article"] >= 1
    assert counts["ruling"] >= 1
    store.check()
    with store.read() as conn:
        for source in log.sources(conn):
            assert log.verify_chain(conn, source) is None
    store.dispose()


def test_there_is_a_dump_to_begin_with() -> None:
    first = json.loads(gzip.decompress((DUMPS / "schema-0003.jsonl.gz").read_bytes()).splitlines()[0])
    assert first == {"newsmend": 1, "schema": "0003"}
