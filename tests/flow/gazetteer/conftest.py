"""A small gazetteer and a Wikidata that agrees with it, until a test says otherwise."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from pipeline.faults.names.gazetteer import Gazetteer
from pipeline.fetch.wikidata.cache import Cache
from pipeline.fetch.wikidata.queries import BODIES, OFFICES
from pipeline.fetch.wikidata.service import Wikidata
from pipeline.flow.gazetteer.gates import Gates
from pipeline.flow.gazetteer.refresh import RefreshReport, refresh
from pipeline.model.entity import Entity, Office
from tests.fetch.server import AGENT, serve
from tests.fetch.wikidata.fake import Fake, person, row

DAY = date(2026, 11, 22)
WORDS = frozenset({"apple", "turkey", "sport"})
GOVERNMENTS = frozenset({"US", "FR", "GB", "DK", "NATO"})
HEADS, MINISTERS, FOOTBALL, CHIEFS = "P1906", "wd:Q83307", "wd:Q937857", "companyLabel"
HERE, THERE = f"wd:{OFFICES[0].item} ", f"wd:{BODIES[0].item} "  # offices of one government; bodies

Refresh = Callable[..., RefreshReport]


def entity(id: str, name: str, *offices: Office, country: str = "US", **more: Any) -> Entity:
    family = name.split()[-1]
    return Entity(id, name, family, country=country, offices=offices, source="hand", licence="Apache-2.0", **more)


def president(start: date, end: date | None = None, government: str = "US") -> Office:
    return Office("president", government, start, end)


CURRENT = Gazetteer(
    (
        entity("donald-trump", "Donald Trump", president(date(2025, 1, 20)), as_of="2026-01-22"),
        entity("Q6279", "Joe Biden", president(date(2021, 1, 20), date(2025, 1, 20)), variants=("Joseph Biden",)),
        entity("Q57643", "Mark Rutte", Office("secretary-general", "NATO", date(2024, 10, 1), None), country="NL"),
        entity("acme", "Acme", kind="company"),
    ),
    "2026-01-22",
    {"hand": "Apache-2.0"},
)


def us_head(who: str, start: str, end: str = "", **more: Any) -> dict[str, Any]:
    return row(who, start, end, iso="US", office="Q11696", label="President of the United States", **more)


@pytest.fixture
def fake() -> Iterator[Fake]:
    for site in serve():
        one = Fake(site)
        one.rows[HEADS] = [us_head("Q22686", "2025-01-20"), us_head("Q6279", "2021-01-20", "2025-01-20")]
        one.rows[THERE] = [row("Q57643", "2024-10-01", office="Q7184")]
        one.add(person("Q22686", "Donald Trump"), person("Q6279", "Joe Biden"), person("Q57643", "Mark Rutte"))
        yield one


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "gazetteer"


def passing(_: Gazetteer) -> list[str]:
    return []


@pytest.fixture
def run(fake: Fake, folder: Path) -> Refresh:
    """One refresh on the fake's answers of now."""

    def once(
        current: Gazetteer = CURRENT, *, regressions: Any = passing, fresh: bool = True, **more: Any
    ) -> RefreshReport:
        gates = Gates(GOVERNMENTS, WORDS.__contains__, regressions)
        cache = Cache(folder / "wikidata")
        with Wikidata(AGENT, cache, fake.services, fresh, sleep=lambda _: None) as wikidata:
            return refresh(current, folder, wikidata, gates, day=DAY, **more)

    return once


def newcomer(fake: Fake) -> None:
    """A new president, whom nobody knows yet."""
    fake.rows[HEADS] = [us_head("Q28935729", "2026-11-20")]
    fake.add(person("Q28935729", "JD Vance"))
