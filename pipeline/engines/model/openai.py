"""An endpoint that speaks OpenAI's chat protocol: vLLM, llama.cpp's server, Ollama, and hosted ones."""

from __future__ import annotations

import json
import time
from typing import Any

from pipeline.engines.model.config import ModelConfig
from pipeline.engines.model.post import Answer, post_json
from pipeline.engines.model.prompt import messages, read_answer, schema
from pipeline.engines.model.protocol import Choice, Question
from pipeline.model.errors import EngineError

PATH = "/v1/chat/completions"
SEED = 1
TRIES, LONGEST_PAUSE = 2, 5.0
PASSING = frozenset({429, 500, 502, 503, 504})
_HINTS = {
    400: "It must know the model and take a JSON schema as response_format.",
    401: "Check NEWSMEND_MODEL_KEY.",
    403: "Check NEWSMEND_MODEL_KEY.",
    404: f"Check NEWSMEND_MODEL_URL (without {PATH}) and NEWSMEND_MODEL_NAME.",
    429: "It is asked too often: lower NEWSMEND_MODEL_CONCURRENCY.",
}


class OpenAiBackend:
    """Asks with temperature 0 and a fixed seed. The key goes into one header and nowhere else."""

    def __init__(self, config: ModelConfig) -> None:
        self._config = config
        self.id = config.id
        self.concurrency = config.concurrency

    def answer(self, question: Question) -> str | None:
        """As the protocol says; one more try after an answer such as 429 or 503."""
        until = time.monotonic() + self._config.timeout
        for left in reversed(range(TRIES)):
            answer = self._ask(question, until)
            pause = min(answer.retry_after or 0.2, LONGEST_PAUSE)
            if answer.status not in PASSING or not left or time.monotonic() + pause >= until:
                break
            time.sleep(pause)
        if answer.status != 200:
            raise self._error(f"it answered {answer.status}", _HINTS.get(answer.status, "See the server's own log."))
        return self._read(question, answer)

    def _ask(self, question: Question, until: float) -> Answer:
        headers = {"Authorization": f"Bearer {self._config.key}"} if self._config.key else {}
        seconds = max(0.001, until - time.monotonic())
        return post_json(self._config.url + PATH, self._body(question), headers, seconds)

    def _body(self, question: Question) -> dict[str, Any]:
        form = {"name": "answer", "strict": True, "schema": schema(question)}
        return {
            "model": self._config.name,
            "messages": messages(question),
            "temperature": 0,
            "seed": SEED,
            "max_tokens": 32 if isinstance(question, Choice) else 64 + len(question.sentence),
            "stream": False,
            "response_format": {"type": "json_schema", "json_schema": form},
        }

    def _read(self, question: Question, answer: Answer) -> str | None:
        try:
            said = json.loads(answer.body.decode("utf-8"))
            choice = said["choices"][0]
            content, ended = choice["message"]["content"], choice.get("finish_reason")
        except (ValueError, LookupError, TypeError, AttributeError, RecursionError) as error:
            raise self._error("it does not speak the chat protocol", "Is NEWSMEND_MODEL_URL right?") from error
        if content is None or ended not in ("stop", None):
            return None  # it declined, or its answer is cut short
        if not isinstance(content, str):
            raise self._error("it does not speak the chat protocol", "Is NEWSMEND_MODEL_URL right?")
        return read_answer(question, content)

    def _error(self, what: str, hint: str) -> EngineError:
        return EngineError(what, where=f"the model {self.id}", hint=hint)
