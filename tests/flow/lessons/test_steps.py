"""A name on its way from reviewers to the rules and back."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from pipeline.faults.catalogue import rules_with
from pipeline.faults.rule import Context
from pipeline.flow.gazetteer import learn
from pipeline.flow.mend import mend
from pipeline.flow.workplace import Workplace
from pipeline.model.document import Document
from pipeline.model.entity import Entity
from pipeline.model.errors import UsageError
from pipeline.model.lesson import Stage
from tests.flow.lessons.conftest import PERSON, TEXTS, clean, mend_all, published, standing_log
from tests.store.samples import DAY, dump


def test_the_whole_way_there_and_back(place: Workplace) -> None:
    before, log_before = clean(place), standing_log(place)
    assert "Kuusmetsa said" in before["https://news.test/1 body"]
    lesson = learn.draft(place, PERSON, "ada")
    assert (lesson.stage, lesson.number, lesson.entity.source) == (Stage.DRAFT, 1, "reviewers")
    seen: list[tuple[str, int, int]] = []
    trial = learn.test(place, lesson.id, "bob", progress=lambda *note: seen.append(note)).trial
    assert trial is not None
    assert (trial.texts, trial.conflicts, trial.failures) == (6, 0, ())
    assert trial.new["APPLY"] >= 2
    assert trial.gone
    assert seen[-1] == ("tested", 3, 3)
    first = trial.effects[0]
    assert (first.url, first.before, first.after, first.now) == (
        "https://news.test/1", "Kuusmetsa", "Kuusmets", "APPLY",
    )  # fmt: skip
    assert first.context.startswith("The engineer Tarvo Kuusmetsa said")
    assert mend_all(place) == 0  # nothing but publishing changes what is mended
    learn.publish(place, lesson.id, "ada", "he builds bridges")
    mended = mend_all(place)
    after = clean(place)
    assert mended == sum(after[text] != before[text] for text in after) == 2  # a text that stays has no new mending
    assert mend_all(place) == 0
    assert "The engineer Tarvo Kuusmets said" in after["https://news.test/1 body"]
    assert after["https://news.test/3 body"] == before["https://news.test/3 body"]
    learn.revert(place, lesson.id, "eve", "two people have this name")
    mend_all(place)
    assert (clean(place), standing_log(place)) == (before, log_before)
    rows = dump(place.store)
    mend_all(place)
    assert dump(place.store) == rows
    assert [(e.stage, e.actor) for e in learn.history(place, lesson.id)] == [
        (Stage.DRAFT, "ada"), (Stage.TESTED, "bob"), (Stage.PUBLISHED, "ada"), (Stage.REVERTED, "eve"),
    ]  # fmt: skip


def test_wrong_moves_are_refused_and_change_nothing(place: Workplace) -> None:
    id = learn.draft(place, PERSON, "ada").id
    with pytest.raises(UsageError, match=r"it is DRAFT and cannot become PUBLISHED.*lessons test"):
        learn.publish(place, id, "ada", "why")
    with pytest.raises(UsageError, match="it is DRAFT and cannot become REVERTED"):
        learn.revert(place, id, "ada", "why")
    with pytest.raises(UsageError, match="there is no such lesson"):
        learn.test(place, "nonsense", "ada")
    learn.test(place, id, "ada")
    for empty in ("", "  "):
        with pytest.raises(UsageError, match=r"needs a reason.*--reason"):
            learn.publish(place, id, "ada", empty)
        with pytest.raises(UsageError, match=r"needs who publishes it.*--actor"):
            learn.publish(place, id, empty, "why")
    learn.publish(place, id, "ada", "why")
    rows = dump(place.store)
    steps: tuple[Callable[[], object], ...] = (
        lambda: learn.publish(place, id, "ada", "why"),
        lambda: learn.test(place, id, "ada"),
        lambda: learn.draft(place, replace(PERSON, country=""), "ada"),
        lambda: learn.revert(place, id, "ada", ""),
    )
    for step in steps:
        with pytest.raises(UsageError):
            step()
    assert dump(place.store) == rows


def test_a_reverted_name_is_drafted_again_and_a_tested_one_tested_again(place: Workplace) -> None:
    id = published(place)
    learn.revert(place, id, "ada", "in doubt")
    assert learn.draft_accepted(place, "ada") == learn.Drafted((), ())
    assert learn.draft(place, PERSON, "ada").number == 5
    learn.test(place, id, "ada")
    again = learn.test(place, id, "bob")
    assert (again.stage, again.number, again.actor) == (Stage.TESTED, 8, "bob")


def test_published_names_come_in_a_fixed_order(place: Workplace) -> None:
    one = published(place)
    two = published(place, Entity("", "Olev Kaskmaa", "Kaskmaa"))
    names = [entity.id for entity in learn.published_entities(place)]
    assert names == sorted(f"reviewers:{id}" for id in (one, two))


def test_a_text_is_mended_with_learned_names(place: Workplace) -> None:
    published(place)
    document = Document("", TEXTS["https://news.test/1"])
    assert "Kuusmetsa" in mend(document, Context(published=DAY)).text
    assert "Kuusmets said" in mend(document, Context(published=DAY), learned=learn.published_entities(place)).text


def test_the_real_rules_know_a_learned_name() -> None:
    document, taught = Document("", TEXTS["https://news.test/1"]), replace(PERSON, id="reviewers:1")
    found = [p for rule in rules_with((taught,)) for p in rule.find(document, Context(published=DAY))]
    assert ("Kuusmetsa", ("Kuusmets",)) in {(p.anchor.quote, p.replacements) for p in found}
