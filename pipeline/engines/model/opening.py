"""The backend that a configuration names. Each is imported only where it is used."""

from __future__ import annotations

from pipeline.engines.model.config import ModelConfig
from pipeline.engines.model.folder import read_folder
from pipeline.engines.model.protocol import Backend


def open_backend(config: ModelConfig) -> Backend:
    """Opens it; an endpoint is not asked yet.

    Raises:
        EngineError: the folder is broken, or its packages are not installed.
    """
    if config.directory is None:
        from pipeline.engines.model.openai import OpenAiBackend

        return OpenAiBackend(config)
    folder = read_folder(config.directory)
    if folder.kind == "onnx":
        from pipeline.engines.model.tagger import TaggerBackend

        return TaggerBackend(folder)
    from pipeline.engines.model.ctranslate import CTranslate2Backend

    return CTranslate2Backend(folder)
