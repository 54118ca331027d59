"""The names rules with their data."""

from __future__ import annotations

import json
from collections.abc import Iterable

from pipeline.faults.names.channel import Channel
from pipeline.faults.names.evidence import Gatherer
from pipeline.faults.names.garbled_name import GarbledName
from pipeline.faults.names.gazetteer import Gazetteer
from pipeline.faults.names.governments import Governments
from pipeline.faults.names.index import NameIndex
from pipeline.faults.names.judge import Judge
from pipeline.faults.names.known import KnownWords
from pipeline.faults.names.spelling_consistency import SpellingConsistency
from pipeline.faults.names.subjects import Subjects
from pipeline.faults.names.titles import Titles
from pipeline.faults.names.unknown_garble import UnknownGarble
from pipeline.faults.resources import read, rows
from pipeline.faults.rule import Rule
from pipeline.model.entity import Entity

FOLDER = "names"


def names_rules(gazetteer: Gazetteer, learned: Iterable[Entity] = ()) -> tuple[Rule, ...]:
    """The rules about names, with the gazetteer and what reviewers taught."""
    gatherer = gatherer_of(gazetteer, learned)
    judge = Judge.of(json.loads(read(FOLDER, "judge.json")))
    return GarbledName(gatherer, judge), SpellingConsistency(gatherer), UnknownGarble(gatherer)


def gatherer_of(gazetteer: Gazetteer, learned: Iterable[Entity] = ()) -> Gatherer:
    """What the rules know: who there is, how names are garbled, which words are names of their own."""
    index = NameIndex.of(gazetteer, Channel.of(json.loads(read(FOLDER, "channel.json"))), learned)
    given = [word for word, refs in index.words.items() if ":g:" in refs]
    return Gatherer(
        index,
        KnownWords.of(
            read(FOLDER, "known_names.tsv").split("\n")[1:],
            read(FOLDER, "known_places.txt").split("\n"),
            given,
            dict(line.split("\t", 1) for line in read(FOLDER, "name_items.tsv").splitlines()[1:]),
        ),
        Titles.of(rows(FOLDER, "offices.tsv")),
        Governments.of(rows(FOLDER, "governments.tsv")),
        Subjects.of(rows(FOLDER, "fields.tsv"), rows(FOLDER, "trades.tsv")),
    )
