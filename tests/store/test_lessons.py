from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from alembic import command
from sqlalchemy import inspect, select

from pipeline.model.decision import Decision, Verdict
from pipeline.model.entity import Entity, Office
from pipeline.model.errors import StoreError, UsageError
from pipeline.model.lesson import MOVES, Lesson, Stage
from pipeline.model.trial import Effect, Trial
from pipeline.store import decisions, lessons, migrations, review_items, tables, trials
from pipeline.store.database import Store
from tests.store.samples import DAY, LATER, NOW, add_article, add_body, dump, mend, ruling, run, utc

ENTITY = Entity(
    "reviewers:1", "Tarvo Kuusmets", "Kuusmets", variants=("Tarvo Kuusmäts",), country="EE", weight=1.5, since=1999,
    offices=(Office("mayor", "EE", DAY, None), Office("minister", "EE", DAY, LATER.date())), source="reviewers",
)  # fmt: skip
EFFECT = Effect("https://a", "body", 3, "Kusmets", None, "", "FLAG", "name.x", 0.5, "so", "…", "f" * 64)
TRIAL = Trial(3, "rules", {"FLAG": 1}, {"HOLD→APPLY": 2}, {}, 0, (EFFECT,), (), (), ("name.x failed",))
DRAFT = Lesson("abc", ENTITY, Stage.DRAFT, "ada", utc(NOW), "why", ("p1", "p2"))
STATEMENTS = ("UPDATE lesson SET stage = 'PUBLISHED'", "DELETE FROM lesson")
OF_ONE = {
    "sqlite": ("INSERT OR REPLACE INTO lesson SELECT seq, lesson, number, 'PUBLISHED', entity, actor, at, reason, "
               "from_decisions, trial FROM lesson",),
    "postgresql": ("TRUNCATE lesson",),
}  # fmt: skip


def once_tested() -> Lesson:
    return replace(DRAFT.moved(Stage.TESTED, "bob", utc(LATER)), trial=TRIAL)


def test_a_lesson_comes_back_as_it_was(store: Store) -> None:
    published = once_tested().moved(Stage.PUBLISHED, "ada", utc(LATER), "it is right")
    with store.begin() as conn:
        for event in (DRAFT, once_tested(), published):
            lessons.add(conn, event)
        lessons.add(conn, replace(DRAFT, id="other"))
    with store.read() as conn:
        assert lessons.latest(conn, "abc") == published
        assert lessons.latest(conn, "none") is None
        assert lessons.history(conn, "abc") == [DRAFT, once_tested(), published]
        assert lessons.published(conn) == [published]
        assert [one.id for one in lessons.all_lessons(conn)] == ["abc", "other"]
    with store.begin() as conn:
        lessons.add(conn, published.moved(Stage.REVERTED, "ada", utc(LATER), "no"))
        assert lessons.published(conn) == []


def test_the_same_event_cannot_be_added_by_two(store: Store) -> None:
    with store.begin() as conn:
        lessons.add(conn, DRAFT)
    before = dump(store)
    says = r"lesson abc: somebody else changed it.*newsmend lessons show abc"
    with pytest.raises(UsageError, match=says), store.begin() as conn:
        lessons.add(conn, replace(DRAFT, actor="eve"))
    assert dump(store) == before


def test_nobody_changes_a_lesson(store: Store) -> None:
    with store.begin() as conn:
        lessons.add(conn, DRAFT)
    before = dump(store)
    for statement in STATEMENTS + OF_ONE[store.engine.dialect.name]:
        with pytest.raises(StoreError, match="insert-only"), store.begin() as conn:
            conn.exec_driver_sql(statement)
    assert dump(store) == before


@pytest.mark.parametrize("stage", Stage)
def test_only_the_allowed_moves_are_taken(stage: Stage) -> None:
    lesson = replace(DRAFT, stage=stage)
    for to in Stage:
        if to in MOVES[stage]:
            assert lesson.moved(to, "ada", NOW).number == 2
        else:
            with pytest.raises(UsageError, match=f"lesson abc: it is {stage} and cannot become {to}.*newsmend lessons"):
                lesson.moved(to, "ada", NOW)


