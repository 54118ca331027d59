"""The gazetteer in the making: which of our entities an item of Wikidata is.

Invariant: `names` holds every full name of every entity in `entities`, folded.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date
from math import log10

from pipeline.fetch.wikidata.parse import Facts
from pipeline.flow.gazetteer.diff import Change, Sort
from pipeline.flow.gazetteer.gather import Famous, Found
from pipeline.model.entity import Entity
from pipeline.text.casing import fold

SOURCE, LICENCE = "wikidata", "CC0-1.0"
HEAVIEST = 3.0
_FAMILY_FIRST = frozenset({"CN", "HK", "TW", "KR", "KP", "VN"})


@dataclass(slots=True)
class Draft:
    """The gazetteer in the making."""

    found: Found
    day: date
    entities: dict[str, Entity]
    ids: dict[str, str] = field(default_factory=dict)  # of our entities, by item
    names: dict[str, set[str]] = field(default_factory=dict)
    changes: list[Change] = field(default_factory=list)

    def note(self, sort: Sort, entity: Entity, what: str) -> None:
        self.changes.append(Change(sort, entity.id, entity.name, what))

    def put(self, entity: Entity) -> None:
        """Adds or replaces an entity; its source and day say that Wikidata was asked."""
        source = entity.source if SOURCE in entity.source else "+".join(s for s in (entity.source, SOURCE) if s)
        self.entities[entity.id] = replace(entity, source=source, as_of=self.day.isoformat())
        self.index([entity])

    def index(self, entities: Iterable[Entity]) -> None:
        for entity in entities:
            for name in entity.full_names:
                self.names.setdefault(fold(name), set()).add(entity.id)

    def person(self, item: str, country: str, *, new: bool) -> Entity | None:
        """Our entity for an item, made if it is `new`; None where there is none or it is in doubt who is meant."""
        facts = self.found.facts.get(item)
        if facts is None or not facts.is_human or not facts.name:
            return None
        if facts.id not in self.ids:
            namesakes = sorted(self.names.get(fold(facts.name), ()))
            same = [one for one in namesakes if self._agree(self.entities[one], country)]
            if len(same) == 1 and (len(namesakes) == 1 or self.entities[same[0]].country == country):
                self.ids[facts.id] = same[0]
            elif namesakes:
                what = f"it may be another than {', '.join(namesakes)} of the same name"
                self.changes.append(Change(Sort.LEFT_OUT, facts.id, facts.name, what))
                return None
            elif new:
                self._add(facts, country)
        return self.entities.get(self.ids.get(facts.id, ""))

    def _agree(self, entity: Entity, country: str) -> bool:
        places = {entity.country, *(office.government for office in entity.offices)} - {""}
        other_item = entity.id in self.ids.values()
        return entity.is_person and not other_item and (not places or not country or country in places)

    def _add(self, facts: Facts, country: str) -> None:
        famous = self.found.famous.get(facts.id, Famous(""))
        entity = Entity(
            facts.id, facts.name, self.family(facts, country), country=country if len(country) == 2 else "",
            field=famous.field, known_for=famous.known_for, licence=LICENCE,
            weight=round(min(HEAVIEST, log10(1 + facts.links)), 2),
        )  # fmt: skip
        self.put(entity)
        self.ids[facts.id] = entity.id
        self.note(Sort.ADDED, entity, facts.description or famous.known_for or famous.field or "a person in the news")

    def family(self, facts: Facts, country: str) -> str:
        """The family name: Wikidata's own where it stands in the name, else by the custom of the country."""
        known = [name for item in facts.families if (name := self.found.families.get(item, "")) in facts.name and name]
        parts = facts.name.split()
        return max(known, key=len) if known else parts[0] if country in _FAMILY_FIRST else parts[-1]
