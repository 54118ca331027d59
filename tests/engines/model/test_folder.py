from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from pipeline.engines.model.folder import NEEDED, read_folder
from pipeline.model.errors import EngineError
from tests.engines.model.sealing import seal


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name in NEEDED["onnx"]:
        (tmp_path / name).write_text(name, encoding="utf-8")
    seal(tmp_path, {"kind": "onnx", "licence": "CC0-1.0", "labels": 2, "thresholds": {"keep_bias": 0.1}})
    return tmp_path


def change(folder: Path, **values: Any) -> None:
    path = folder / "meta.json"
    meta = {**json.loads(path.read_text(encoding="utf-8")), **values}
    path.write_text(json.dumps({key: value for key, value in meta.items() if value is not None}), encoding="utf-8")


def test_a_whole_folder_is_read(folder: Path) -> None:
    found = read_folder(folder)
    assert (found.kind, found.licence, found.labels, found.thresholds) == ("onnx", "CC0-1.0", 2, {"keep_bias": 0.1})


def test_a_changed_file_is_refused(folder: Path) -> None:
    (folder / "tags.json").write_text("[]", encoding="utf-8")
    with pytest.raises(EngineError, match=r"tags\.json is not the file that meta\.json names"):
        read_folder(folder)


def test_a_missing_file_is_named(folder: Path) -> None:
    (folder / "tokenizer.json").unlink()
    with pytest.raises(EngineError, match=r"tokenizer\.json cannot be read"):
        read_folder(folder)


@pytest.mark.parametrize(
    "values",
    [
        {"kind": "pickle"},
        {"kind": ["onnx"]},
        {"licence": None},
        {"licence": " "},
        {"sha256": None},
        {"sha256": ["x"]},
        {"sha256": {"../secret": "00", "tagger.onnx": "00", "tokenizer.json": "00", "tags.json": "00"}},
        {"sha256": {"tagger.onnx": "00"}},
        {"max_length": 0},
        {"max_length": 1e999},
        {"labels": "many"},
        {"thresholds": {"keep_bias": 2}},
        {"thresholds": [1]},
    ],
)
def test_values_without_sense_are_refused(folder: Path, values: dict[str, Any]) -> None:
    change(folder, **values)
    with pytest.raises(EngineError, match=r"meta\.json"):
        read_folder(folder)


@pytest.mark.parametrize("text", [b"", b"[]", b"{", b"\xff", b"[" * 100_000, b" " * 2_000_000])
def test_a_broken_heading_is_refused(folder: Path, text: bytes) -> None:
    (folder / "meta.json").write_bytes(text)
    with pytest.raises(EngineError, match=r"meta\.json"):
        read_folder(folder)


def test_no_folder_is_refused(tmp_path: Path) -> None:
    with pytest.raises(EngineError, match=r"docs/model-backend\.md"):
        read_folder(tmp_path / "nowhere")
