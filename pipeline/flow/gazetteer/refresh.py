"""Brings the gazetteer up to date: ask Wikidata, compare, pass the gates, publish. What fails leaves all as it was."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from pipeline.faults.names.gazetteer import Gazetteer
from pipeline.fetch.wikidata.service import Tally, Wikidata
from pipeline.flow.gazetteer.diff import Diff
from pipeline.flow.gazetteer.files import locked, publish
from pipeline.flow.gazetteer.gates import Gates
from pipeline.flow.gazetteer.gather import Note, gather
from pipeline.flow.gazetteer.update import update
from pipeline.flow.gazetteer.whole import replace_whole
from pipeline.model.errors import FetchError, GazetteerError, Throttled, Unreachable

REFUSED = "refused.diff.json"


@dataclass(frozen=True, slots=True)
class RefreshReport:
    """What came of a refresh. `published` is None where nothing changed, and for a dry run, where `refused` is what a
    gate would say."""

    diff: Diff
    tally: Tally
    published: Path | None = None
    refused: str = ""

    def counts(self) -> dict[str, int]:
        """Figures for a log."""
        return {**self.diff.counts(), "asked": self.tally.sent, "failed": self.tally.failed, "kept": self.tally.kept}


def refresh(
    current: Gazetteer | Callable[[], Gazetteer],
    folder: Path,
    wikidata: Wikidata,
    gates: Gates,
    *,
    day: date,
    languages: Sequence[str] = (),
    dry_run: bool = False,
    note: Note = lambda *_: None,
) -> RefreshReport:
    """Refreshes the gazetteer of `folder`. Given as a function, `current` is read once the folder is ours.

    Raises:
        GazetteerError: a gate refused it, or another refresh is at it.
        FetchError: Wikidata gave no whole answer. What it gave is kept for the next try.
    """
    with locked(folder):
        old = current() if callable(current) else current
        try:
            found = gather(wikidata, old, gates.governments, languages, day, note)
        except FetchError as error:
            raise _stays(error, old) from error
        new, diff = update(old, found, gates.known_word, day)
        wikidata.cache.prune()
        if diff.is_empty:
            return RefreshReport(diff, wikidata.tally)
        if dry_run:
            return RefreshReport(diff, wikidata.tally, refused=_refusal(gates, old, new))
        _pass(gates, old, new, diff, folder)
        path = publish(folder, new, ", ".join(f"{count} {sort}" for sort, count in diff.counts().items()))
        replace_whole(path.with_suffix(".diff.json"), diff.as_json())
        replace_whole(path.with_suffix(".diff.txt"), diff.summary() + "\n")
        return RefreshReport(diff, wikidata.tally, path)


def _pass(gates: Gates, old: Gazetteer, new: Gazetteer, diff: Diff, folder: Path) -> None:
    try:
        gates.check(old, new)
    except GazetteerError:
        replace_whole(folder / REFUSED, diff.as_json())
        raise
    (folder / REFUSED).unlink(missing_ok=True)


def _refusal(gates: Gates, old: Gazetteer, new: Gazetteer) -> str:
    try:
        gates.check(old, new)
    except GazetteerError as error:
        return f"{error.where}: {error.what}"
    return ""


def _stays(error: FetchError, old: Gazetteer) -> FetchError:
    """The same error, with what it means for the names."""
    stays = f"the names of {old.as_of or 'before'} stay in use"
    if isinstance(error, Throttled):
        return Throttled(
            f"{error.what}; {stays}", where=error.where, hint=error.hint, status=error.status,
            retry_after=error.retry_after,
        )  # fmt: skip
    if isinstance(error, Unreachable) and error.status == 0 and error.where.startswith("http"):
        what = f"Wikidata cannot be reached ({error.what}); {stays}"
        where = error.where.partition("?")[0]
        return Unreachable(what, where=where, hint="Run it again with network; what was answered is kept.")
    return type(error)(f"{error.what}; {stays}", where=error.where, hint=error.hint, status=error.status)
