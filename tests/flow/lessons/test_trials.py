"""What a test on the archive finds, and what it prevents."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta

import pytest
from sqlalchemy import Connection

from pipeline.flow.gazetteer import learn
from pipeline.flow.mend_stored import mend_articles
from pipeline.flow.workplace import Workplace, now
from pipeline.model.decision import Decision, Verdict
from pipeline.model.errors import UsageError
from pipeline.model.lesson import Stage
from pipeline.store import decisions, lessons, log, trials
from tests.flow.lessons.conftest import PERSON, TEXTS, clean, mend_all, published, say
from tests.store.samples import add_article, dump


@pytest.mark.parametrize("how", ["the same change elsewhere", "the same proposal", "a flag"])
def test_what_reviewers_refused_is_a_conflict(place: Workplace, how: str) -> None:
    id = published(place)
    mend_all(place)
    if how == "a flag":  # refused as it stood before the lesson
        learn.revert(place, id, "ada", "not yet")
        mend_all(place)
        with place.store.begin() as conn:
            add_article(conn, url="https://news.test/4", text="Tarvo Kuusmets left. Kuusmets said Kuusmats was ill.")
        mend_all(place)
        with place.store.read() as conn:
            row = next(r for r in log.rows(conn) if r.article_url.endswith("/4") and not r.after)
        with place.store.begin() as conn:
            decisions.add(conn, [Decision(row.proposal_id, Verdict.REJECT, "ada", now())])
    else:
        say(place, "Kuusmetsa", Verdict.REJECT)
        learn.revert(place, id, "ada", "not yet")
        if how == "the same change elsewhere":
            with place.store.begin() as conn:
                add_article(conn, url="https://news.test/5", text=TEXTS["https://news.test/1"] + " It rained.")
        mend_all(place)
    learn.draft(place, PERSON, "ada")
    trial = learn.test(place, id, "ada").trial
    assert trial is not None
    assert trial.conflicts == len(trial.conflicting) == (2 if how == "the same change elsewhere" else 1)
    rows = dump(place.store)
    with pytest.raises(UsageError, match=r"would apply \d edits that reviewers refused.*--despite-conflicts"):
        learn.publish(place, id, "ada", "he is right")
    assert dump(place.store) == rows
    assert learn.publish(place, id, "ada", "he is right", despite_conflicts=True).stage is Stage.PUBLISHED
    mend_all(place)
    if how == "the same proposal":
        assert "Kuusmetsa" in clean(place)["https://news.test/1 body"]  # a reviewer's word stands


def test_a_test_on_nothing_or_by_other_rules_is_not_enough(place: Workplace, monkeypatch: pytest.MonkeyPatch) -> None:
    id = learn.draft(place, PERSON, "ada").id
    monkeypatch.setattr("pipeline.store.trials.newest_articles", lambda *_: [])
    learn.test(place, id, "ada", days=1)
    with pytest.raises(UsageError, match="tested on no text"):
        learn.publish(place, id, "ada", "why")
    monkeypatch.undo()
    learn.test(place, id, "ada", limit=1)
    monkeypatch.setattr("pipeline.flow.gazetteer.gatekeeper.rules_fingerprint", lambda: "others")
    with pytest.raises(UsageError, match=r"rules changed since it was tested.*lessons test"):
        learn.publish(place, id, "ada", "why")


def test_killed_half_way_nothing_has_happened(place: Workplace, monkeypatch: pytest.MonkeyPatch) -> None:
    id = published(place)
    learn.revert(place, id, "ada", "not yet")
    learn.draft(place, PERSON, "ada")
    learn.test(place, id, "ada")
    rows, add = dump(place.store), lessons.add

    def dies(*args: object) -> None:
        add(*args)  # type: ignore[arg-type]
        raise KeyboardInterrupt

    monkeypatch.setattr("pipeline.store.lessons.add", dies)
    steps: tuple[Callable[[], object], ...] = (
        lambda: learn.publish(place, id, "ada", "why"),
        lambda: learn.test(place, id, "ada"),
        lambda: learn.draft(place, replace(PERSON, country="LV"), "ada"),
    )
    for step in steps:
        with pytest.raises(KeyboardInterrupt):
            step()
        assert dump(place.store) == rows
    monkeypatch.undo()
    assert learn.publish(place, id, "ada", "why").stage is Stage.PUBLISHED


def test_a_lesson_that_changed_while_it_was_tested_is_not_tested(place: Workplace) -> None:
    id = learn.draft(place, PERSON, "ada").id

    def change(*_: object) -> None:
        learn.draft(place, replace(PERSON, country="LV"), "bob")

    with pytest.raises(UsageError, match="changed while it was tested"):
        learn.test(place, id, "ada", progress=change)
    assert learn.get(place, id).stage is Stage.DRAFT


def test_a_text_that_no_rule_reads_is_not_mended_anew(place: Workplace) -> None:
    with place.store.begin() as conn:
        french = "Le ministre a déclaré que le président viendrait lundi avec toute la délégation. " * 5
        id = add_article(conn, url="https://news.test/fr", text=french)
    mend_articles(place, [id])
    published(place)
    assert mend_articles(place, [id]).changed == 0


def test_only_articles_of_the_last_days_are_tested(place: Workplace, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[tuple[date | None, int]] = []
    real = trials.newest_articles

    def newest(conn: Connection, since: date | None, limit: int) -> list[str]:
        asked.append((since, limit))
        return real(conn, None, 1)

    monkeypatch.setattr("pipeline.store.trials.newest_articles", newest)
    trial = learn.test(place, learn.draft(place, PERSON, "ada").id, "ada", days=30, limit=7).trial
    assert trial is not None
    assert trial.texts == 2
    assert asked == [(now().date() - timedelta(days=30), 7)]
