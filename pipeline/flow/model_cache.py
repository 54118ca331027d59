"""Answers of a model, kept by content: one small file each, written whole or not at all.

Files and not a database: workers on several machines share the home folder, and a rename is atomic there too.
"""

from __future__ import annotations

import json
import os
import threading
from dataclasses import asdict, dataclass
from pathlib import Path

from pipeline.engines.model.prompt import PROMPT_VERSION
from pipeline.engines.model.protocol import Choice, Question
from pipeline.model.digest import digest

LARGEST = 65_536  # bytes


@dataclass(frozen=True, slots=True)
class Said:
    """What the model said; `text` is None where it keeps what stands."""

    text: str | None


@dataclass(frozen=True, slots=True)
class AnswerCache:
    """A folder of answers. A file that is cut short, changed or of another shape counts as absent."""

    folder: Path

    def get(self, key: str, question: Question) -> Said | None:
        try:
            with self._path(key).open("rb") as stream:
                data = json.loads(stream.read(LARGEST).decode("utf-8"))
            text, seal = data["answer"], data["seal"]
        except (OSError, ValueError, LookupError, TypeError, RecursionError):
            return None
        if not (text is None or isinstance(text, str)) or seal != digest(key, text is None, text):
            return None
        if isinstance(question, Choice) and text is not None and text not in question.candidates:
            return None
        return Said(text)

    def put(self, key: str, said: Said) -> None:
        """Raises: OSError where the folder cannot be written."""
        path = self._path(key)
        path.parent.mkdir(parents=True, exist_ok=True)
        beside = path.with_name(f"{key}.{os.getpid()}-{threading.get_ident()}.part")
        try:
            with beside.open("w", encoding="utf-8") as stream:
                json.dump({"answer": said.text, "seal": digest(key, said.text is None, said.text)}, stream)
                stream.flush()
                os.fsync(stream.fileno())
            beside.replace(path)
        finally:
            beside.unlink(missing_ok=True)

    def count(self) -> int:
        """How many answers there are."""
        return sum(1 for _ in self.folder.glob("??/*.json"))

    def _path(self, key: str) -> Path:
        return self.folder / key[:2] / f"{key}.json"


def key_of(model: str, question: Question) -> str:
    """Names a question to a model by its content and by the wording of the prompt."""
    content = json.dumps(asdict(question), sort_keys=True)
    return digest(PROMPT_VERSION, model, type(question).__name__, content)
