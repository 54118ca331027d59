"""From lines to a model on disk. The same lines give the same files."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from pipeline.fluency.arpa import PRUNE, train_ngrams
from pipeline.fluency.lines import is_held_aside
from pipeline.fluency.model import ASIDE, NGRAMS, NOTE, Note, load, save, sha_of
from pipeline.fluency.tokens import PIECES as PIECE_COUNT
from pipeline.fluency.tokens import train
from pipeline.model.digest import digest

MOST_TO_CUT = 150_000  # lines that teach the pieces; evenly taken, more would only take longer

Step = Callable[[str, int, int], None]


def build(
    folder: Path, lines: Sequence[str], day: str, pieces: int = PIECE_COUNT, step: Step = lambda *_: None,
    prune: Sequence[int] = PRUNE,
) -> Note:  # fmt: skip
    """Trains on the lines that are not held aside, writes the model into the folder, and measures it on the rest.

    Raises:
        FluencyError: a package is missing, or the lines are too few.
    """
    taught = [line for line in lines if not is_held_aside(line)]
    step("learning the pieces", 0, 3)
    stride = -(-len(taught) // MOST_TO_CUT) or 1
    tokenizer = train(taught[::stride], pieces)
    step("counting", 1, 3)
    with (folder / NGRAMS).open("w", encoding="ascii") as sink:
        sink.writelines(train_ngrams((tokenizer.encode(line) for line in taught), prune))
    step("measuring", 2, 3)
    save(folder, tokenizer, _note(folder, lines, tokenizer.raw, day))
    return measure(folder, lines)


def measure(folder: Path, lines: Sequence[str]) -> Note:
    """Puts what the model says of the held-aside lines into its note."""
    from dataclasses import replace

    model = load(folder)
    aside = [line for line in lines if is_held_aside(line)]
    (folder / ASIDE).write_text("".join(f"{line}\n" for line in aside), encoding="utf-8")
    note = replace(model.note, perplexity=round(model.perplexity(aside), 3) if aside else 0.0)
    swapped = [(line, other) for line in aside if (other := swap(line)) != line]
    kept = sum(model.gain(line, other) < 0 for line, other in swapped)
    note = replace(note, order_kept=round(kept / len(swapped), 4) if swapped else 0.0)
    (folder / NOTE).write_text(note.to_json(), encoding="utf-8")
    return note


def swap(line: str) -> str:
    """The line with two neighbouring words in its middle swapped: what a model must like less."""
    words = line.split(" ")
    middle = len(words) // 2
    words[middle - 1 : middle + 1] = words[middle - 1 : middle + 1][::-1]
    return " ".join(words)


def _note(folder: Path, lines: Sequence[str], pieces: bytes, day: str) -> Note:
    from hashlib import sha256

    words = sum(len(line.split()) for line in lines)
    return Note(day, words, len(lines), digest(*lines), sha256(pieces).hexdigest(), sha_of(folder / NGRAMS))
