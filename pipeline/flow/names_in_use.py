"""The rules with the names that a deployment uses: those of its last refresh, else those of the release."""

from __future__ import annotations

import json
from functools import lru_cache
from pathlib import Path

from pipeline.faults.catalogue import rules_with, with_names
from pipeline.faults.names.gazetteer import read
from pipeline.faults.rule import Rule
from pipeline.flow.gazetteer.files import current
from pipeline.flow.stops import parted, stopped
from pipeline.model.entity import Entity


def rules_in_use(folder: Path, learned: tuple[Entity, ...] = ()) -> tuple[Rule, ...]:
    """Every rule, with the newest names below the folder of the deployment and those that reviewers taught.

    Raises:
        GazetteerError: the refreshed file is broken.
    """
    path, (names, stops) = current(folder), parted(learned)
    found = rules_with(names) if path is None else _rules_of(path.resolve(), path.stat().st_mtime_ns, names)
    return stopped(found, stops)


def names_version(folder: Path) -> str:
    """What names the refreshed gazetteer by its content; "" for that of the release, which the rules' digest has."""
    path = current(folder)
    return "" if path is None else _version_of(path.resolve(), path.stat().st_mtime_ns)


@lru_cache(maxsize=2)
def _rules_of(path: Path, _changed: int, learned: tuple[Entity, ...]) -> tuple[Rule, ...]:
    return with_names(read(path.read_bytes(), str(path)), learned)


@lru_cache(maxsize=2)
def _version_of(path: Path, _changed: int) -> str:
    with path.open(encoding="utf-8") as stream:
        return str(json.loads(stream.readline())["sha256"])
