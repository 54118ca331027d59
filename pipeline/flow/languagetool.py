"""The use cases around LanguageTool's server: install it, say how things stand."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from pipeline.engines.languagetool.client import LanguageTool
from pipeline.engines.languagetool.install import VERSION, Installed, find, java_version
from pipeline.engines.languagetool.install import install as fetch
from pipeline.model.errors import EngineError
from pipeline.settings import load


@dataclass(frozen=True, slots=True)
class Status:
    """How LanguageTool stands here."""

    wanted: str  # the version of our list
    home: Path | None  # where it is installed
    java: str | None
    url: str  # the server that is asked; "" for none
    server: str  # what that server says it is
    problem: str  # why it does not answer; "" where it does, or where none is to be asked


def default_folder() -> Path:
    """Where it is installed unless somebody says otherwise."""
    return load().home / "languagetool"


def install(folder: Path | None, *, force: bool, note: Callable[[str], None]) -> Installed:
    """LanguageTool from Maven Central into a folder; `note` hears the name of each file that is fetched.

    Raises:
        EngineError: Java, Maven or room is missing, or Maven fails.
    """
    return fetch(folder.absolute() if folder is not None else default_folder(), force=force, note=note)


def status(folder: Path | None = None) -> Status:
    """How things stand, the server's answer included.

    Raises:
        UsageError: the configured address is none.
    """
    url = load().languagetool_url
    server = problem = ""
    if url:
        engine = LanguageTool(url)
        try:
            server = engine.version
        except EngineError as error:
            problem = str(error)
        finally:
            engine.close()
    return Status(VERSION, find(folder or default_folder()), java_version(), url, server, problem)
