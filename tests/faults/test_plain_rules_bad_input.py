"""Every rule that is not about names, alone, on odd and long texts: no edit that is applied, and linear time."""

from __future__ import annotations

import time

import pytest

from pipeline.faults.catalogue import rules
from pipeline.faults.rule import Context, Rule
from pipeline.model.document import Document

PLAIN = [rule for rule in rules() if not rule.id.startswith("name.")]
LEFT = {
    "empty": "",
    "no capitals": "he left on monday for the russian border and i stayed , as always with a old friend",
    "all capitals": "THE MAYOR SAID THAT THE NEW LAW WILL HELP A OLD TOWN IN 2022 YEAR AND LATER",
    "cyrillic": "Президент Украины заявил, что переговоры продолжатся в понедельник, и и потом.",
    "chinese": "新华社北京7月26日电（记者王立）据报道，疫情得到有效控制。",
    "arabic": "قال الرئيس إن المحادثات ستستمر يوم الاثنين ، وأضاف .",
}
LONG = {
    "words": "stone house river " * 70_000,
    "one word": "Aa" * 200_000,
    "capitals": "Stone House River " * 70_000,
    "quotes": '"Stone House" (and "river '.replace("(", "") * 8_000,
    "sentences": "On monday the head of the the house said , that 50 billion dollars came in 2022 year. " * 4_000,
    "dashes": "a - " * 100_000,
    "numbers": "$61 billion 61% " * 30_000,
}


@pytest.mark.parametrize("text", [LEFT[n] for n in ("empty", "cyrillic", "chinese", "arabic")])
@pytest.mark.parametrize("rule", PLAIN, ids=lambda rule: rule.id)
def test_other_scripts_and_nothing_are_left(rule: Rule, text: str) -> None:
    assert [p for p in rule.find(Document("", text), Context()) if p.replacements and p.confidence >= 0.97] == []


@pytest.mark.parametrize("name", ["no capitals", "all capitals"])
def test_case_tells_nothing_where_there_is_only_one(name: str) -> None:
    for rule in PLAIN:
        if rule.id.startswith("case.") and rule.id != "case.acronym":
            assert list(rule.find(Document("", LEFT[name]), Context())) == [], rule.id


@pytest.mark.parametrize("name", LONG)
@pytest.mark.parametrize("rule", PLAIN, ids=lambda rule: rule.id)
def test_200_000_words_take_seconds(rule: Rule, name: str) -> None:
    started = time.process_time()
    list(rule.find(Document("", LONG[name]), Context()))
    assert time.process_time() - started < 10
