"""Text in pieces: SentencePiece's unigram model. Numbers of pieces stand for them, so that no text can break a file."""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Sequence
from typing import Any

from pipeline.fluency.installed import must_be_installed
from pipeline.model.errors import FluencyError
from pipeline.text.normalise import normalise

PIECES = 8_000
LONGEST = 2_000  # code points of one line
_MARKS = str.maketrans("‘’‚“”„«»‐‑–—", '\'\'\'"""""----')
_SPACE = re.compile(r"\s+")


def plain(text: str) -> str:
    """One line: the spelling of marks and spaces that differs between houses is made one. Idempotent."""
    return _SPACE.sub(" ", normalise(text).translate(_MARKS)).replace("▁", "_").strip()


class Tokenizer:
    """A trained model; `raw` is its file."""

    def __init__(self, raw: bytes) -> None:
        """Raises: FluencyError: `raw` is no SentencePiece model, or the package is missing."""
        must_be_installed()
        from sentencepiece import SentencePieceProcessor

        self.raw = raw
        self._model: Any = SentencePieceProcessor()
        try:
            self._model.LoadFromSerializedProto(raw)
            self.size = int(self._model.GetPieceSize())
        except RuntimeError as error:
            hint = "Train again, or go back: newsmend fluency revert"
            raise FluencyError("the pieces are broken", where="fluency model", hint=hint) from error

    def encode(self, text: str) -> list[int]:
        """The numbers of the pieces of `plain(text)`; 0 is whatever it never saw."""
        return list(self._model.EncodeAsIds(plain(text)))

    def decode(self, numbers: Sequence[int]) -> str:
        """The text of pieces: `plain(text)` of what was encoded, where every character is known."""
        return str(self._model.DecodeIds(list(numbers)))


def train(lines: Iterable[str], pieces: int = PIECES) -> Tokenizer:
    """Trains on `plain` lines: one thread, the lines in their order, so that the same lines give the same bytes.

    Raises:
        FluencyError: a package is missing, or the lines are too few to learn from.
    """
    must_be_installed()
    import sentencepiece

    sink = io.BytesIO()
    try:
        sentencepiece.SentencePieceTrainer.Train(
            sentence_iterator=iter(lines), model_writer=sink, model_type="unigram", vocab_size=pieces,
            hard_vocab_limit=False, character_coverage=0.9999, normalization_rule_name="identity", num_threads=1,
            max_sentence_length=4 * LONGEST, shuffle_input_sentence=False, split_digits=True,
            bos_id=-1, eos_id=-1, unk_surface="?", minloglevel=2,
        )  # fmt: skip
    except (RuntimeError, OSError) as error:
        reason = " ".join(str(error).split())[-200:]
        raise FluencyError(
            f"no pieces could be learned: {reason}", where="fluency model", hint="Give it more text."
        ) from error
    return Tokenizer(sink.getvalue())
