"""A server that speaks the protocol, and settings that name it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from pipeline.flow import model_backend
from pipeline.settings import Settings, load
from tests.engines.model.server import ModelServer, model_server

Configured = Callable[..., Settings]


@pytest.fixture
def server() -> Iterator[ModelServer]:
    with model_server() as running:
        yield running


@pytest.fixture
def settings(server: ModelServer, tmp_path: Path) -> Configured:
    """Settings of a home of its own, with the server as model."""

    def made(**values: str) -> Settings:
        names = {"URL": server.url, "NAME": "tiny", "TIMEOUT": "5", **values}
        return load({"NEWSMEND_HOME": str(tmp_path)} | {f"NEWSMEND_MODEL_{name}": text for name, text in names.items()})

    model_backend._asker.cache_clear()
    return made
