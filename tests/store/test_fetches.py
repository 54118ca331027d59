from __future__ import annotations

from datetime import timedelta

import pytest

from pipeline.model.errors import StoreError
from pipeline.model.page import Candidate
from pipeline.store import fetches, pages, quarantine
from pipeline.store.database import Store
from pipeline.store.records import Funnel
from tests.store.samples import DAY, LATER, NOW, add_article, dump, page, utc

B = Candidate("https://news.test/b", "feed", published=NOW, modified=NOW, title="B")
A = Candidate("https://news.test/a", "section")
LONG = Candidate("https://news.test/" + "é" * 9000, "feed", title="hostile \x00 \udc00")


def test_registering_twice_changes_nothing(store: Store) -> None:
    with store.begin() as conn:
        ids = fetches.register(conn, "demo", DAY, [B, A, LONG, B], NOW)
    before = dump(store)
    with store.begin() as conn:
        assert fetches.register(conn, "demo", DAY, [LONG, A, B], LATER) == ids
        assert fetches.due(conn, "demo", DAY, NOW) == fetches.due(conn, None, DAY, NOW) == ids
        assert fetches.due(conn, "other", DAY, NOW) == []
    assert dump(store) == before
    with store.read() as conn:
        rows = fetches.get(conn, reversed(ids))
    assert [row.url for row in rows] == [A.url, B.url, LONG.url]
    assert rows[1].modified == NOW
    assert rows[1].found_in == "feed"
    assert "\x00" not in rows[2].title


def test_what_is_finished_is_not_due(store: Store) -> None:
    with store.begin() as conn:
        first, second = fetches.register(conn, "demo", DAY, [A, B], NOW)
        article = add_article(conn)
        kept = pages.add(conn, page(), "k")
        fetches.finish(
            conn, first, outcome="stored", status=200, etag='"1"', last_modified="x", page=kept, article=article, at=NOW
        )
        assert fetches.register(conn, "demo", DAY, [A, B], LATER) == [second]
        row = fetches.get(conn, [first])[0]
        assert (row.outcome, row.etag, row.page, row.article, row.attempts) == ("stored", '"1"', kept, article, 1)
        fetches.finish(conn, first, outcome="stored", reason="not modified", status=304, at=LATER)
        row = fetches.get(conn, [first])[0]
        assert (row.etag, row.last_modified, row.page, row.attempts) == ('"1"', "x", kept, 2)
        fetches.finish(conn, first, outcome="stored", status=200, page=kept, at=LATER)
        assert fetches.get(conn, [first])[0].etag is None  # the new page came without one


def test_a_page_that_could_not_be_had_is_due_again_and_so_is_one_that_broke(store: Store) -> None:
    with store.begin() as conn:
        ids = fetches.register(conn, "demo", DAY, [A, B], NOW)
        for id, url, stage in zip(ids, (A.url, B.url), ("fetch", "extract"), strict=True):
            fetches.finish(conn, id, outcome="quarantined", reason="x", at=NOW)
            quarantine.add(conn, source="demo", url=url, day=DAY, stage=stage, error="x", hint="", at=NOW)
        assert fetches.due(conn, "demo", DAY, NOW) == ids
        quarantine.resolve(conn, "demo", A.url, DAY, LATER)
        assert fetches.due(conn, "demo", DAY, NOW) == ids[1:]
        quarantine.resolve(conn, "demo", B.url, DAY, LATER, stage="mend")
        assert fetches.due(conn, "demo", DAY, NOW) == ids[1:]
        quarantine.resolve(conn, "demo", B.url, DAY, LATER, stage="ext")
        assert fetches.due(conn, "demo", DAY, NOW) == []


def test_an_address_that_changed_is_pending_again_once(store: Store) -> None:
    newer = Candidate(B.url, "sitemap", modified=LATER)
    with store.begin() as conn:
        (id,) = fetches.register(conn, "demo", DAY, [B], NOW)
        fetches.finish(conn, id, outcome="refused", reason="paywall", at=NOW)
        assert fetches.register(conn, "demo", DAY, [B], LATER) == []
        assert fetches.register(conn, "demo", DAY, [B, newer], LATER) == [id]
        fetches.finish(conn, id, outcome="refused", reason="paywall", at=LATER)
        assert fetches.register(conn, "demo", DAY, [newer], LATER) == []


def test_a_date_seen_later_is_news_only_if_it_is_after_we_looked(store: Store) -> None:
    with store.begin() as conn:
        (id,) = fetches.register(conn, "demo", DAY, [A], NOW)
        fetches.finish(conn, id, outcome="refused", at=NOW)
        older = Candidate(A.url, "sitemap", modified=NOW - timedelta(days=1))
        assert fetches.register(conn, "demo", DAY, [older], LATER) == []
        newer = Candidate(A.url, "sitemap", modified=LATER)
        assert fetches.register(conn, "demo", DAY, [newer], LATER) == [id]


def test_the_newest_day_with_an_end_is_known(store: Store) -> None:
    with store.begin() as conn:
        for days, at in ((1, LATER), (0, NOW)):
            (id,) = fetches.register(conn, "demo", DAY + timedelta(days=days), [A], NOW)
            fetches.finish(conn, id, outcome="stored", reason=f"{days}", at=at)
        fetches.register(conn, "demo", DAY + timedelta(days=2), [A, B], LATER)
        known = fetches.known(conn, "demo", A.url)
        assert known is not None
        assert known.reason == "1"
        assert fetches.known(conn, "other", A.url) is None
        assert fetches.known_urls(conn, "demo", [A.url, B.url, "https://news.test/c"]) == {A.url: known}


def test_the_funnel_adds_up_once_nothing_is_pending(store: Store) -> None:
    ends = ("stored", "stored", "duplicate", "refused", "quarantined")
    found = [Candidate(f"https://news.test/{n}", "feed") for n in range(5)]
    with store.begin() as conn:
        ids = fetches.register(conn, "demo", DAY, found, NOW)
        assert fetches.funnel(conn) == Funnel(found=5, pending=5)
        assert not fetches.funnel(conn).adds_up
        for id, outcome in zip(ids, ends, strict=True):
            fetches.finish(conn, id, outcome=outcome, at=NOW)
        funnel = fetches.funnel(conn, source="demo", days=[DAY])
        assert funnel == Funnel(5, 2, 1, 1, 1, 0)
        assert funnel.adds_up
        assert fetches.funnel(conn, days=[]) == fetches.funnel(conn, source="other") == Funnel()


def test_finishing_what_was_never_registered_is_an_error(store: Store) -> None:
    with pytest.raises(StoreError, match="fetch 99"), store.begin() as conn:
        fetches.finish(conn, 99, outcome="stored", at=NOW)


def test_quarantine_keeps_one_row_and_opens_it_again(store: Store) -> None:
    with store.begin() as conn:
        for error, at in (("one", NOW), ("two \x00", LATER), ("two \x00", LATER)):
            quarantine.add(conn, source="demo", url=A.url, day=DAY, stage="extract", error=error, hint="h", at=at)
            (row,) = quarantine.open_rows(conn)
        assert (row.error, row.at, row.hint, row.day) == ("two \ufffd", utc(LATER), "h", DAY)
        for _ in range(2):
            quarantine.resolve(conn, "demo", A.url, DAY, LATER)
            assert quarantine.open_rows(conn) == []
        quarantine.add(conn, source="demo", url=A.url, day=DAY, stage="extract", error="three", hint="", at=LATER)
        assert [again.id for again in quarantine.open_rows(conn)] == [row.id]
