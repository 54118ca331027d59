"""The deployment's gazetteer on disk: versions, the one in use, and the way back.

Invariant: `current.jsonl` is a whole copy of one version, or is not there, and then the embedded file is in use. The
version before the one in use is never deleted.
"""

from __future__ import annotations

import fcntl
import json
import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from pipeline.faults.names.gazetteer import Gazetteer, read, write
from pipeline.flow.gazetteer.whole import replace_whole
from pipeline.model.errors import GazetteerError

CURRENT, HISTORY, LOCK = "current.jsonl", "history.json", ".lock"
KEPT = 5
_STAMP = "%Y%m%dT%H%M%S%f"  # UTC
_NAME = re.compile(r"gazetteer-(\d{8}T\d{12})Z\.jsonl")


def current(folder: Path) -> Path | None:
    """The gazetteer that replaces the embedded one, if there is one."""
    path = folder / CURRENT
    return path if path.is_file() else None


@contextmanager
def locked(folder: Path) -> Iterator[None]:
    """One refresh or revert at a time, on one machine; the lock ends with the process that holds it."""
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / LOCK).open("w") as handle:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            raise GazetteerError(
                "another refresh or revert is at it", where=str(folder), hint="Wait until it has ended."
            ) from error
        yield


def publish(folder: Path, gazetteer: Gazetteer, reason: str) -> Path:
    """Writes a version, proves that it can be read back, and puts it in use; gives its path.

    Raises:
        GazetteerError: what was read back is not what was written; the one in use stays.
    """
    folder.mkdir(parents=True, exist_ok=True)
    before = version(folder)
    path = _new_name(folder)
    text = write(gazetteer)
    replace_whole(path, text)
    try:
        if write(read(path.read_text(encoding="utf-8"), str(path))) != text:
            raise GazetteerError("what is read back is not what was written", where=str(path), hint="Is the disk full?")
    except (GazetteerError, UnicodeError):
        path.unlink()
        raise
    note = {"version": path.name, "before": before, "as_of": gazetteer.as_of, "reason": reason}
    _write_history(folder, [*_history(folder), note])
    replace_whole(folder / CURRENT, text)
    _prune(folder, {path.name, before})
    return path


def revert(folder: Path) -> Path | None:
    """Puts the version before the one in use back; None: that is the embedded file.

    Raises:
        GazetteerError: there is no version before, or it is no longer whole.
    """
    now = version(folder)
    if now is None:
        raise GazetteerError("the embedded gazetteer is in use", where=str(folder), hint="There is nothing before it.")
    notes = [note for note in _history(folder) if note["version"] == now]
    if not notes:
        raise GazetteerError(
            f"{HISTORY} does not say what was in use before {now}",
            where=str(folder),
            hint=f"Copy the version you want over {CURRENT}, or delete {CURRENT} to use the embedded one.",
        )
    before = notes[-1]["before"]
    if before is None:
        (folder / CURRENT).unlink()
        return None
    path = folder / str(before)
    try:
        text = path.read_text(encoding="utf-8")
    except FileNotFoundError as error:
        hint = f"Delete {CURRENT} to use the embedded one."
        raise GazetteerError("the version before is no longer kept", where=str(path), hint=hint) from error
    read(text, str(path))
    replace_whole(folder / CURRENT, text)
    return path


def version(folder: Path) -> str | None:
    """The version in use, None for the embedded one. A file that was put there by hand becomes a version."""
    path = current(folder)
    if path is None:
        return None
    raw = path.read_bytes()
    same = [one.name for one in versions(folder) if one.stat().st_size == len(raw) and one.read_bytes() == raw]
    if same:
        return same[-1]
    kept = _new_name(folder)
    replace_whole(kept, raw.decode("utf-8"))
    return kept.name


def versions(folder: Path) -> list[Path]:
    """Every version that is kept, the oldest first."""
    return sorted(path for path in folder.glob("gazetteer-*.jsonl") if _NAME.fullmatch(path.name))


def _new_name(folder: Path) -> Path:
    """A name that sorts after all others, even when the clock was set back."""
    stamps = [match[1] for path in versions(folder) if (match := _NAME.fullmatch(path.name))]
    now = datetime.now(UTC).replace(tzinfo=None)
    if stamps:
        now = max(now, datetime.strptime(max(stamps), _STAMP) + timedelta(microseconds=1))  # noqa: DTZ007
    return folder / f"gazetteer-{now.strftime(_STAMP)}Z.jsonl"


def _prune(folder: Path, needed: set[str | None]) -> None:
    for path in versions(folder)[:-KEPT]:
        if path.name not in needed:
            path.unlink()
            for extra in (".diff.json", ".diff.txt"):
                path.with_name(path.name.removesuffix(".jsonl") + extra).unlink(missing_ok=True)


def _history(folder: Path) -> list[dict[str, Any]]:
    try:
        found = json.loads((folder / HISTORY).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return []
    return [note for note in found if isinstance(note, dict) and {"version", "before"} <= note.keys()]


def _write_history(folder: Path, notes: list[dict[str, Any]]) -> None:
    replace_whole(folder / HISTORY, json.dumps(notes[-100:], ensure_ascii=False, indent=1) + "\n")
