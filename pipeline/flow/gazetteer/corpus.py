"""The person-name corpus inside the package rigour: the forms of one name in all scripts (facts: Wikidata, CC0)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import suppress
from importlib.util import find_spec
from pathlib import Path

_FRAME = b"\x28\xb5\x2f\xfd"
_LINE = re.compile(r"(.+) => (Q\d+)")


def name_groups() -> Iterator[tuple[str, ...]]:
    """The lower-case forms, in all scripts, of each name item.

    Raises:
        RuntimeError: rigour is not installed, or keeps its corpus in another way than version 2.6.
    """
    found = 0
    for line in _corpus().splitlines():
        match = _LINE.fullmatch(line)
        if match is not None:
            found += 1
            yield tuple(form.strip() for form in match[1].split(",") if form.strip())
    if found < 100_000:
        raise RuntimeError(f"rigour's corpus of names has only {found} groups: was it packed in another way?")


def _corpus() -> str:
    """The largest zstd frame of the compiled core."""
    spec = find_spec("rigour")
    if spec is None or spec.origin is None:
        raise RuntimeError("rigour is not installed: pip install '.[gazetteer]'")
    import zstandard

    packed = next(Path(spec.origin).parent.glob("_core*")).read_bytes()
    frames = [b""]
    at = packed.find(_FRAME)
    while at >= 0:
        with suppress(zstandard.ZstdError):  # four bytes of code that look like a frame
            frames.append(zstandard.ZstdDecompressor().decompressobj().decompress(packed[at:]))
        at = packed.find(_FRAME, at + 4)
    return max(frames, key=len).decode("utf-8")
