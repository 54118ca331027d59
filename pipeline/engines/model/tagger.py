"""A tagger in ONNX format, run in this process: one tag a word, such as KEEP, DELETE or REPLACE_an."""

from __future__ import annotations

import re
import threading
from typing import Any

from pipeline.engines.model.folder import Folder, read_json
from pipeline.engines.model.protocol import Choice, Question
from pipeline.engines.model.tags import KEEP, plain, tagged
from pipeline.model.errors import EngineError

_EXTRA = "Install them: pip install 'newsmend[model]'."
_WORD = re.compile(r"(\s*)([^\W_]+(?:['’\-][^\W_]+)*|\S)")


class TaggerBackend:
    """Rewrites by the tags; chooses a candidate only where the tags lead to that very sentence."""

    concurrency = 1

    def __init__(self, folder: Folder) -> None:
        try:
            import onnxruntime
            import tokenizers
        except ImportError as error:
            raise EngineError("onnxruntime or tokenizers is missing", where=folder.kind, hint=_EXTRA) from error
        self.id = folder.id
        self._folder, self._lock = folder, threading.Lock()
        self._tags = _tags(folder)
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = options.inter_op_num_threads = 1
        options.log_severity_level = 3
        try:
            self._session: Any = onnxruntime.InferenceSession(
                str(folder.path / "tagger.onnx"), options, providers=["CPUExecutionProvider"]
            )
            self._tokenizer: Any = tokenizers.Tokenizer.from_file(str(folder.path / "tokenizer.json"))
        except Exception as error:  # both packages raise classes of their own, some of them bare Exception
            raise EngineError(f"the model cannot be loaded: {error}", where=str(folder.path)) from error
        self._inputs = [entry.name for entry in self._session.get_inputs()]

    def answer(self, question: Question) -> str | None:
        with self._lock:
            try:
                text = self._rewrite(question.sentence)
            except EngineError:
                raise
            except Exception as error:  # as above
                raise EngineError(f"the model failed: {error}", where=self.id, hint="The article goes on.") from error
        if text in ("", question.sentence):
            return None
        if isinstance(question, Choice):
            return next((c for c in question.candidates if question.variant(c) == text), None)
        return text

    def _rewrite(self, sentence: str) -> str:
        found = [(m[1], m[2]) for m in _WORD.finditer(sentence)]
        words = [word for _, word in found]
        encoded = self._tokenizer.encode(words, is_pretokenized=True)
        if not words or len(encoded.ids) > self._folder.max_length:
            return sentence
        (logits,) = self._session.run([self._session.get_outputs()[0].name], self._feed(encoded))[:1]
        if logits.shape != (1, len(encoded.ids), len(self._tags)):
            hint = "tagger.onnx and tags.json belong to different models."
            raise EngineError(f"the tagger answers in the shape {logits.shape}", where=self.id, hint=hint)
        return tagged(words, [space for space, _ in found], self._of_words(len(words), encoded.word_ids, logits[0]))

    def _feed(self, encoded: Any) -> dict[str, Any]:
        import numpy as np

        known = {"input_ids": encoded.ids, "attention_mask": encoded.attention_mask, "token_type_ids": encoded.type_ids}
        if unknown := [name for name in self._inputs if name not in known]:
            raise EngineError(f"the tagger asks for {unknown[0]!r}", where=self.id, hint=f"It may ask for {[*known]}.")
        return {name: np.array([known[name]], dtype=np.int64) for name in self._inputs}

    def _of_words(self, count: int, word_ids: list[int | None], logits: Any) -> list[str]:
        """The tag of each word is that of its first piece; a doubtful one keeps the word."""
        import numpy as np

        scores = np.exp(logits - logits.max(axis=1, keepdims=True))
        scores /= scores.sum(axis=1, keepdims=True)
        scores[:, self._tags.index(KEEP)] += self._folder.thresholds.get("keep_bias", 0.0)
        least = self._folder.thresholds.get("min_probability", 0.5)
        tags = [KEEP] * count
        for row, word in reversed([(row, word) for row, word in enumerate(word_ids) if word is not None]):
            best = int(scores[row].argmax())
            tags[word] = self._tags[best] if scores[row, best] >= least else KEEP
        return tags


def _tags(folder: Folder) -> list[str]:
    tags = read_json(folder.path / "tags.json")
    if not isinstance(tags, list) or not tags or not all(isinstance(tag, str) for tag in tags):
        raise EngineError("tags.json is no list of words", where=str(folder.path))
    named = [plain(tag) for tag in tags]
    if KEEP not in named or (folder.labels and folder.labels != len(named)):
        raise EngineError("tags.json has no KEEP, or not as many tags as meta.json says", where=str(folder.path))
    return named
