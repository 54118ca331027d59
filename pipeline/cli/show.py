"""Progress and colour on a terminal, quiet in a pipe."""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, TYPE_CHECKING

import click

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from pipeline.model.ruling import Ruling

MARKS = {"APPLY": "green", "HOLD": "yellow", "FLAG": "cyan", "REFUSED": "red"}


@contextmanager
def progress(what: str) -> Iterator[Callable[[str, int, int], None]]:
    """A bar on a terminal's standard error; nothing where there is none."""
    if not sys.stderr.isatty():
        yield lambda *_: None
        return
    from rich.console import Console
    from rich.progress import Progress

    with Progress(console=Console(stderr=True), transient=True) as bar:
        tasks = {what: bar.add_task(what, total=None)}

        def note(name: str, done: int, total: int) -> None:
            if name not in tasks:
                tasks[name] = bar.add_task(name, total=total or None)
            bar.update(tasks[name], completed=done, total=total or None)

        yield note


@contextmanager
def whole_file(target: Path) -> Iterator[IO[bytes]]:
    """A file that is there when all of it was written; until then the old one stays. A device is written in place."""
    if target.exists() and not target.is_file():
        with target.open("wb") as device:
            yield device
        return
    handle, temporary = tempfile.mkstemp(dir=target.absolute().parent, prefix=f".{target.name}.")
    try:
        with os.fdopen(handle, "wb") as sink:
            yield sink
        Path(temporary).chmod(0o666 & ~_umask())
        Path(temporary).replace(target)
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask


def diff(text: str, rulings: Sequence[Ruling]) -> str:
    """The text with what was taken out and put in, marked by signs as well as by colour, and a line for each."""
    parts, at = [], 0
    for ruling in rulings:
        place = ruling.proposal.anchor
        if ruling.outcome != "APPLY" or place.start < at:
            continue
        parts += [text[at : place.start], click.style(f"[-{place.quote}-]", fg="red", strikethrough=True)]
        if ruling.replacement:
            parts.append(click.style(f"{{+{ruling.replacement}+}}", fg="green"))
        at = place.end
    return "".join([*parts, text[at:]])


def ruling_line(outcome: str, before: str, after: str | None, evidence: str, rule: str, confidence: float) -> str:
    """One correction as a person reads it."""
    change = f"{before!r}" if after is None else f"{before!r} → {after!r}"
    mark = click.style(f"{outcome:<6}", fg=MARKS.get(outcome, "white"))
    return f"{mark} {change}  ({rule}, {confidence:.2f})\n       {evidence}"


def table(header: Sequence[str], rows: Sequence[Sequence[object]]) -> str:
    """Columns in line; numbers to the right."""
    cells = [list(header), *[[str(cell) for cell in row] for row in rows]]
    widths = [max(len(row[n]) for row in cells) for n in range(len(header))]
    right = [bool(rows) and all(isinstance(row[n], int) for row in rows) for n in range(len(header))]
    return "\n".join(
        "  ".join(c.rjust(w) if r else c.ljust(w) for c, w, r in zip(row, widths, right, strict=True)).rstrip()
        for row in cells
    )
