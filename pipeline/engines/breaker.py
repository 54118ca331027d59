"""An engine behind a circuit breaker: one that is down is left alone for a while, and said so once."""

from __future__ import annotations

import logging
from collections.abc import Sequence

from pipeline.engines.model.outage import Outage
from pipeline.engines.protocol import Alarm, Engine
from pipeline.model.errors import EngineError

log = logging.getLogger(__name__)


class Breaker:
    """The same engine, but three failures in a row open the circuit for a minute, then one text tries it again.

    Whatever an engine raises or answers that makes no sense is an EngineError; the first of a process is logged.
    """

    def __init__(self, engine: Engine, outage: Outage | None = None) -> None:
        self._engine, self._outage = engine, outage or Outage()
        self._warned = False
        self.id = engine.id

    @property
    def version(self) -> str:
        """Of the engine; it may have to be asked.

        Raises:
            EngineError: it does not answer.
        """
        return self._engine.version

    def check(self, texts: Sequence[str]) -> list[tuple[Alarm, ...]]:
        """What the engine says.

        Raises:
            EngineError: it failed now, or before, and its rest is not over.
        """
        if not self._outage.may_ask():
            raise EngineError("it failed three times in a row and is left alone for a while", where=self.id)
        try:
            answers = self._engine.check(texts)
            _must_fit(self.id, texts, answers)
        except Exception as error:
            raise self._failed(error) from error
        self._outage.succeeded()
        return answers

    def _failed(self, error: Exception) -> EngineError:
        self._outage.failed()
        known = error
        if not isinstance(known, EngineError):
            known = EngineError(f"{type(error).__name__}: {error}", where=self.id, hint="Report this text.")
        if not self._warned:
            self._warned = True
            log.warning("the engine %s is left out where it fails, and the others go on. %s", self.id, known)
        return known


def _must_fit(name: str, texts: Sequence[str], answers: Sequence[Sequence[Alarm]]) -> None:
    if len(answers) != len(texts):
        raise EngineError(f"{len(answers)} answers to {len(texts)} texts", where=name)
    for text, alarms in zip(texts, answers, strict=True):
        for alarm in alarms:
            if not 0 <= alarm.start < alarm.end <= len(text):
                where = f"{name}, {alarm.rule}"
                raise EngineError(f"an alarm at {alarm.start} to {alarm.end} of {len(text)}", where=where)
