"""A folder with a model: `meta.json` says what it is, and proves every file before one is loaded."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from pipeline.model.digest import digest
from pipeline.model.errors import EngineError

META, LARGEST_META = "meta.json", 1_000_000
HINT = 'It needs {"kind": "ctranslate2" or "onnx", "licence": "...", "sha256": {FILE: HEX}}: docs/model-backend.md.'
NEEDED = {
    "ctranslate2": ("model.bin", "config.json", "spiece.model"),
    "onnx": ("tagger.onnx", "tokenizer.json", "tags.json"),
}


@dataclass(frozen=True, slots=True)
class Folder:
    """A checked folder. `max_length` is in tokens of the model; `thresholds` are probabilities by name."""

    path: Path
    kind: str
    licence: str
    sha256: Mapping[str, str]
    max_length: int = 256
    labels: int = 0
    thresholds: Mapping[str, float] = field(default_factory=dict)
    prefix: str = ""
    end: str = "</s>"

    @property
    def id(self) -> str:
        """The same bytes give the same id, wherever they lie."""
        settings = (self.max_length, sorted(self.thresholds.items()), self.prefix, self.end)
        return f"{self.kind}:{digest(sorted(self.sha256.items()), *settings)[:12]}"


def read_folder(path: Path) -> Folder:
    """The folder, every file of it compared with its digest.

    Raises:
        EngineError: a file is missing, changed or not listed, or `meta.json` makes no sense.
    """
    folder = _parsed(path, _meta(path))
    for name in NEEDED[folder.kind]:
        if name not in folder.sha256:
            raise EngineError(f"{META} gives no sha256 of {name}", where=str(path), hint=HINT)
    for name, wanted in sorted(folder.sha256.items()):
        if _sha256(path, name) != wanted:
            raise EngineError(f"{name} is not the file that {META} names", where=str(path), hint="Fetch it again.")
    return folder


def read_json(path: Path) -> Any:
    """What a JSON file holds.

    Raises:
        EngineError: it is missing, too large or no JSON.
    """
    try:
        with path.open("rb") as stream:
            data = stream.read(LARGEST_META + 1)
        if len(data) > LARGEST_META:
            raise ValueError(f"it is over {LARGEST_META:,} bytes")
        return json.loads(data.decode("utf-8"))
    except (OSError, ValueError, RecursionError) as error:
        raise EngineError(f"{path.name} cannot be read: {error}", where=str(path.parent), hint=HINT) from error


def _meta(path: Path) -> dict[str, Any]:
    meta = read_json(path / META)
    if not isinstance(meta, dict):
        raise EngineError(f"{META} is no JSON object", where=str(path), hint=HINT)
    return meta


def _parsed(path: Path, meta: dict[str, Any]) -> Folder:
    try:
        kind, licence, sums = meta["kind"], meta["licence"], meta["sha256"]
        folder = Folder(
            path,
            str(kind),
            str(licence).strip(),
            {str(name): str(value).lower() for name, value in sums.items()},
            max_length=int(meta.get("max_length", 256)),
            labels=int(meta.get("labels", 0)),
            thresholds={str(name): float(value) for name, value in meta.get("thresholds", {}).items()},
            prefix=str(meta.get("prefix", "")),
            end=str(meta.get("end", "</s>")),
        )
    except (KeyError, TypeError, ValueError, AttributeError, OverflowError) as error:
        raise EngineError(f"{META}: {type(error).__name__} {error}", where=str(path), hint=HINT) from error
    plain = all(name and name == Path(name).name and name not in (".", "..") for name in folder.sha256)
    if folder.kind not in NEEDED or not folder.licence or not plain or not 0 < folder.max_length <= 4096:
        raise EngineError(f"{META}: a value makes no sense", where=str(path), hint=HINT)
    if not all(0 <= value <= 1 for value in folder.thresholds.values()):
        raise EngineError(f"{META}: thresholds are probabilities, 0 to 1", where=str(path), hint=HINT)
    return folder


def _sha256(path: Path, name: str) -> str:
    try:
        with (path / name).open("rb") as stream:
            return hashlib.file_digest(stream, "sha256").hexdigest()
    except OSError as error:
        raise EngineError(f"{name} cannot be read: {error.strerror}", where=str(path), hint=HINT) from error
