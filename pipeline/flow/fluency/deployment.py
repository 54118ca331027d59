"""A deployment's training: its settings, its store and its files, put together. Light to import."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pipeline.flow.fluency.train import Trained
    from pipeline.flow.workplace import Workplace
    from pipeline.fluency.model import Note
    from pipeline.settings import Settings

Step = Callable[[str, int, int], None]


def train_deployed(
    settings: Settings | None = None,
    *,
    files: Sequence[Path] = (),
    least_words: int | None = None,
    step: Step = lambda *_: None,
) -> Trained:
    """Trains on what the store holds and on the files. Raises as `train` does, and StoreError."""
    from pipeline.flow.fluency.gates import Gates
    from pipeline.flow.fluency.train import train
    from pipeline.settings import load

    found = settings or load()
    gates = Gates() if least_words is None else Gates(least_words)
    day = datetime.now(UTC).date().isoformat()
    return train(found.fluency, _texts(found, files), day, gates=gates, step=step)


def train_task() -> dict[str, float]:
    """One training for the DAG; gives the figures of the model in use."""
    trained = train_deployed()
    print(f"published as {trained.published}" if trained.published else "nothing new to learn from")
    return figures(trained)


def figures(trained: Trained) -> dict[str, float]:
    """Figures for a log."""
    note = trained.note
    return {"words": note.words, "perplexity": note.perplexity, "order_kept": note.order_kept}


def _texts(settings: Settings, files: Sequence[Path]) -> Iterator[str]:
    from pipeline.flow.fluency.texts import accepted_texts
    from pipeline.flow.workplace import workplace

    yield from _of_files(files)
    with workplace(settings) as place:
        if not files or _has_store(place):
            yield from accepted_texts(place)


def _has_store(place: Workplace) -> bool:
    """A file of text can be learned from before there is a store; without files, its absence is an error."""
    from pipeline.model.errors import StoreError

    try:
        place.store.check()
    except StoreError:
        return False
    return True


def build_from(files: Sequence[Path], out: Path, day: str, pieces: int, step: Step = lambda *_: None) -> Note:
    """A model from files alone. Raises: FluencyError: a package is missing, or the text is too short."""
    from pipeline.fluency.build import build
    from pipeline.fluency.lines import lines_of

    out.mkdir(parents=True, exist_ok=True)
    return build(out, list(lines_of(_of_files(files))), day, pieces, step)


@dataclass(frozen=True, slots=True)
class Status:
    """In words for a person."""

    text: str
    is_in_use: bool


def status_deployed(settings: Settings | None = None) -> Status:
    """Which model the guard asks now, and if none, why."""
    from pipeline.flow.fluency.files import current
    from pipeline.fluency.installed import HINT, missing
    from pipeline.fluency.model import load as load_model
    from pipeline.model.errors import FluencyError
    from pipeline.settings import load

    folder = (settings or load()).fluency
    if gone := missing():
        return Status(f"not installed: {', '.join(gone)}. {HINT}", False)
    try:
        path = current(folder)
        if path is None:
            return Status("no model is in use. Train one: newsmend fluency train", False)
        note = load_model(path).note
    except FluencyError as error:
        return Status(f"broken, and not used: {error}", False)
    figures = f"{note.words:,} words, perplexity {note.perplexity:.0f}, {note.order_kept:.0%} in order"
    return Status(f"{note.id}: {figures}\nbefore it: {note.before or 'none'}", True)


def _of_files(files: Sequence[Path]) -> Iterator[str]:
    for path in files:
        with path.open(encoding="utf-8") as stream:
            yield from stream
