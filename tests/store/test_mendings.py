from __future__ import annotations

import itertools

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pipeline.model.document import Document
from pipeline.model.errors import StoreError
from pipeline.model.proposal import Fault, Proposal
from pipeline.model.ruling import Outcome, Ruling
from pipeline.store import documents, log, mendings, stats
from pipeline.store.database import Store
from pipeline.store.records import LogRow
from pipeline.store.rulings import order
from tests.store.samples import DAY, NOW, TEXT, add_article, add_body, dump, mend, ruling, run

WORDS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"))
NUMBERS = itertools.count()
SLOW_START = [HealthCheck.function_scoped_fixture, HealthCheck.too_slow]


def test_mending_twice_changes_nothing(store: Store) -> None:
    with store.begin() as conn:
        body, run_id = add_body(conn), run(conn)
        assert mend(conn, body, run_id)
    before = dump(store)
    with store.begin() as conn:
        assert run(conn) == run_id
        assert not mend(conn, body, run_id)
    assert dump(store) == before
    assert len(before["ruling"]) == 2


def test_the_newest_mending_stands_and_an_older_one_can_again(store: Store) -> None:
    with store.begin() as conn:
        body, one, two = add_body(conn), run(conn), run(conn, "strict")
        assert mend(conn, body, one)
        assert mend(conn, body, two)
        assert mend(conn, body, two, "a decision")
        standing = mendings.latest(conn, [body.id])[body.id]
        assert (standing.run, standing.decisions_sha) == (two, "a decision")
        assert mendings.latest(conn, [body.id], run=one)[body.id].run == one
        assert mendings.exists(conn, two, {body.id: "a decision"}) == {body.id}
        assert mendings.exists(conn, two, {body.id: "none"}) == set()  # the decision was taken back: something is to do
        assert not mend(conn, body, two)
        assert mendings.exists(conn, two, {body.id: "none"}) == {body.id}
        assert mendings.latest(conn, [body.id])[body.id].decisions_sha == "none"
        assert mendings.latest(conn, []) == {}
    rows = dump(store)
    assert len(rows["ruling"]) == 6
    assert {(row[3], row[4]) for row in rows["proposal"]} == {(one, two)}


def test_a_mending_without_rulings_is_stored_too(store: Store) -> None:
    with store.begin() as conn:
        body, run_id = add_body(conn), run(conn)
        for expected in (True, False):
            added = mendings.add(
                conn, source="demo", run=run_id, document=body, decisions_sha="", clean_text=TEXT, rulings=[], at=NOW
            )
            assert added is expected
        assert mendings.rulings(conn, mendings.latest(conn, [body.id])[body.id].id) == []
        assert log.verify_chain(conn, "demo") is None


def test_a_ruling_about_another_text_is_refused(store: Store) -> None:
    wrong = [ruling("Somebody Voldymirx else")]
    with store.begin() as conn:
        body, run_id = add_body(conn), run(conn)
        with pytest.raises(StoreError, match="another text"):
            mendings.add(
                conn, source="demo", run=run_id, document=body, decisions_sha="", clean_text="", rulings=wrong, at=NOW
            )


@st.composite
def texts_with_rulings(draw: st.DrawFn) -> tuple[str, list[Ruling]]:
    text = draw(WORDS.filter(bool))
    document = Document("", text)

    def one() -> Ruling:
        start = draw(st.integers(0, len(text) - 1))
        anchor = document.anchor(start, draw(st.integers(start + 1, len(text))))
        options = tuple(draw(st.lists(WORDS, max_size=3)))
        proposal = Proposal(
            anchor, options, draw(st.sampled_from(Fault)), draw(WORDS), draw(st.floats(0, 1)), draw(WORDS)
        )
        return Ruling(proposal, draw(st.sampled_from(Outcome)), draw(st.none() | WORDS), draw(WORDS))

    return text, [one() for _ in range(draw(st.integers(0, 4)))]


