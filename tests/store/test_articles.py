from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from pipeline.model.digest import digest
from pipeline.model.errors import StoreError
from pipeline.model.source import Source
from pipeline.store import articles, documents, pages, sources
from pipeline.store.database import Store
from tests.store.samples import DAY, LATER, NOW, add_article, article, dump, page, utc

FULL: dict[str, Any] = {
    "authors": ("Ada", "Émile"),
    "published": NOW,
    "updated": LATER,
    "language": "en",
    "publisher": "News \x00 Ltd",
}


def test_a_page_is_noted_once(store: Store) -> None:
    with store.begin() as conn:
        id = pages.add(conn, page(), "a/1.warc.gz")
        assert pages.add(conn, page(), "elsewhere") == id
        row = pages.get(conn, id)
        assert (row.path, row.sha, row.size, row.fetched_at) == ("a/1.warc.gz", digest(page().body), 10, utc(NOW))
        assert pages.add(conn, page(body=b"two"), "a/2.warc.gz") != id
        with pytest.raises(StoreError, match="no such page"):
            pages.get(conn, "f" * 64)


def test_the_same_article_twice_changes_nothing(store: Store) -> None:
    with store.begin() as conn:
        kept = pages.add(conn, page(), "k")
        id, what = articles.upsert(conn, "demo", article(**FULL), DAY, kept, NOW)
        assert (id, what) == (digest("demo", "https://news.test/a"), "new")
    before = dump(store)
    with store.begin() as conn:
        assert articles.upsert(conn, "demo", article(**FULL), DAY, kept, LATER) == (id, "same")
    assert dump(store) == before
    with store.read() as conn:
        row = articles.by_url(conn, "demo", "https://news.test/a")
    assert row is not None
    assert (row.authors, row.published, row.updated, row.state) == (("Ada", "Émile"), utc(NOW), utc(LATER), "live")


def test_a_correction_is_a_new_revision_of_what_changed(store: Store) -> None:
    with store.begin() as conn:
        first = pages.add(conn, page(), "1")
        second = pages.add(conn, page(body=b"two"), "2")
        id, _ = articles.upsert(conn, "demo", article(), DAY, first, NOW)
        changed = article(text="Other words.", updated=LATER)
        assert articles.upsert(conn, "demo", changed, DAY + timedelta(days=1), second, LATER) == (id, "revised")
        body, title = documents.current(conn, [id])
        assert (body.part, body.text, body.revision, body.page) == ("body", "Other words.", 2, second)
        assert (title.part, title.text, title.revision, title.page) == ("title", "A talk", 1, first)
        (row,) = articles.get(conn, [id, "f" * 64])
        assert (row.day, row.page, row.updated) == (DAY, first, utc(LATER))
        assert [d.revision for d in documents.all_documents(conn)] == [1, 2, 1]


def test_a_text_that_comes_back_stands_again(store: Store) -> None:
    with store.begin() as conn:
        kept = pages.add(conn, page(), "1")
        id, _ = articles.upsert(conn, "demo", article(title=""), DAY, kept, NOW)
        (before,) = documents.current(conn, [id])
        articles.upsert(conn, "demo", article(title="", text="Other words."), DAY, kept, NOW)
        assert articles.upsert(conn, "demo", article(title=""), DAY, kept, NOW) == (id, "revised")
        (after,) = documents.current(conn, [id])
        assert (after.id, after.text, after.revision) == (before.id, before.text, 3)
        assert len(documents.get(conn, [d.id for d in documents.all_documents(conn)])) == 2


def test_a_withdrawn_article_keeps_its_texts_and_may_come_back(store: Store) -> None:
    with store.begin() as conn:
        id = add_article(conn)
        id = articles.article_id("demo", "https://news.test/a")
        assert not articles.restore(conn, id, LATER)
        assert articles.withdraw(conn, id, LATER)
        assert not articles.withdraw(conn, id, LATER)
        assert not articles.withdraw(conn, articles.article_id("demo", "https://news.test/none"), LATER)
        assert articles.get(conn, [id])[0].state == "withdrawn"
        assert len(documents.current(conn, [id])) == 2
        kept = pages.add(conn, page(), "1")
        assert articles.upsert(conn, "demo", article(), DAY, kept, LATER) == (id, "revised")
        assert articles.get(conn, [id])[0].state == "live"


def test_lists_are_sorted_by_code_point(store: Store) -> None:
    urls = ["https://news.test/" + end for end in ("Z", "a", "é", "B", "_")]
    with store.begin() as conn:
        for url in urls:
            add_article(conn, "demo", url)
        add_article(conn, "Demo", "https://news.test/a")
        assert [row.url for row in articles.of_day(conn, DAY, "demo")] == sorted(urls)
        assert len(articles.of_day(conn, DAY)) == 6
        assert articles.of_day(conn, DAY + timedelta(days=1)) == []
        listed = [(row.source, row.url) for row in articles.all_articles(conn)]
        assert listed == sorted(listed)
        assert len(listed) == 6


def test_a_source_is_kept_as_last_configured(store: Store) -> None:
    source = Source("demo", "Demo News", "https://news.test/")
    with store.begin() as conn:
        assert sources.upsert(conn, source, NOW)
        assert not sources.upsert(conn, source, LATER)
        assert sources.upsert(conn, Source("demo", "Demo Times", "https://news.test/"), LATER)
        assert sources.ids(conn) == ["demo"]
