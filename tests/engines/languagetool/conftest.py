"""The real server, and servers that fail in every way."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import NoReturn

import pytest

from pipeline.engines.languagetool.install import find
from tests.engines.languagetool.server import Server

ROOT = Path(__file__).resolve().parents[3]
HEAP = "-Xmx700m -XX:TieredStopAtLevel=1"  # a small heap, and a quick start rather than a quick run


def missing(what: str) -> NoReturn:
    """CI tests the real LanguageTool always, other machines where it is installed."""
    if os.environ.get("CI"):
        pytest.fail(f"CI tests the real LanguageTool: {what}")
    pytest.skip(what)


@pytest.fixture(scope="session")
def library() -> ModuleType:
    """language-tool-python. Its first import takes a second, which is no fault of a server's."""
    try:
        import language_tool_python
    except ImportError:
        missing("language-tool-python is not installed: pip install -e '.[languagetool]'")
    return language_tool_python


@pytest.fixture(scope="session")
def languagetool(library: ModuleType) -> Iterator[str]:
    """The address of a real LanguageTool, started and stopped by language-tool-python."""
    folder = Path(os.environ.get("LTP_PATH") or ROOT / "var" / "languagetool")
    if find(folder) is None:
        missing(f"no LanguageTool in {folder}: newsmend languagetool install")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("LTP_PATH", str(folder))
        patch.setenv("JAVA_TOOL_OPTIONS", HEAP)
        with library.LanguageTool("en-US", host="127.0.0.1") as tool:
            yield tool.url


@pytest.fixture
def server() -> Iterator[Server]:
    with Server() as started:
        yield started
