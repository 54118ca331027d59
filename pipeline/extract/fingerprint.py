"""What texts depend on: the same fingerprint, the same text from the same page."""

from __future__ import annotations

import hashlib
from functools import lru_cache
from pathlib import Path


@lru_cache(maxsize=1)
def extractor_fingerprint() -> str:
    """16 hexadecimal digits over the code and the data of extraction and of the text's normal form."""
    here = Path(__file__).parent
    files = sorted(path for folder in (here, here.parent / "text") for path in folder.rglob("*") if _counts(path))
    digest = hashlib.sha256()
    for path in files:
        digest.update(f"{path.relative_to(here.parent).as_posix()}\n".encode())
        digest.update(hashlib.sha256(path.read_bytes().replace(b"\r\n", b"\n")).digest())
    return digest.hexdigest()[:16]


def _counts(path: Path) -> bool:
    return path.is_file() and path.suffix in {".py", ".json", ".toml", ".tsv", ".txt"}
