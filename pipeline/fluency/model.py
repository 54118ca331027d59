"""A trained model on disk and in memory: which of two wordings reads better."""

from __future__ import annotations

import json
import math
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from pipeline.fluency.installed import must_be_installed
from pipeline.fluency.tokens import LONGEST, Tokenizer
from pipeline.model.digest import digest
from pipeline.model.errors import FluencyError

NOTE, PIECES, NGRAMS, ASIDE = "model.json", "pieces.model", "ngrams.arpa", "aside.txt"
_KEPT = 4096  # sentences whose score is remembered: one is asked about once for every edit in it


@dataclass(frozen=True, slots=True)
class Note:
    """What is known of a model. `inputs` names the lines it learned from, `day` is ISO, `perplexity` is a word's."""

    day: str
    words: int
    lines: int
    inputs: str
    pieces_sha: str
    ngrams_sha: str
    perplexity: float = 0.0
    order_kept: float = 0.0  # the share of held-aside lines that it prefers to themselves with two words swapped
    before: str | None = None  # the version that it replaced

    @property
    def id(self) -> str:
        """Names the model by its day and content: "fluency 2026-11-24 3f2a91c0"."""
        return f"fluency {self.day} {digest(self.pieces_sha, self.ngrams_sha)[:8]}"

    def to_json(self) -> str:
        return json.dumps(asdict(self), indent=1) + "\n"


class NgramModel:
    """Implements the guard's `Fluency`: SentencePiece pieces, a KenLM model over their numbers."""

    def __init__(self, folder: Path, note: Note, tokenizer: Tokenizer, ngrams: Any) -> None:
        self.folder, self.note, self._tokenizer, self._ngrams = folder, note, tokenizer, ngrams
        self._of_piece = lru_cache(maxsize=None)(self._unigram)  # as many as there are pieces
        self._remembered = lru_cache(maxsize=_KEPT)(self._score)

    @property
    def id(self) -> str:
        return self.note.id

    def gain(self, before: str, after: str) -> float:
        """The difference of the log10 probabilities: below 0 where `after` reads worse.

        A longer sentence is less likely whatever it says, so what added words cost by themselves is given back.
        """
        gain = self.score(after) - self.score(before)
        if len(after.split()) <= len(before.split()):
            return gain
        return gain + max(0.0, self._alone(before) - self._alone(after))

    def score(self, text: str) -> float:
        """The log10 probability of the text as a sentence; what is longer than 2,000 characters is not read."""
        return self._remembered(text[:LONGEST])

    def _alone(self, text: str) -> float:
        """The log10 probability of the pieces, each by itself."""
        return sum(self._of_piece(number) for number in self._tokenizer.encode(text[:LONGEST]))

    def _unigram(self, number: int) -> float:
        return float(self._ngrams.score(str(number), bos=False, eos=False))

    def perplexity(self, lines: Sequence[str]) -> float:
        """Per word, not per piece, so that models with different pieces compare; infinite without words."""
        words = sum(len(line.split()) for line in lines)
        if not words:
            return math.inf
        return float(10 ** min(300.0, -sum(self.score(line) for line in lines) / words))

    def _score(self, text: str) -> float:
        return float(self._ngrams.score(" ".join(map(str, self._tokenizer.encode(text))), bos=True, eos=True))


def save(folder: Path, tokenizer: Tokenizer, note: Note) -> None:
    """Writes what `load` reads beside the n-grams, which are there already."""
    (folder / PIECES).write_bytes(tokenizer.raw)
    (folder / NOTE).write_text(note.to_json(), encoding="utf-8")


def read_note(folder: Path) -> Note:
    """Raises: FluencyError: the note is missing or not one."""
    try:
        raw = json.loads((folder / NOTE).read_text(encoding="utf-8"))
        note = Note(**raw)
        if not (isinstance(note.day, str) and isinstance(note.perplexity, float) and isinstance(note.words, int)):
            raise TypeError("a field has a wrong type")
    except (OSError, ValueError, TypeError) as error:
        raise _broken(folder, f"{NOTE} cannot be read: {error}") from error
    return note


def load(folder: Path) -> NgramModel:
    """The model of a folder.

    Raises:
        FluencyError: a package is missing, or a file is, or is not what was written.
    """
    must_be_installed()
    import kenlm

    note = read_note(folder)
    for name, sha in ((PIECES, note.pieces_sha), (NGRAMS, note.ngrams_sha)):
        if sha_of(folder / name) != sha:
            raise _broken(folder, f"{name} is not what was written")
    config = kenlm.Config()
    config.show_progress, config.arpa_complain = False, kenlm.ARPALoadComplain.NONE
    try:
        ngrams = kenlm.Model(str(folder / NGRAMS), config)
    except (OSError, RuntimeError) as error:
        raise _broken(folder, f"{NGRAMS} cannot be read: {' '.join(str(error).split())[:200]}") from error
    return NgramModel(folder, note, Tokenizer((folder / PIECES).read_bytes()), ngrams)


def aside_of(folder: Path) -> list[str]:
    """The lines that were held aside when the model was trained; none where they were not kept."""
    try:
        return (folder / ASIDE).read_text(encoding="utf-8").split("\n")[:-1]
    except (OSError, UnicodeError):
        return []


def sha_of(path: Path) -> str:
    """Raises: FluencyError: the file is not there."""
    from hashlib import file_digest

    try:
        with path.open("rb") as stream:
            return file_digest(stream, "sha256").hexdigest()
    except OSError as error:
        raise _broken(path.parent, f"{path.name} cannot be read: {error.strerror}") from error


def _broken(folder: Path, what: str) -> FluencyError:
    return FluencyError(what, where=str(folder), hint="Go back with `newsmend fluency revert`, or train again.")
