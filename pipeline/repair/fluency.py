"""What the guard asks of a fluency model: which of two wordings reads better. It ranks and vetoes, never detects."""

from __future__ import annotations

from typing import Protocol


class Fluency(Protocol):
    """A language model of the deployment's own accepted articles."""

    @property
    def id(self) -> str:
        """What names the model by its content, for the run and the evidence: "fluency 2026-11-24 3f2a91c0"."""
        ...

    def gain(self, before: str, after: str) -> float:
        """How much better `after` reads than `before`: the difference of the log10 probabilities of the two sentences.

        Both are the whole sentence (or a stretch of at least some words on both sides); below 0 the edit made it worse.
        """
        ...


class Syntax(Protocol):
    """A parser as second witness: Link Grammar where it is installed."""

    @property
    def id(self) -> str: ...

    def nulls(self, sentence: str) -> int | None:
        """How many words of the sentence found no link; None where it could not be parsed in time."""
        ...
