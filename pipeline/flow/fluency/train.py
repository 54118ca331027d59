"""Trains a deployment's fluency model: gather, pass the gates, publish. What fails leaves the one in use."""

from __future__ import annotations

import shutil
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from pipeline.flow.fluency.files import current, locked, new_folder, publish
from pipeline.flow.fluency.gates import Gates
from pipeline.fluency.build import Step, build
from pipeline.fluency.installed import must_be_installed
from pipeline.fluency.lines import lines_of
from pipeline.fluency.model import NgramModel, Note, aside_of, load
from pipeline.fluency.tokens import PIECES
from pipeline.model.digest import digest
from pipeline.model.errors import FluencyError

MOST_WORDS = 20_000_000  # what a machine of 4 GB counts


@dataclass(frozen=True, slots=True)
class Trained:
    """What came of it; `published` is None where the same lines were learned already."""

    note: Note
    published: Path | None


def train(
    folder: Path, texts: Iterable[str], day: str, *, gates: Gates | None = None, pieces: int = PIECES,
    step: Step = lambda *_: None,
) -> Trained:  # fmt: skip
    """Trains on the texts and puts the model in use.

    Raises:
        FluencyError: a package is missing, a gate refused the text or the model, or another training is at it.
    """
    must_be_installed()
    rules = gates or Gates()
    with locked(folder):
        lines = _as_many_as_fit(lines_of(texts))
        present = _present(folder)
        if present is not None and present.note.inputs == digest(*lines):
            return Trained(present.note, None)
        rules.before(sum(len(line.split()) for line in lines), None if present is None else present.note)
        version = new_folder(folder)
        try:
            note = build(version, lines, day, pieces, step)
            rules.after(version, load(version), present, [] if present is None else aside_of(present.folder))
            publish(folder, version)
        except BaseException:
            shutil.rmtree(version, ignore_errors=True)
            raise
        return Trained(note, version)


def _present(folder: Path) -> NgramModel | None:
    """The model in use; a broken one is no measure, and the new one takes its place."""
    try:
        path = current(folder)
        return None if path is None else load(path)
    except FluencyError:
        return None


def _as_many_as_fit(lines: Iterable[str]) -> Sequence[str]:
    kept, words = [], 0
    for line in lines:
        words += len(line.split())
        if words > MOST_WORDS:
            break
        kept.append(line)
    return kept
