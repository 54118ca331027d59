"""Putting questions to the model of this process: cache first, within the budget, with a circuit breaker."""

from __future__ import annotations

import logging
import threading
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial

from pipeline.engines.model.config import ModelConfig
from pipeline.engines.model.opening import open_backend
from pipeline.engines.model.outage import Outage
from pipeline.engines.model.protocol import Backend, Question
from pipeline.flow.model_cache import AnswerCache, Said, key_of
from pipeline.model.document import Document
from pipeline.model.errors import EngineError

log = logging.getLogger(__name__)


class Asker:
    """One for a process and a configuration. A failure gives no answer; each place is warned of once."""

    def __init__(self, config: ModelConfig, cache: AnswerCache) -> None:
        self._config, self._cache = config, cache
        self._lock = threading.RLock()
        self._backend: Backend | None = None
        self._broken = False
        self._warned: set[str] = set()
        self._articles: set[str] = set()
        self._outage = Outage()

    @property
    def id(self) -> str:
        """What names the model; "" where it could not be opened."""
        backend = self._opened()
        return backend.id if backend is not None else ""

    def ask(self, document: Document, questions: Sequence[Question]) -> list[Said | None]:
        """The answers in the order of the questions; None where there is none."""
        backend = self._opened()
        if backend is None:
            return [None for _ in questions]
        keys = [key_of(backend.id, question) for question in questions]
        replies = [self._cache.get(key, question) for key, question in zip(keys, questions, strict=True)]
        missing = [index for index, said in enumerate(replies) if said is None]
        if not missing or not self._may_ask(document):
            return replies
        one = partial(self._ask_one, backend)
        with ThreadPoolExecutor(min(backend.concurrency, len(missing))) as pool:
            found = pool.map(one, [keys[i] for i in missing], [questions[i] for i in missing])
            for index, said in zip(missing, found, strict=True):
                replies[index] = said
        return replies

    def _ask_one(self, backend: Backend, key: str, question: Question) -> Said | None:
        if not self._outage.may_ask():
            return None
        try:
            said = Said(backend.answer(question))
        except Exception as error:  # a fault of a model, or of ours, must not cost the article
            self._outage.failed()
            self._warn(error)
            return None
        self._outage.succeeded()
        self._keep(key, said)
        return said

    def _keep(self, key: str, said: Said) -> None:
        try:
            self._cache.put(key, said)
        except OSError as error:
            what = f"its answers cannot be kept: {error.strerror or error}"
            self._warn(EngineError(what, where=str(self._cache.folder), hint="They are asked for again."))

    def _opened(self) -> Backend | None:
        with self._lock:
            if self._backend is None and not self._broken:
                try:
                    self._backend = open_backend(self._config)
                except Exception as error:  # as below
                    self._broken = True
                    self._warn(error)
            return self._backend

    def _may_ask(self, document: Document) -> bool:
        """Whether the budget of articles has room; a title and its body are one."""
        if not self._config.articles:
            return True
        article = document.url or document.text_sha
        with self._lock:
            if article not in self._articles and len(self._articles) >= self._config.articles:
                return False
            self._articles.add(article)
        return True

    def _warn(self, error: Exception) -> None:
        """Once for each place that fails, however many texts it meets."""
        where = error.where if isinstance(error, EngineError) else type(error).__name__
        with self._lock:
            first = where not in self._warned
            self._warned.add(where)
        if first:
            log.warning("The model backend is left out where it fails, and texts are mended without it. %s", error)
