"""The people of the data file: whole, consistent, and never a garble of one another."""

from __future__ import annotations

from datetime import date
from itertools import pairwise

from pipeline.faults.names.known import KnownWords
from pipeline.faults.names.people import Office, people_of
from pipeline.faults.names.titles import Governments, Titles
from pipeline.faults.resources import rows

PEOPLE = people_of(rows("names", "people.tsv"))
TITLES = Titles.of(rows("names", "offices.tsv"))
GOVERNMENTS = Governments.of(rows("names", "governments.tsv"))


def test_holds_hundreds_of_people_each_once() -> None:
    assert len(PEOPLE) >= 300
    assert len({p.id for p in PEOPLE}) == len(PEOPLE)
    assert len({p.name for p in PEOPLE}) == len(PEOPLE)
    assert all(p.family in p.name for p in PEOPLE)


def test_every_row_says_where_it_comes_from_and_when_it_was_true() -> None:
    for row in rows("names", "people.tsv"):
        assert row["source"] in ("hand", "factbook+hand")
        date.fromisoformat(row["as_of"])


def test_offices_are_of_known_kinds_and_end_after_they_start() -> None:
    for person in PEOPLE:
        for office in person.offices:
            assert TITLES.label(office.kind, office.government)
            assert office.government in GOVERNMENTS.names
            assert office.end is None or office.end > office.start


def test_one_holder_at_a_time_where_there_can_be_but_one() -> None:
    held: dict[tuple[str, str], list[tuple[Office, str]]] = {}
    for person in PEOPLE:
        for office in person.offices:
            if office.kind in ("president", "prime-minister", "chancellor", "foreign", "defence"):
                held.setdefault((office.kind, office.government), []).append((office, person.name))
    for offices in held.values():
        ordered = sorted(offices, key=lambda pair: pair[0].start)
        for (earlier, who), (later, whom) in pairwise(ordered):
            assert earlier.end is not None, (who, whom)
            assert earlier.end <= later.start, (who, whom)


def test_facts_that_an_editor_knows() -> None:
    on = date(2026, 8, 1)
    holders = {(o.kind, o.government): p.name for p in PEOPLE for o in p.holds(on)}
    assert holders["prime-minister", "GB"] == "Andy Burnham"
    assert holders["defence", "US"] == "Pete Hegseth"
    assert holders["president", "UA"] == "Volodymyr Zelensky"
    assert holders["secretary-general", "NATO"] == "Mark Rutte"


def test_known_words_know_people_and_words_but_no_garbles() -> None:
    known = KnownWords.of(rows("names", "known_names.tsv"))
    assert all(word in known for word in ("hegarty", "rubin", "mertz", "takahashi", "table"))
    assert not any(word in known for word in ("hegses", "voldymir", "besent", "zerenski"))
