from __future__ import annotations

import pytest
from sqlalchemy import select

from pipeline.flow import review
from pipeline.flow.workplace import Workplace, now
from pipeline.model.decision import Verdict
from pipeline.model.errors import UsageError
from pipeline.review import queue
from pipeline.review.filters import ANY, Filters, read
from pipeline.store import review_items, tables
from tests.review.desk import AT, TALKS, WEATHER, add, item, items, say
from tests.store.samples import DAY


def test_the_worst_comes_first(place: Workplace) -> None:
    rows = items(place)
    assert [row.priority for row in rows] == sorted(row.priority for row in rows)
    first = rows[0]
    assert (first.before, first.outcome) == (",", "HOLD")  # 0.95 sure of a fault that is left
    assert rows[0].priority < item(place, "Zelenskyi").priority < 0
    assert first.left.endswith("did not agree")
    assert first.right.startswith("and he left")


def test_pages_follow_one_another_without_gap_or_repeat(place: Workplace) -> None:
    add(place, "https://news.test/copy", TALKS, source="other")
    whole = [row.key for row in items(place)]
    with place.store.read() as conn:
        found: list[str] = []
        after = ""
        while True:
            page = queue.page(conn, Filters(state=ANY), now(), after, 3)
            found += [row.key for row in page.items]
            if page.more is None:
                break
            after = page.more
    assert found == whole
    assert len(set(found)) == len(found) > 20


@pytest.mark.parametrize(
    ("filters", "quotes"),
    [
        (Filters(rule="name.garbled"), {"Vladymyr", "Kuusmetsk"}),
        (Filters(fault="NUMBER"), {"31 February"}),
        (Filters(outcome="HOLD"), {"Vladymyr", ","}),
        (Filters(low=0.3, high=0.8), {"Vladymyr", "He have"}),
        (Filters(source="nobody"), set()),
        (Filters(text="zelenskY CAME"), set()),
        (Filters(text="zelensk"), {"Zelenskyi"}),
        (Filters(text="volodym talk"), {"Vladymyr"}),
        (Filters(text="%"), set()),
        (Filters(text="_ladymyr"), set()),
        (Filters(text="'; DROP TABLE ruling; --"), set()),
        (Filters(rule="' OR 1=1 --"), set()),
        (Filters(state="accepted"), set()),
        (Filters(reviewer="ada"), set()),
        (Filters(since=DAY, until=DAY, fault="FRAGMENT"), {"of of"}),
        (Filters(like="0" * 64), set()),
    ],
)
def test_filters(place: Workplace, filters: Filters, quotes: set[str]) -> None:
    assert {row.before for row in items(place, filters)} == quotes


def test_filters_of_what_was_decided(place: Workplace) -> None:
    say(place, "Vladymyr", Verdict.ACCEPT)
    say(place, "Zelenskyi", Verdict.REJECT, actor="bob")
    assert [row.before for row in items(place, Filters(state="accepted"))] == ["Vladymyr"]
    assert [row.before for row in items(place, Filters(state=ANY, reviewer="bob"))] == ["Zelenskyi"]
    found = review.read_queue(place, Filters(), "ada")
    assert found.choices.reviewers == ("ada", "bob")
    assert found.choices.sources == ("demo",)
    assert "name.garbled" in found.choices.rules
    assert found.today == 1


def test_all_like_one_share_its_likeness(place: Workplace) -> None:
    like = item(place, "the the").likeness
    assert [row.before for row in items(place, Filters(like=like))] == ["the the", "the the"]


def test_filters_survive_their_address() -> None:
    filters = Filters(source="a&b=ü", rule="x'", state=ANY, low=0.25, since=DAY, text='"><script>')
    assert read(filters.query()) == filters
    assert Filters().query() == {}


@pytest.mark.parametrize(
    "query",
    [
        {"fault": "x"}, {"outcome": "apply"}, {"state": "'"}, {"low": "nan"}, {"high": "2"}, {"low": "1e999"},
        {"since": "tomorrow"}, {"until": "2026-13-01"}, {"run": "abc"}, {"like": "%"}, {"text": "x" * 301},
        {"source": "a\x00"},
    ],
)  # fmt: skip
def test_filters_that_make_no_sense_are_named(query: dict[str, str]) -> None:
    with pytest.raises(UsageError, match=next(iter(query))):
        read(query)


@pytest.mark.parametrize("after", ["x", "1~2~3", "-0.5~" + "g" * 64 + "~" + "a" * 64, "-0.5~" + "a" * 64, "'" * 200])
def test_a_place_in_the_queue_that_is_none_is_refused(place: Workplace, after: str) -> None:
    with pytest.raises(UsageError):
        review.read_queue(place, Filters(), "ada", after)


def test_the_queue_follows_the_text_that_stands(place: Workplace) -> None:
    url = "https://news.test/weather"
    old = {row.before for row in items(place, Filters(text="talk")) if row.article == add(place, url, WEATHER)}
    assert old == {" ."}
    add(place, url, "The council met on 31 February.")
    mine = [row for row in items(place) if row.article == add(place, url, "The council met on 31 February.")]
    assert [row.before for row in mine] == ["31 February"]
    back = add(place, url, WEATHER)
    assert {row.before for row in items(place) if row.article == back} == {" ."}


def test_rebuilding_the_queue_changes_nothing(place: Workplace) -> None:
    say(place, "Vladymyr", Verdict.ACCEPT)
    before = items(place)
    with place.store.begin() as conn:
        for document in conn.execute(select(tables.document.c.id)).scalars().all():
            review_items.rebuild(conn, document)
    assert items(place) == before


def test_an_article_shows_every_ruling_once_and_gives_its_text_back(place: Workplace) -> None:
    view = review.read_article(place, item(place, "Vladymyr").article)
    body = view.parts[-1]
    assert "\n".join("".join(segment.text for segment in line) for line in body.paragraphs) == TALKS
    inline = [segment.ruling for line in body.paragraphs for segment in line if segment.ruling]
    assert len(inline) + len(body.beside) == len(body.edits)
    assert view.article.published == AT


def test_the_raw_page_is_that_of_the_text(place: Workplace) -> None:
    assert "<p>The council met on Monday .</p>" in review.raw_page(
        place, add(place, "https://news.test/weather", WEATHER)
    )
