"""Named places where a test may kill the process (ADR 0014). In production nothing is armed and a call does nothing."""

from __future__ import annotations

import os
import signal

VARIABLE = "NEWSMEND_FAULT_POINT"
POINTS = (
    "discovered",  # a day's addresses are committed
    "fetched",  # the answer is in memory only
    "archive-half-written",  # the archive's file has its bytes, but not its name
    "archived",  # the archive has the page, the database does not know
    "page-noted",  # the page's row is committed, its article is not
    "storing",  # the article's rows are written, not committed
    "stored",  # the article is committed
    "mending",  # rulings are written, not committed
    "mended",  # a text's mending is committed
    "publishing",  # one of a day's two files is written
    "published",  # a day is whole
)


def _armed(text: str) -> tuple[str, int]:
    """`stored:3` kills at the third time that `stored` is reached."""
    name, _, count = text.partition(":")
    return name, int(count) if count.isdecimal() else 1


_name, _left = _armed(os.environ.get(VARIABLE, ""))


def reached(name: str) -> None:
    """Ends this process by SIGKILL where the environment asked for it, as a lost machine would."""
    global _left
    if name != _name:
        return
    _left -= 1
    if not _left:
        os.kill(os.getpid(), signal.SIGKILL)
