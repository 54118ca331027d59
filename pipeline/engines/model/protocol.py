"""What a model backend is asked, and what it may answer."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Choice:
    """Which of our candidates should stand at `start`..`end` of the sentence (code points, half-open), if any."""

    sentence: str
    start: int
    end: int
    candidates: tuple[str, ...]
    reason: str  # why a rule stopped there, in our own words

    @property
    def quote(self) -> str:
        return self.sentence[self.start : self.end]

    def variant(self, candidate: str) -> str:
        """The sentence with a candidate in place."""
        return self.sentence[: self.start] + candidate + self.sentence[self.end :]


@dataclass(frozen=True, slots=True)
class Rewriting:
    """A sentence that rules flagged, the flagged words, and why."""

    sentence: str
    flagged: tuple[str, ...]
    reasons: tuple[str, ...]


Question = Choice | Rewriting


class Backend(Protocol):
    """A model that answers. Nothing that it says is trusted: callers check answers, and never apply them unasked."""

    @property
    def id(self) -> str:
        """Names the model by its content or its address; another id makes another run."""
        ...

    @property
    def concurrency(self) -> int:
        """How many questions it takes at a time."""
        ...

    def answer(self, question: Question) -> str | None:
        """One of the candidates, or a whole new sentence; None to keep what stands.

        Raises:
            EngineError: the model is missing, down, too slow, or does not speak the protocol.
        """
        ...
