"""Asking the configured model on purpose: whether it answers, and what it makes of one sentence."""

from __future__ import annotations

import time
from dataclasses import dataclass

from pipeline.engines.model.config import ModelConfig
from pipeline.engines.model.opening import open_backend
from pipeline.engines.model.prompt import fits
from pipeline.engines.model.protocol import Rewriting
from pipeline.flow.model_advice import Asked, advised
from pipeline.flow.model_backend import CACHE
from pipeline.flow.model_cache import AnswerCache, Said
from pipeline.model.document import Document
from pipeline.model.errors import UsageError
from pipeline.model.proposal import Proposal
from pipeline.settings import Settings

SAMPLE = "The minister gave informations to the press on Monday."
OFF = "Set NEWSMEND_MODEL_URL and NEWSMEND_MODEL_NAME, or NEWSMEND_MODEL_DIR: docs/model-backend.md."


@dataclass(frozen=True, slots=True)
class Tried:
    """`answer` is None where the model keeps the sentence; `proposals` are what limits and guard leave of it."""

    model: str
    answer: str | None
    proposals: tuple[Proposal, ...]
    seconds: float


def try_sentence(settings: Settings, sentence: str = SAMPLE) -> Tried:
    """What the model makes of a sentence. Nothing is cached, so that the model itself answers.

    Raises:
        UsageError: no model is configured, or the sentence is too long or holds hidden characters.
        EngineError: the model cannot be opened, or does not answer.
    """
    question = Rewriting(sentence, (sentence,), ("asked for by hand",))
    if not sentence or not fits(question):
        raise UsageError("it is empty, too long, or holds hidden characters", where="the sentence", hint="Shorten it.")
    backend = open_backend(configured(settings))
    began = time.monotonic()
    answer = backend.answer(question)
    seconds = time.monotonic() - began
    found = advised(Document("", sentence), [], [], [(Asked(question, 0, ()), Said(answer))], backend.id)
    return Tried(backend.id, answer, tuple(found), seconds)


def configured(settings: Settings) -> ModelConfig:
    """Raises: UsageError where no model is configured."""
    if settings.model is None:
        raise UsageError("the model backend is off", hint=OFF)
    return settings.model


def kept_answers(settings: Settings) -> int:
    """How many answers are kept."""
    return AnswerCache(settings.home / CACHE).count()
