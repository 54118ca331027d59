"""A deployment's refresh: its settings, its files, and the gates' callables, put together. Light to import."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

    from pipeline.faults.names.gazetteer import Gazetteer
    from pipeline.faults.rule import Rule
    from pipeline.fetch.wikidata.service import Services
    from pipeline.flow.gazetteer.gates import Gates, Regressions
    from pipeline.flow.gazetteer.refresh import RefreshReport
    from pipeline.settings import Settings

EMBEDDED = "gazetteer.jsonl"
_COMMON = 2.0  # Zipf scale: once in ten million words

Note = Callable[[str, int, int], None]


def refresh_deployed(
    settings: Settings | None = None,
    *,
    dry_run: bool = False,
    fresh: bool = False,
    note: Note = lambda *_: None,
    services: Services | None = None,
    regressions: Regressions | None = None,
) -> RefreshReport:
    """Refreshes the gazetteer that this deployment uses. Raises as `refresh` does."""
    from pipeline.fetch.sources import load_sources
    from pipeline.fetch.wikidata.cache import Cache
    from pipeline.fetch.wikidata.service import Services, Wikidata
    from pipeline.flow.gazetteer.refresh import refresh
    from pipeline.settings import load

    found = settings or load()
    folder = found.gazetteer
    languages = sorted(
        {source.language.partition("-")[0] for source in load_sources(found.sources, found.variables, {})}
    )
    with Wikidata(found.user_agent, Cache(folder / "wikidata"), services or Services(), fresh) as wikidata:
        return refresh(
            lambda: in_use(folder), folder, wikidata, gates(regressions), day=datetime.now(UTC).date(),
            languages=languages, dry_run=dry_run, note=note,
        )  # fmt: skip


def refresh_task() -> dict[str, int]:
    """One refresh for the DAG: the changes go into the task's log; gives the counts."""
    report = refresh_deployed()
    print(report.diff.summary())
    print(f"published as {report.published}" if report.published else "nothing to publish")
    return report.counts()


def in_use(folder: Path) -> Gazetteer:
    """The gazetteer that the rules read now: the deployment's, else the embedded one."""
    from importlib.resources import files

    from pipeline.faults.names.gazetteer import read
    from pipeline.flow.gazetteer.files import current
    from pipeline.model.errors import GazetteerError

    path = current(folder)
    if path is not None:
        return read(path.read_text(encoding="utf-8"), str(path))
    embedded = files("pipeline.faults.names").joinpath("data", EMBEDDED)
    if not embedded.is_file():
        raise GazetteerError(
            "there is no gazetteer yet", where=str(embedded), hint="Make it with `newsmend gazetteer build`."
        )
    return read(embedded.read_text(encoding="utf-8"), str(embedded))


def gates(regressions: Regressions | None = None) -> Gates:
    """The gates with the deployment's data; by default the examples of the rules that read names are run again."""
    from pipeline.faults.resources import rows
    from pipeline.flow.gazetteer import regression
    from pipeline.flow.gazetteer.gates import Gates

    governments = frozenset(row["code"] for row in rows("names", "governments.tsv"))
    own = regressions or (lambda gazetteer: regression.regressions(gazetteer, rules_of))
    return Gates(governments, known_word, own)


def rules_of(gazetteer: Gazetteer) -> Sequence[Rule]:
    """The rules that read names, with the names of a gazetteer."""
    from pipeline.faults.names.assembly import names_rules

    return names_rules(gazetteer)


def known_word(folded: str) -> bool:
    """Whether the word is common in English."""
    from wordfreq import zipf_frequency

    return " " not in folded and float(zipf_frequency(folded, "en", minimum=0.0)) >= _COMMON