@given(st.data())
@settings(max_examples=40, deadline=None, suppress_health_check=SLOW_START, database=None)
def test_rulings_come_back_as_they_were(store: Store, data: st.DataObject) -> None:
    text, rulings = data.draw(texts_with_rulings())
    with store.begin() as conn:
        body, run_id = add_body(conn, text=text), run(conn)
        sha = str(next(NUMBERS))  # the same text may be drawn again
        mendings.add(
            conn, source="demo", run=run_id, document=body, decisions_sha=sha, clean_text=text, rulings=rulings, at=NOW
        )
    with store.read() as conn:
        standing = mendings.latest(conn, [body.id])[body.id]
        assert standing.clean_text == text
        assert mendings.rulings(conn, standing.id) == sorted(rulings, key=order)
        assert log.verify_chain(conn, "demo") is None


def test_the_log_reads_as_people_need_it(store: Store) -> None:
    with store.begin() as conn:
        body, run_id = add_body(conn), run(conn)
        mend(conn, body, run_id)
        mend(conn, add_body(conn, "other"), run_id, source="other")
        assert [(row.source, row.seq) for row in log.rows(conn)] == [
            ("demo", 1),
            ("demo", 2),
            ("other", 1),
            ("other", 2),
        ]
        (row,) = log.rows(conn, source="demo", outcome="APPLY", rule="name.given-name", day=DAY, since_seq=1, limit=1)
        expected = ruling()
        assert row == LogRow(
            2, "demo", "https://news.test/a", body.article, DAY, "body", 10, 18, "Voldymir", "Volodymyr", "NAME",
            "name.given-name", "APPLY", 0.99, "President of Ukraine since 2019.", "policy", expected.proposal.id,
            run_id, row.hash,
        )  # fmt: skip
        assert list(log.rows(conn, since_seq=2)) == list(log.rows(conn, outcome="FLAG")) == []
        assert log.sources(conn) == ["demo", "other"]


def test_only_what_stands_is_listed_unless_all_is_asked(store: Store) -> None:
    with store.begin() as conn:
        body, run_id = add_body(conn), run(conn)
        mend(conn, body, run_id)
        mend(conn, body, run_id, "a decision")
        assert [row.seq for row in log.rows(conn)] == [3, 4]
        assert [row.seq for row in log.rows(conn, all=True)] == [1, 2, 3, 4]
        mend(conn, body, run_id)
        assert [row.seq for row in log.rows(conn)] == [1, 2]
        add_article(conn, text="A corrected text.")
        assert list(log.rows(conn)) == []


def test_figures_count_what_stands(store: Store) -> None:
    with store.begin() as conn:
        body, run_id = add_body(conn), run(conn)
        mend(conn, body, run_id, "old")
        mend(conn, body, run_id)
        add_article(conn, "quiet", text="One two three.")
        demo, quiet = stats.per_source(conn)
        assert (demo.source, demo.articles, demo.documents, demo.words) == ("demo", 1, 2, 9)
        assert demo.outcomes == {"APPLY": 1, "HOLD": 1}
        assert (quiet.documents, quiet.words, quiet.outcomes) == (2, 5, {})
        (rule,) = stats.per_rule(conn)
        assert (rule.rule, rule.fault, rule.proposals, rule.outcomes) == (
            "name.given-name", "NAME", 2, {"APPLY": 1, "HOLD": 1},
        )  # fmt: skip


def test_a_long_read_may_ask_other_questions_meanwhile(store: Store) -> None:
    with store.begin() as conn:
        run_id = run(conn)
        for number in range(3):
            mend(conn, add_body(conn, url=f"https://news.test/{number}"), run_id)
    with store.read() as conn:
        seen = [mendings.latest(conn, [text.id]).keys() for text in documents.all_documents(conn)]
        assert sum(map(len, seen)) == 3
        assert next(log.rows(conn)).seq == 1
        assert len(seen) == 6
