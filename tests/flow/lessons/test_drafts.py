"""What becomes a draft, and what never does."""

from __future__ import annotations

from dataclasses import replace

import pytest

from pipeline.flow.gazetteer import learn
from pipeline.flow.workplace import Workplace
from pipeline.model.decision import Verdict
from pipeline.model.entity import Entity, Office
from pipeline.model.errors import UsageError
from pipeline.model.lesson import Stage
from tests.flow.lessons.conftest import NAME, PERSON, published, say
from tests.store.samples import DAY, dump


def test_names_that_reviewers_accepted_become_drafts(place: Workplace) -> None:
    proposal = say(place, "Kuusmetsu", Verdict.ACCEPT)
    written = say(place, "Kuusmetsk", Verdict.ACCEPT, "Kuusmets")
    drafted = learn.draft_accepted(place, "ada")
    (lesson,) = drafted.lessons
    entity = lesson.entity
    assert (entity.name, entity.family, entity.kind, entity.variants) == (NAME, "Kuusmets", "person", ())
    assert set(lesson.from_decisions) == {proposal, written}
    assert drafted.left_out == ()
    rows = dump(place.store)
    assert learn.draft_accepted(place, "bob").left_out == (f"{NAME}: lesson {lesson.id} is DRAFT",)
    assert dump(place.store) == rows
    assert learn.draft_accepted(place, "bob", []) == learn.Drafted((), ())


def test_a_name_that_the_rules_know_is_left_out(place: Workplace) -> None:
    say(place, "Kuusmetsk", Verdict.ACCEPT, "Angela Merkel")
    drafted = learn.draft_accepted(place, "ada")
    assert drafted.lessons == ()
    assert "Merkel: the rules know it already as" in drafted.left_out[0]


def test_the_same_draft_twice_is_one(place: Workplace) -> None:
    lesson = learn.draft(place, PERSON, "ada")
    rows = dump(place.store)
    assert learn.draft(place, replace(PERSON, name=f" {NAME} "), "bob") == lesson
    assert dump(place.store) == rows
    changed = learn.draft(place, replace(PERSON, variants=("Tarvo Kuusmäts",)), "bob")
    assert (changed.id, changed.number, changed.stage) == (lesson.id, 2, Stage.DRAFT)
    assert [one.id for one in learn.all_lessons(place, Stage.DRAFT)] == [lesson.id]
    assert learn.all_lessons(place, Stage.PUBLISHED) == []


@pytest.mark.parametrize(
    ("entity", "says"),
    [
        (Entity("", "Bridge", "Bridge", "company"), "is a word of the dictionary"),
        (Entity("", "Bo", "Bo"), "shorter than 4 letters"),
        (Entity("", "", ""), "shorter than 4 letters"),
        (replace(PERSON, variants=("Vladimir Putin",)), "'Vladimir Putin' is the name of"),
        (
            replace(PERSON, variants=tuple(f"Tarvo {c}. Kuusmets" for c in "ABCDEFGHI")),
            "9 variants, and 8 are",
        ),
        (replace(PERSON, variants=("President Kuusmets",)), "holds a title"),
        (replace(PERSON, family="Kask"), "'Kask' is no part of it"),
        (replace(PERSON, kind=""), "no kind"),
        (Entity("", "Тарво Куусметс", "Куусметс"), "Latin letters"),
        (replace(PERSON, offices=(Office("mayor", "XX", DAY, None),)), "no government is called 'XX'"),
        (Entity("", "Vladimir Putin", "Putin"), "the rules know it already"),
    ],
)
def test_what_would_do_harm_is_refused(place: Workplace, entity: Entity, says: str) -> None:
    with pytest.raises(UsageError, match=says):
        learn.draft(place, entity, "ada")
    assert learn.all_lessons(place) == []


def test_a_spelling_of_a_known_name_is_no_new_name(place: Workplace) -> None:
    published(place, replace(PERSON, variants=("Tarwo Kuusmets",)))
    with pytest.raises(UsageError, match="the rules know it already as reviewers:"):
        learn.draft(place, Entity("", "Tarwo Kuusmets", "Kuusmets"), "ada")
