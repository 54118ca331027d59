from __future__ import annotations

import os
import uuid
from pathlib import Path

import pytest

from pipeline.model.errors import StoreError
from pipeline.store.archive import Archive


@pytest.fixture(params=["path", "file", "memory"])
def archive(request: pytest.FixtureRequest, tmp_path: Path) -> Archive:
    folder = tmp_path / "raw"
    return Archive(
        {"path": str(folder), "file": f"file://{folder}", "memory": f"memory://{uuid.uuid4().hex}"}[request.param]
    )


def test_what_was_put_is_there(archive: Archive) -> None:
    assert not archive.exists("demo/2026/a.warc.gz")
    for _ in range(2):
        archive.put("demo/2026/a.warc.gz", b"\x00one")
        assert archive.get("demo/2026/a.warc.gz") == b"\x00one"
    assert archive.exists("demo/2026/a.warc.gz")
    archive.put("demo/2026/a.warc.gz", b"two")
    assert archive.get("demo/2026/a.warc.gz") == b"two"


def test_what_is_not_there_is_said(archive: Archive) -> None:
    with pytest.raises(StoreError, match=r"demo/none.*not in the archive"):
        archive.get("demo/none")


@pytest.mark.parametrize("key", ["", "/etc/passwd", "../up", "a/../../up", "a\\b", "a\x00b"])
def test_a_key_cannot_leave_the_archive(archive: Archive, key: str) -> None:
    with pytest.raises(StoreError, match="not a key"):
        archive.put(key, b"x")


def test_the_same_bytes_are_not_written_again_and_nothing_else_stays(tmp_path: Path) -> None:
    archive = Archive(str(tmp_path))
    archive.put("a/b", b"x")
    before = (tmp_path / "a" / "b").stat()
    archive.put("a/b", b"x")
    assert (tmp_path / "a" / "b").stat() == before
    assert os.listdir(tmp_path / "a") == ["b"]


def test_a_writer_that_fails_leaves_the_old_bytes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    archive = Archive(str(tmp_path))
    archive.put("a/b", b"old")

    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(StoreError, match=r"a/b.*No space left on device"):
        archive.put("a/b", b"new")
    assert archive.get("a/b") == b"old"
    assert os.listdir(tmp_path / "a") == ["b"]


def test_an_unknown_kind_of_address_is_said() -> None:
    with pytest.raises(StoreError, match="installed"):
        Archive("nonsense://bucket")
