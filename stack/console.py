"""What the user sees while steps run: a spinner on a terminal, plain lines in a pipe."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.markup import escape

from pipeline.model.errors import NewsmendError

console = Console(highlight=False, soft_wrap=True)


def say(text: str) -> None:
    """One line of plain text."""
    console.print(text, markup=False)


class Step:
    """A step that is under way; `note` says how far it is."""

    def __init__(self, title: str) -> None:
        self.title = title
        self._last = ""
        self._status = console.status(escape(f"{title} …")) if console.is_terminal else None
        if self._status is not None:
            self._status.start()
        else:
            say(f"- {title} …")

    def note(self, text: str) -> None:
        """Shows progress; in a pipe only when the text is new."""
        if self._status is not None:
            self._status.update(escape(f"{self.title} … {text}"))
        elif text != self._last:
            say(f"  {text}")
        self._last = text

    def close(self) -> None:
        if self._status is not None:
            self._status.stop()


@contextmanager
def step(title: str) -> Iterator[Step]:
    """Shows the title while the block runs, and how long it took."""
    start, current = time.monotonic(), Step(title)
    try:
        yield current
    except BaseException:
        current.close()
        say(f"✗ {title}")
        raise
    current.close()
    say(f"✓ {title} ({time.monotonic() - start:.1f} s)")


def report(error: NewsmendError, log: tuple[str, ...] = ()) -> None:
    """An error with the end of the log that belongs to it."""
    say(f"Error: {': '.join(part for part in (error.where, error.what) if part)}.")
    for line in log:
        say(f"  | {line}")
    if error.hint:
        say(error.hint)
