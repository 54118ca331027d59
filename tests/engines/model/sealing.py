"""`meta.json` of a model's folder."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any


def seal(folder: Path, meta: dict[str, Any]) -> None:
    """Writes `meta.json` with the digests of all other files."""
    files = sorted(path for path in folder.iterdir() if path.name != "meta.json")
    sums = {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in files}
    (folder / "meta.json").write_text(json.dumps({**meta, "sha256": sums}), encoding="utf-8")
