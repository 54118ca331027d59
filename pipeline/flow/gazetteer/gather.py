"""Everything that a refresh asks Wikidata."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from pipeline.faults.names.gazetteer import Gazetteer
from pipeline.fetch.wikidata.entities import ITEM, fetch
from pipeline.fetch.wikidata.parse import Facts
from pipeline.fetch.wikidata.queries import people_queries, tenure_queries
from pipeline.fetch.wikidata.service import Wikidata
from pipeline.fetch.wikidata.sparql import select
from pipeline.fetch.wikidata.tenures import Tenure, tenures
from pipeline.model.errors import FetchError

MOST = 20_000  # items; more cannot be right, and would take hours

Note = Callable[[str, int, int], None]


@dataclass(frozen=True, slots=True)
class Famous:
    """What an item is known for beside offices."""

    field: str
    country: str = ""
    known_for: str = ""


@dataclass(frozen=True, slots=True)
class Found:
    """What Wikidata says. `facts` are by the id that was asked for; `families` are names by item."""

    tenures: tuple[Tenure, ...]
    famous: Mapping[str, Famous]
    facts: Mapping[str, Facts]
    families: Mapping[str, str]


def gather(
    wikidata: Wikidata,
    current: Gazetteer,
    governments: Collection[str],
    languages: Sequence[str],
    day: date,
    note: Note,
) -> Found:
    """Asks for offices and famous people, then for the details of each and of every item that we hold already."""
    queries = list(tenure_queries(date(day.year - 1, 1, 1), governments))
    people = list(people_queries())
    held: list[Tenure] = []
    for done, query in enumerate(queries):
        note("offices", done, len(queries))
        held += tenures(query.name, select(wikidata, query), governments)
    note("offices", len(queries), len(queries))
    famous: dict[str, Famous] = {}
    for done, (field, query) in enumerate(people):
        note("people", done, len(people))
        for row in select(wikidata, query):
            company = row.get("companyLabel", "")
            known_for = f"chief executive of {company}" if company else ""
            if "person" in row and (company or field != "business"):
                famous.setdefault(row["person"], Famous(field, row.get("iso", ""), known_for))
    note("people", len(people), len(people))
    ours = {entity.id for entity in current.entities if entity.is_person and ITEM.fullmatch(entity.id)}
    wanted = {*(one.person for one in held), *famous, *ours}
    if len(wanted) > MOST:
        raise FetchError(f"the queries name {len(wanted):,} people, {MOST:,} are the most that can be right")
    facts = fetch(wikidata, wanted, languages, note)
    items = {item for one in facts.values() for item in one.families}
    families = {item: one.name for item, one in fetch(wikidata, items, languages, note).items()}
    return Found(tuple(held), famous, facts, families)
