"""The deployment's fluency models on disk: a folder for each version, and a small file that names the one in use.

Invariant: `current.json` names a whole version, or is not there. The version before the one in use is never deleted.
"""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from pipeline.flow.gazetteer.files import locked as folder_lock
from pipeline.flow.gazetteer.whole import replace_whole
from pipeline.fluency.model import NOTE, load, read_note
from pipeline.model.errors import FluencyError, GazetteerError

CURRENT, KEPT = "current.json", 3
_STAMP = "%Y%m%dT%H%M%S%f"  # UTC
_NAME = re.compile(r"fluency-(\d{8}T\d{12})Z")


@contextmanager
def locked(folder: Path) -> Iterator[None]:
    """One training or revert at a time, on one machine. Raises: FluencyError: another one is at it."""
    with ExitStack() as stack:
        try:
            stack.enter_context(folder_lock(folder))
        except GazetteerError as error:
            what = "another training or revert is at it"
            raise FluencyError(what, where=str(folder), hint="Wait until it has ended.") from error
        yield


def current(folder: Path) -> Path | None:
    """The folder of the model in use, if there is one.

    Raises:
        FluencyError: the file that names it is broken.
    """
    path = folder / CURRENT
    try:
        name = json.loads(path.read_text(encoding="utf-8"))["version"]
    except FileNotFoundError:
        return None
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise _unreadable(path) from error
    if not (isinstance(name, str) and _NAME.fullmatch(name)):
        raise _unreadable(path)
    return folder / name


def new_folder(folder: Path) -> Path:
    """A folder for a version that sorts after all others, even when the clock was set back."""
    now = datetime.now(UTC).replace(tzinfo=None)
    stamps = [match[1] for path in versions(folder) if (match := _NAME.fullmatch(path.name))]
    if stamps:
        now = max(now, datetime.strptime(max(stamps), _STAMP) + timedelta(microseconds=1))  # noqa: DTZ007
    path = folder / f"fluency-{now.strftime(_STAMP)}Z"
    path.mkdir(parents=True)
    return path


def publish(folder: Path, version: Path) -> None:
    """Puts a version in use, once it has been read back whole.

    Raises:
        FluencyError: it cannot be read back; the one in use stays.
    """
    before = current(folder)
    note = replace(read_note(version), before=None if before is None else before.name)
    replace_whole(version / NOTE, note.to_json())
    load(version)
    replace_whole(folder / CURRENT, json.dumps({"version": version.name}) + "\n")
    _prune(folder, {version.name, note.before})


def revert(folder: Path) -> Path | None:
    """Puts the version before the one in use back; None: there was none before, and no model is in use now.

    Raises:
        FluencyError: no model is in use, or the one before is no longer whole.
    """
    now = current(folder)
    if now is None:
        raise FluencyError("no fluency model is in use", where=str(folder), hint="There is nothing to go back from.")
    before = read_note(now).before
    if before is None:
        (folder / CURRENT).unlink()
        return None
    if not _NAME.fullmatch(before):
        raise _unreadable(now / NOTE)
    load(folder / before)
    replace_whole(folder / CURRENT, json.dumps({"version": before}) + "\n")
    return folder / before


def versions(folder: Path) -> list[Path]:
    """Every version that is kept, the oldest first."""
    return sorted(path for path in folder.glob("fluency-*") if _NAME.fullmatch(path.name) and path.is_dir())


def _prune(folder: Path, needed: set[str | None]) -> None:
    for path in versions(folder)[:-KEPT]:
        if path.name not in needed:
            shutil.rmtree(path, ignore_errors=True)


def _unreadable(path: Path) -> FluencyError:
    hint = "Delete it to use no fluency model, then train: newsmend fluency train"
    return FluencyError("it does not name a version", where=str(path), hint=hint)
