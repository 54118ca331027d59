"""A sentence-to-sentence model in CTranslate2's format, run in this process: T5 and its like."""

from __future__ import annotations

import threading
from typing import Any

from pipeline.engines.model.folder import Folder
from pipeline.engines.model.protocol import Choice, Question
from pipeline.model.errors import EngineError

MARGIN = 0.5  # how much likelier, as the natural logarithm, a wording must be than what stands
_EXTRA = "Install them: pip install 'newsmend[model]'."


class CTranslate2Backend:
    """Rewrites by greedy decoding; chooses by what the model gives each whole sentence. One question at a time."""

    concurrency = 1

    def __init__(self, folder: Folder) -> None:
        try:
            import ctranslate2
            import sentencepiece
        except ImportError as error:
            raise EngineError("ctranslate2 or sentencepiece is missing", where=folder.kind, hint=_EXTRA) from error
        self.id = folder.id
        self._folder, self._lock = folder, threading.Lock()
        try:
            self._translator: Any = ctranslate2.Translator(
                str(folder.path), device="cpu", inter_threads=1, intra_threads=1
            )
            self._pieces: Any = sentencepiece.SentencePieceProcessor(model_file=str(folder.path / "spiece.model"))
        except (RuntimeError, ValueError, OSError) as error:
            raise EngineError(f"the model cannot be loaded: {error}", where=str(folder.path)) from error

    def answer(self, question: Question) -> str | None:
        with self._lock:
            try:
                return self._choose(question) if isinstance(question, Choice) else self._rewrite(question.sentence)
            except (RuntimeError, ValueError) as error:
                raise EngineError(f"the model failed: {error}", where=self.id, hint="The article goes on.") from error

    def _rewrite(self, sentence: str) -> str | None:
        source = self._source(sentence)
        if len(source) > self._folder.max_length:
            return None
        (result,) = self._translator.translate_batch(
            [source], beam_size=1, max_decoding_length=min(2 * len(source) + 8, self._folder.max_length)
        )
        pieces = [piece for piece in result.hypotheses[0] if piece != self._folder.end]
        if "<unk>" in pieces:
            return None
        text = str(self._pieces.decode(pieces)).strip()
        return None if text in ("", sentence) else text

    def _choose(self, choice: Choice) -> str | None:
        source = self._source(choice.sentence)
        wordings = [self._encoded(choice.sentence), *(self._encoded(choice.variant(c)) for c in choice.candidates)]
        if max(len(source), *map(len, wordings)) > self._folder.max_length:
            return None
        results = self._translator.score_batch([source] * len(wordings), wordings)
        stands, *others = [sum(result.log_probs) for result in results]
        best = max(range(len(others)), key=lambda i: (others[i], -i))
        return choice.candidates[best] if others[best] > stands + MARGIN else None

    def _source(self, sentence: str) -> list[str]:
        pieces = self._encoded(self._folder.prefix + sentence)
        return [*pieces, self._folder.end] if self._folder.end else pieces

    def _encoded(self, text: str) -> list[str]:
        pieces: list[str] = self._pieces.encode(text, out_type=str)
        return pieces
