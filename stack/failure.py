"""What the runner raises when a step fails."""

from __future__ import annotations

from pathlib import Path

from pipeline.model.errors import NewsmendError


class StackError(NewsmendError):
    """A step of the runner failed; `log` holds the last lines of what the step wrote."""

    def __init__(self, what: str, *, where: str = "", hint: str = "", log: tuple[str, ...] = ()) -> None:
        super().__init__(what, where=where, hint=hint)
        self.log = log


class AlreadyRunning(StackError):
    """A stack with the same var folder runs already."""


class ChildExited(StackError):
    """A process ended while the runner was waiting for it."""


def last_lines(path: Path, count: int = 15) -> tuple[str, ...]:
    """The last lines of a log, or none where there is no log; reads at most 64 KiB."""
    try:
        with path.open("rb") as log:
            log.seek(max(0, path.stat().st_size - 65_536))
            return tuple(log.read().decode("utf-8", "replace").splitlines()[-count:])
    except OSError:
        return ()
