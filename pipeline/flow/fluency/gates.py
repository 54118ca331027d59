"""What a new fluency model must pass before it replaces the old one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from pipeline.fluency.model import NGRAMS, NgramModel, Note
from pipeline.model.errors import FluencyError

LEAST_WORDS = 100_000
LEAST_LEFT = 0.5  # of the words that the present model learned from
LARGEST = 600_000_000  # bytes of n-grams
WORSE = 1.05  # times the present model's perplexity on the same held-aside lines
LEAST_ORDER = 0.8  # of held-aside lines must read better than themselves with two words swapped


@dataclass(frozen=True, slots=True)
class Gates:
    """`least_words` may be lowered for a trial; the others are fixed."""

    least_words: int = LEAST_WORDS

    def before(self, words: int, present: Note | None) -> None:
        """Whether the text is worth training on. Raises: FluencyError."""
        if words < self.least_words:
            hint = "More articles must be accepted, or come from sources with `translated: no`; or give --text FILE."
            raise _refused("words", f"{words:,} words of accepted text, at least {self.least_words:,} are needed", hint)
        if present is not None and words < LEAST_LEFT * present.words:
            raise _refused(
                "count", f"{words:,} words where there were {present.words:,}", "Has the store lost articles?"
            )

    def after(self, folder: Path, new: NgramModel, present: NgramModel | None, aside: Sequence[str]) -> None:
        """Whether what was learned may be used; `aside` was held aside from the present model. Raises: FluencyError."""
        if (size := (folder / NGRAMS).stat().st_size) > LARGEST:
            raise _refused("size", f"{size:,} bytes, at most {LARGEST:,}", "Train on fewer articles.")
        if new.note.order_kept < LEAST_ORDER:
            what = f"it prefers only {new.note.order_kept:.0%} of lines to themselves with two words swapped"
            raise _refused(
                "order", f"{what}; {LEAST_ORDER:.0%} are needed", "Is the text English? Is there enough of it?"
            )
        if present is None or not aside:
            return
        old, now = present.perplexity(aside), new.perplexity(aside)
        if now > WORSE * old:
            what = f"perplexity {now:.0f} on held-aside lines where the present model has {old:.0f}"
            raise _refused("perplexity", what, "Look at what was accepted since.")


def _refused(gate: str, what: str, hint: str) -> FluencyError:
    return FluencyError(
        f"the {gate} gate refused it: {what}", where="fluency train", hint=f"{hint} What is in use stays."
    )
