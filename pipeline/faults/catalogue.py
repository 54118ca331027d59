"""Every rule there is. A rule that is not in this tuple does not run; a test compares the tuple with the folders."""

from __future__ import annotations

from functools import cache

from pipeline.faults.casing.acronym_case import AcronymCase
from pipeline.faults.duplication.duplicated_word import DuplicatedWord
from pipeline.faults.fragments.dangling_fragment import DanglingFragment
from pipeline.faults.names.garbled_office_holder import GarbledOfficeHolder
from pipeline.faults.names.index import NameIndex
from pipeline.faults.names.known import KnownWords
from pipeline.faults.names.people import people_of
from pipeline.faults.names.titles import Governments, Titles
from pipeline.faults.phrases.press_time import PressTime
from pipeline.faults.punctuation.doubled_stop import DoubledStop
from pipeline.faults.punctuation.stray_space import StraySpace
from pipeline.faults.residue.enumerator_debris import EnumeratorDebris
from pipeline.faults.resources import rows, toml
from pipeline.faults.rule import Rule


@cache
def rules() -> tuple[Rule, ...]:
    """The rules with their data, built once."""
    return (
        AcronymCase.of(toml("casing", "acronyms.toml")),
        DanglingFragment(),
        DoubledStop(),
        DuplicatedWord(),
        EnumeratorDebris(),
        _garbled_office_holder(),
        PressTime.of(toml("phrases", "press_time.toml")),
        StraySpace(),
    )


def _garbled_office_holder() -> GarbledOfficeHolder:
    people = people_of(rows("names", "people.tsv"))
    return GarbledOfficeHolder(
        people,
        NameIndex.of(people),
        KnownWords.of(rows("names", "known_names.tsv")),
        Titles.of(rows("names", "offices.tsv")),
        Governments.of(rows("names", "governments.tsv")),
    )