def test_a_new_draft_forgets_the_test() -> None:
    again = once_tested().redrafted(replace(ENTITY, country=""), "eve", NOW, "", ())
    assert (again.stage, again.trial, again.number, again.from_decisions) == (Stage.DRAFT, None, 3, ("p1", "p2"))


def test_a_store_of_the_first_version_is_brought_up_to_date(empty_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    store = Store(empty_url)
    with store.begin() as conn:
        config = migrations._config()
        config.attributes["connection"] = conn
        command.upgrade(config, "0001")
    with store.begin() as conn:
        assert not inspect(conn).has_table("lesson")
        with monkeypatch.context() as then:  # as the program was before there was a queue
            then.setattr(review_items, "rebuild", lambda *_: None)
            mend(conn, add_body(conn), run(conn))
    columns = shape(store)
    rows = contents(store, columns)
    with pytest.raises(StoreError, match=r"version is 0001.*newsmend migrate"):
        store.check()
    store.migrate()
    store.check()
    assert contents(store, columns) == rows
    with store.read() as conn:
        queued = conn.execute(select(tables.review_item.c.before).order_by(tables.review_item.c.seq)).scalars().all()
    assert queued == ["President", "Voldymir"]
    with store.begin() as conn:
        lessons.add(conn, DRAFT)
        assert lessons.latest(conn, "abc") == DRAFT
    with pytest.raises(StoreError, match="insert-only"), store.begin() as conn:
        conn.exec_driver_sql("DELETE FROM lesson")
    store.dispose()


def shape(store: Store) -> dict[str, list[str]]:
    """The tables that there are now, with their columns."""
    with store.read() as conn:
        there = inspect(conn)
        names = [t.name for t in tables.metadata.sorted_tables if there.has_table(t.name)]
        return {name: [column["name"] for column in there.get_columns(name)] for name in names}


def contents(store: Store, columns: dict[str, list[str]]) -> dict[str, list[tuple[Any, ...]]]:
    """Every row of these tables, as far as these columns go."""
    with store.read() as conn:
        found = {name: select(*(tables.metadata.tables[name].c[c] for c in some)) for name, some in columns.items()}
        return {name: sorted(map(tuple, conn.execute(query)), key=repr) for name, query in found.items()}


def test_places_that_reviewers_judged(store: Store) -> None:
    id = ruling().proposal.id
    with store.begin() as conn:
        body = add_body(conn)
        mend(conn, body, run(conn))
        mend(conn, body, run(conn, "strict"))
        decisions.add(conn, [Decision(id, Verdict.ACCEPT, "ada", utc(NOW), "Wolodymyr")])
        decisions.add(conn, [Decision("e" * 64, Verdict.ACCEPT, "ada", utc(NOW))])
    with store.read() as conn:
        (one,) = trials.judged(conn, Verdict.ACCEPT)
        assert (one.document, one.text_sha) == (body.id, body.text_sha)
        assert (one.start, one.end, one.before, one.fix, one.fault) == (10, 18, "Voldymir", "Volodymyr", "NAME")
        assert one.decision.replacement == "Wolodymyr"
        assert trials.judged(conn, Verdict.REJECT) == []
    with store.begin() as conn:
        decisions.add(conn, [Decision(id, Verdict.REJECT, "bob", utc(LATER))])
        assert trials.judged(conn, Verdict.ACCEPT) == []
        assert [one.decision.actor for one in trials.judged(conn, Verdict.REJECT)] == ["bob"]


def test_the_newest_articles_come_first(store: Store) -> None:
    with store.begin() as conn:
        ids = [add_article(conn, url=f"https://news.test/{n}") for n in range(3)]
        assert trials.newest_articles(conn, None, 2) == ids[:2]
        assert trials.newest_articles(conn, DAY, 9) == ids
        assert trials.newest_articles(conn, date(2026, 3, 15), 9) == []
