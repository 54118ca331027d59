"""The gazetteer that comes with a release: whole, consistent, quick to open, and broken files say so."""

from __future__ import annotations

import json
from datetime import date
from itertools import pairwise

import pytest

from pipeline.faults.catalogue import embedded
from pipeline.faults.names.assembly import gatherer_of
from pipeline.faults.names.gazetteer import Gazetteer, read, write
from pipeline.model.entity import Entity, Office
from pipeline.model.errors import GazetteerError

PEOPLE = [entity for entity in embedded().entities if entity.is_person]
GATHERER = gatherer_of(embedded())
SMALL = Gazetteer(
    (
        Entity("Q1", "Ann Example", "Example", variants=("Anne Example",), country="US",
               offices=(Office("president", "US", date(2020, 1, 20), None),), source="hand", licence="Apache-2.0"),
        Entity("exampleville", "Exampleville", "Exampleville", kind="city", country="US"),
    ),
    "2026-01-01", {"hand": "Apache-2.0"}, frozenset({"target"}),
)  # fmt: skip


def test_holds_thousands_of_people_of_all_fields_each_once() -> None:
    assert len(PEOPLE) >= 10_000
    assert len({entity.id for entity in embedded().entities}) == len(embedded().entities)
    outside_politics = [p for p in PEOPLE if p.field not in ("politics", "")]
    assert len(outside_politics) >= 3_000
    assert all(p.known_for for p in outside_politics)


def test_every_record_says_where_it_comes_from() -> None:
    assert all(entity.source and entity.licence for entity in embedded().entities)


def test_offices_are_of_known_kinds_and_end_after_they_start() -> None:
    for person in PEOPLE:
        for office in person.offices:
            assert (office.kind, "") in GATHERER.titles.labels, (person.name, office.kind)
            assert office.government in GATHERER.governments.names, (person.name, office.government)
            assert office.end is None or office.end >= office.start, person.name


def test_one_holder_at_a_time_where_there_can_be_but_one() -> None:
    held: dict[tuple[str, str], list[tuple[Office, str]]] = {}
    for person in PEOPLE:
        if person.source in ("hand", "factbook+hand"):
            for office in person.offices:
                if office.kind in ("president", "prime-minister", "chancellor"):
                    held.setdefault((office.kind, office.government), []).append((office, person.name))
    overlaps = []
    for key, offices in held.items():
        for (earlier, who), (later, whom) in pairwise(sorted(offices, key=lambda pair: pair[0].start)):
            vague = earlier.end is not None and (earlier.end.month, earlier.end.day) == (12, 31)
            if who != whom and not vague and (earlier.end is None or (earlier.end - later.start).days > 45):
                overlaps.append((key, who, whom))
    assert overlaps == []


def test_facts_that_an_editor_knows() -> None:
    on = date(2026, 8, 1)
    holders = {(o.kind, o.government): p.name for p in PEOPLE for o in p.holds(on)}
    assert holders["prime-minister", "GB"] == "Andy Burnham"
    assert holders["defence", "US"] == "Pete Hegseth"
    assert holders["president", "UA"] == "Volodymyr Zelensky"
    assert holders["secretary-general", "NATO"] == "Mark Rutte"


def test_known_words_know_people_and_words_but_no_garbles() -> None:
    known = GATHERER.known
    assert all(word in known for word in ("hegarty", "rubin", "mertz", "takahashi", "table"))
    assert not any(word in known for word in ("hegses", "voldymir", "besent", "zerenski"))


def test_what_is_written_is_read_again() -> None:
    text = write(SMALL)
    again = read(text)
    assert tuple(again.entities) == tuple(SMALL.entities)
    assert (again.as_of, again.sources, again.ordinary) == (SMALL.as_of, SMALL.sources, SMALL.ordinary)
    assert write(again) == text


@pytest.mark.parametrize(
    ("damage", "says"),
    [
        (lambda text: text[: len(text) // 2], "records are there"),
        (lambda text: text.replace("Ann", "Eve"), "some were changed"),
        (lambda text: "", "not a gazetteer file"),
        (lambda text: "[]\n" + text, "not a gazetteer file"),
        (lambda text: json.dumps({**json.loads(text.split("\n", 1)[0]), "version": 99}) + "\n", "newer Newsmend"),
    ],
)
def test_a_damaged_file_says_what_is_wrong_and_what_to_do(damage: object, says: str) -> None:
    with pytest.raises(GazetteerError, match=says) as caught:
        read(damage(write(SMALL)), "names.jsonl")  # type: ignore[operator]
    assert caught.value.where == "names.jsonl"
    assert caught.value.hint
