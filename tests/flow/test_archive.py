"""The archive: packed without a loss, and read again by a better extractor."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from warcio.archiveiterator import ArchiveIterator

from pipeline.extract.page import extract
from pipeline.flow.ingest import ingest_day
from pipeline.flow.pack import pack_days
from pipeline.flow.reextract import reextract
from pipeline.flow.replay import Checked, verify
from pipeline.flow.workplace import Workplace
from pipeline.model.article import Article, Paragraph
from pipeline.store import articles, documents, fetches
from tests.flow.conftest import NOW

DAY = NOW.date() - timedelta(days=2)


@pytest.fixture
def filled(place: Workplace) -> Workplace:
    for day in (DAY, DAY + timedelta(days=1)):
        ingest_day(place, place.source("demo"), day)
    return place


def _files(place: Workplace) -> list[Path]:
    return sorted(Path(place.settings.archive_url).rglob("20*/**/*.warc.gz"))


def test_a_page_is_kept_with_its_request_and_where_it_was_found(filled: Workplace) -> None:
    with _files(filled)[0].open("rb") as file:
        kinds = {record.rec_type: record.content_stream().read() for record in ArchiveIterator(file)}
    assert set(kinds) == {"response", "request", "metadata"}
    assert b'"found_in": "http' in kinds["metadata"]
    assert b'"user-agent"' in kinds["metadata"].lower()


def test_packing_loses_nothing_and_can_be_run_again(filled: Workplace) -> None:
    before = len(_files(filled))
    done = pack_days(filled, DAY + timedelta(days=1), size=1)
    assert (done.days, done.files) == (1, before - len(_files(filled)) + done.packs)
    assert done.packs > 1
    assert all(path.name.startswith("pack-") for path in _files(filled) if f"{DAY:%d}" == path.parent.name)
    assert list(verify(filled, Checked())) == []
    assert pack_days(filled, DAY + timedelta(days=1)).files == 0
    with (pack := next(p for p in _files(filled) if p.name.startswith("pack-"))).open("rb") as file:
        kinds = [record.rec_type for record in ArchiveIterator(file)]
    assert kinds[0] == "warcinfo"
    assert kinds.count("response") >= 1, pack


def test_killed_while_packing(filled: Workplace, monkeypatch: pytest.MonkeyPatch) -> None:
    """Invariant: whatever the database names is there."""
    with monkeypatch.context() as patched:
        patched.setattr("pipeline.store.pages.move", lambda *_: (_ for _ in ()).throw(KeyboardInterrupt))
        with pytest.raises(KeyboardInterrupt):
            pack_days(filled, DAY + timedelta(days=1))
    assert list(verify(filled, Checked())) == []
    with monkeypatch.context() as patched:
        patched.setattr(filled.archive, "delete", lambda _: (_ for _ in ()).throw(KeyboardInterrupt))
        with pytest.raises(KeyboardInterrupt):
            pack_days(filled, DAY + timedelta(days=1))
    assert list(verify(filled, Checked())) == []
    pack_days(filled, DAY + timedelta(days=1))
    assert list(verify(filled, Checked())) == []


def test_the_same_extractor_changes_nothing(filled: Workplace) -> None:
    alone, many = reextract(filled, jobs=1), reextract(filled, jobs=2, dry_run=True)
    assert alone.pages == alone.same + alone.withdrawn > 0
    assert (many.pages, many.changed, many.lost, many.failed) == (alone.pages, [], [], [])


def test_a_better_extractor_gives_revisions_that_are_mended_and_published(
    filled: Workplace, monkeypatch: pytest.MonkeyPatch
) -> None:
    def better(*arguments: Any) -> Article:
        read = extract(*arguments)
        return replace(read, paragraphs=(*read.paragraphs, Paragraph("A last line that was overlooked before.")))

    monkeypatch.setattr("pipeline.flow.reextract.extract", better)
    with filled.store.read() as conn:
        count = sum(1 for _ in articles.all_articles(conn))
    seen = reextract(filled, jobs=1, dry_run=True)
    assert len(seen.changed) == count
    with filled.store.read() as conn:
        assert all(row.revision == 1 for row in documents.all_documents(conn) if row.part == "body")
    noted: list[tuple[str, int, int]] = []
    done = reextract(filled, jobs=1, progress=lambda *note: noted.append(note))
    assert sorted(done.changed) == sorted(seen.changed)
    with filled.store.read() as conn:
        assert sum(1 for _ in articles.all_articles(conn)) == count
        texts = documents.current(conn, done.changed)
    assert all(row.text.endswith("overlooked before.") for row in texts if row.part == "body")
    lines = Path(filled.settings.export_url) / "articles" / f"day={DAY.isoformat()}" / "articles.jsonl"
    assert b"overlooked before." in lines.read_bytes()
    assert {name for name, _, _ in noted} == {"extracted", "mended", "published"}


def test_what_was_refused_can_become_an_article_and_the_other_way_round(
    filled: Workplace, monkeypatch: pytest.MonkeyPatch
) -> None:
    from pipeline.model.errors import NotAnArticle

    def refuses(page: Any, selectors: Any) -> Article:
        raise NotAnArticle("a wall", reason="login")

    with monkeypatch.context() as patched:
        patched.setattr("pipeline.flow.ingest_page.extract", refuses)
        ingest_day(filled, filled.source("demo"), DAY - timedelta(days=1))
    with filled.store.read() as conn:
        rows = fetches.with_pages(conn, None, None, None)
        refused = [row for row in rows if row.outcome == "refused"]
        stored = [row for row in rows if row.outcome == "stored"]
    assert refused
    assert stored

    def turned(page: Any, selectors: Any) -> Article:
        if page.url == stored[0].url:
            raise NotAnArticle("a list", reason="list")
        try:
            return extract(page, selectors)
        except NotAnArticle:
            return Article(page.url, "An article after all", (Paragraph("It was there all the time. " * 20),))

    monkeypatch.setattr("pipeline.flow.reextract.extract", turned)
    done = reextract(filled, jobs=1)
    assert done.found == len(refused)
    assert [line.partition(": ")[2] for line in done.lost] == ["list"]
    with filled.store.read() as conn:
        assert {row.outcome for row in fetches.get(conn, [row.id for row in refused])} == {"stored"}


def test_the_command(filled: Workplace, monkeypatch: pytest.MonkeyPatch) -> None:
    from click.testing import CliRunner

    from pipeline.cli import newsmend

    env = {"NEWSMEND_HOME": str(filled.settings.home), **filled.settings.variables}
    result = CliRunner().invoke(newsmend, ["reextract", "--from-archive", "--jobs", "2", "--dry-run"], env=env)
    assert result.exit_code == 0, result.output
    assert "withdrawn" in result.output
    assert CliRunner().invoke(newsmend, ["reextract"], env=env).exit_code == 2
    packed = CliRunner().invoke(newsmend, ["archive", "pack", "--before", str(NOW.date())], env=env)
    assert packed.exit_code == 0, packed.output
    assert "of 2 days" in packed.output
