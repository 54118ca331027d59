"""Versions on disk: whole, kept, and the way back."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from pipeline.faults.names.gazetteer import Gazetteer, read, write
from pipeline.flow.gazetteer import files
from pipeline.flow.gazetteer.files import current, publish, revert, version, versions
from pipeline.model.errors import GazetteerError
from tests.flow.gazetteer.conftest import CURRENT


def numbered(number: int) -> Gazetteer:
    return replace(CURRENT, as_of=f"2026-01-{number:02d}")


def in_use(folder: Path) -> str:
    path = current(folder)
    return "embedded" if path is None else read(path.read_text()).as_of


def test_published_is_in_use(folder: Path) -> None:
    assert current(folder) is None
    path = publish(folder, CURRENT, "first")
    assert path.read_text() == write(CURRENT)
    assert in_use(folder) == CURRENT.as_of
    assert version(folder) == path.name
    assert [one.name for one in folder.glob(".gazetteer*")] == []


def test_the_last_five_are_kept(folder: Path) -> None:
    names = [publish(folder, numbered(n), "x").name for n in range(1, 9)]
    assert [path.name for path in versions(folder)] == names[-5:]


def test_revert_goes_back_step_by_step(folder: Path) -> None:
    for n in (1, 2, 3):
        publish(folder, numbered(n), "x")
    steps = []
    for _ in range(3):
        revert(folder)
        steps.append(in_use(folder))
    assert steps == ["2026-01-02", "2026-01-01", "embedded"]
    with pytest.raises(GazetteerError, match="nothing before it"):
        revert(folder)


def test_after_a_revert_the_bad_version_is_not_what_comes_before(folder: Path) -> None:
    for n in (1, 2):
        publish(folder, numbered(n), "x")
    revert(folder)
    publish(folder, numbered(3), "x")
    revert(folder)
    assert in_use(folder) == "2026-01-01"


def test_the_one_before_survives_many_versions(folder: Path) -> None:
    good = publish(folder, numbered(1), "x")
    for n in range(2, 8):
        publish(folder, numbered(n), "x")
        revert(folder)
        assert version(folder) == good.name
    publish(folder, numbered(8), "x")
    assert good.exists()
    assert len(versions(folder)) <= files.KEPT + 1
    assert revert(folder) == good


def test_a_version_that_was_damaged_is_not_put_back(folder: Path) -> None:
    first = publish(folder, numbered(1), "x")
    publish(folder, numbered(2), "x")
    first.write_text(first.read_text()[:-40])
    with pytest.raises(GazetteerError, match="records"):
        revert(folder)
    assert in_use(folder) == "2026-01-02"
    first.unlink()
    with pytest.raises(GazetteerError, match="no longer kept"):
        revert(folder)


def test_a_file_that_was_put_there_by_hand_can_be_gone_back_to(folder: Path) -> None:
    folder.mkdir()
    (folder / "current.jsonl").write_text(write(numbered(1)))
    publish(folder, numbered(2), "x")
    revert(folder)
    assert in_use(folder) == "2026-01-01"


def test_without_history_it_says_what_to_do(folder: Path) -> None:
    publish(folder, CURRENT, "x")
    (folder / "history.json").write_text("nonsense")
    with pytest.raises(GazetteerError, match=r"history\.json does not say"):
        revert(folder)


def test_what_cannot_be_read_back_is_not_put_in_use(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    publish(folder, numbered(1), "x")
    monkeypatch.setattr(files, "write", lambda gazetteer: write(gazetteer)[:-30])
    with pytest.raises(GazetteerError):
        publish(folder, numbered(2), "x")
    assert in_use(folder) == "2026-01-01"
    assert len(versions(folder)) == 1


def test_names_sort_even_when_the_clock_goes_back(folder: Path) -> None:
    folder.mkdir()
    (folder / "gazetteer-20991231T235959999999Z.jsonl").write_text(write(CURRENT))
    path = publish(folder, numbered(1), "x")
    assert path.name == "gazetteer-21000101T000000000000Z.jsonl"
    assert versions(folder)[-1] == path
