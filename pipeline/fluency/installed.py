"""Whether the parts are there that only the extra `fluency` brings."""

from __future__ import annotations

from importlib.util import find_spec

from pipeline.model.errors import FluencyError

NEEDED = ("sentencepiece", "kenlm", "numpy")
HINT = "pip install 'newsmend[fluency]' (kenlm is compiled at install: it needs a C++ compiler and CMake)"


def missing() -> tuple[str, ...]:
    """The packages that are not installed."""
    return tuple(name for name in NEEDED if find_spec(name) is None)


def must_be_installed() -> None:
    """Raises: FluencyError, with the command, where a package is missing."""
    if gone := missing():
        raise FluencyError(f"not installed: {', '.join(gone)}", where="the fluency model", hint=HINT)
