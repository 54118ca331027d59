"""Building the gazetteer and the list of known names from their reviewed sources."""

from __future__ import annotations

import os
import tempfile
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from pathlib import Path

from wordfreq import zipf_frequency

from pipeline.faults.names.gazetteer import Gazetteer, read, write
from pipeline.faults.names.wordlist import words_of
from pipeline.flow.gazetteer import places
from pipeline.flow.gazetteer.corpus import name_groups
from pipeline.flow.gazetteer.merge import merge
from pipeline.flow.gazetteer.sources import read_sources
from pipeline.flow.gazetteer.tokens import known_names, name_items
from pipeline.model.entity import Entity
from pipeline.text.casing import fold

FILE, PLACES_FILE = "gazetteer.jsonl", "known_places.txt"
NAMES_FILE, ITEMS_FILE = "known_names.tsv", "name_items.tsv"
_HIGHEST = 4.5  # Zipf: a name that is a common word as well is not more famous for it


@dataclass(frozen=True, slots=True)
class Built:
    """What was built: records by kind, and the file."""

    kinds: Counter[str]
    path: Path


def build(sources: Path, out: Path, say: Callable[[str], None] = lambda _: None) -> Built:
    """Builds `out`/gazetteer.jsonl; the same sources give the same file.

    Raises:
        GazetteerError: a source file is wrong; the old file stays.
    """
    listed = read_sources(sources)
    say(f"{len(listed):,} records in {sources}")
    cities = list(places.cities())
    say(f"{len(cities):,} cities from GeoNames")
    entities = [_weighed(entity) for entity in merge([*listed, *cities])]
    gazetteer = Gazetteer(
        tuple(sorted(entities, key=lambda entity: entity.id)),
        max((entity.as_of for entity in entities if entity.as_of[:2] == "20"), default=""),
        {entity.source: entity.licence for entity in entities},
        ordinary_words(entities),
    )
    text = write(gazetteer)
    read(text)
    _replace(out / FILE, text)
    _replace(out / PLACES_FILE, "\n".join(places.place_words()) + "\n")
    groups = list(name_groups())
    say(f"{len(groups):,} name items from rigour")
    _replace(out / NAMES_FILE, "\n".join(["token", *known_names(groups)]) + "\n")
    items = name_items(groups, words_of(gazetteer.entities))
    _replace(
        out / ITEMS_FILE,
        "".join(f"{word}\t{' '.join(others)}\n" for word, others in [("word", ["same name"]), *items.items()]),
    )
    return Built(Counter(entity.kind for entity in entities), out / FILE)


def ordinary_words(entities: Iterable[Entity]) -> frozenset[str]:
    """The words of names that an English dictionary (Webster 1934, public domain) has in lower case as well."""
    from english_words import get_english_words_set

    listed = {word for word in get_english_words_set(["web2"]) if word[:1].islower()}
    found = words_of(entities)
    return frozenset(w for w in found if w in listed or w.removesuffix("s") in listed or w.removesuffix("es") in listed)


def _weighed(entity: Entity) -> Entity:
    """With how often news names it: the frequency of the rarest word of the part that stands alone."""
    words = [fold(word) for word in entity.family.replace("-", " ").split() if len(word) > 3] or [fold(entity.family)]
    zipf = min(min(zipf_frequency(word, "en") for word in words), _HIGHEST)
    return replace(entity, weight=round(max(zipf, entity.weight), 2))


def _replace(path: Path, text: str) -> None:
    """Writes the whole file or nothing."""
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=path.name)
    with os.fdopen(handle, "w", encoding="utf-8") as stream:
        stream.write(text)
    os.chmod(name, 0o644)
    os.replace(name, path)
