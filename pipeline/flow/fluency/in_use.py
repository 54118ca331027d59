"""The guard's witnesses: the fluency model and Link Grammar, where a deployment has them. Neither can fail a text."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.flow.fluency.files import CURRENT, current
from pipeline.fluency.model import load
from pipeline.model.errors import FluencyError
from pipeline.repair.fluency import Fluency, Syntax

if TYPE_CHECKING:
    from pipeline.settings import Settings

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Witnesses:
    """What the guard may ask. `said` names them for the run, and is "" where there are none."""

    fluency: Fluency | None = None
    syntax: Syntax | None = None

    @property
    def said(self) -> str:
        return "; ".join(one.id for one in (self.fluency, self.syntax) if one is not None)


NOBODY = Witnesses()


def witnesses(settings: Settings) -> Witnesses:
    """Those that are there; the same ones for the whole process until another model is put in use."""
    return Witnesses(fluency_in_use(settings), syntax_in_use(settings))


def fluency_in_use(settings: Settings) -> Fluency | None:
    """The model in use; None where there is none, and, with one warning, where it cannot be loaded."""
    path = settings.fluency / CURRENT
    try:
        changed = path.stat().st_mtime_ns
    except OSError:
        return None
    return _model(settings.fluency, changed)


def syntax_in_use(settings: Settings) -> Syntax | None:
    """Link Grammar where NEWSMEND_LINK_GRAMMAR=1; None, with one warning, where it is not installed."""
    return _link_grammar() if settings.link_grammar else None


@lru_cache(maxsize=2)
def _model(folder: Path, _changed: int) -> Fluency | None:
    try:
        path = current(folder)
        return None if path is None else load(path)
    except FluencyError as error:
        log.warning("Texts are mended without the fluency model. %s", error)
        return None


@lru_cache(maxsize=1)
def _link_grammar() -> Syntax | None:
    from pipeline.fluency.link_grammar import LinkGrammar

    try:
        return LinkGrammar()
    except FluencyError as error:
        log.warning("Texts are mended without Link Grammar. %s", error)
        return None
