"""One address: fetched or taken from the archive, extracted, stored. One transaction, safe to repeat."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from sqlalchemy import Connection

from pipeline.extract.page import extract
from pipeline.fetch import warc
from pipeline.fetch.client import Client
from pipeline.fetch.urls import canonical
from pipeline.flow.workplace import Workplace, now
from pipeline.model.article import Article
from pipeline.model.digest import digest
from pipeline.model.errors import Denied, FetchError, Gone, NewsmendError, NotAnArticle, Postponed, StoreError
from pipeline.model.page import Page
from pipeline.model.source import Source
from pipeline.store import articles, days, fetches, pages, quarantine
from pipeline.store.columns import Unstorable
from pipeline.store.records import DUPLICATE, QUARANTINED, REFUSED, STORED, FetchRow

NOT_MODIFIED = 304


@dataclass(frozen=True, slots=True)
class End:
    """What became of one address."""

    outcome: str
    reason: str = ""


def ingest_page(place: Workplace, client: Client, row: FetchRow) -> End:
    """Brings one address to its end; whatever fails is written to quarantine, nothing is raised but a broken store."""
    source = place.source(row.source)
    try:
        return _ingest(place, client, source, row)
    except Gone as error:
        return _gone(place, row, error)
    except Postponed as error:
        return _quarantine(place, row, "fetch", error, error.status)
    except Denied as error:
        return _close(place, row, End(REFUSED, f"denied: {error.what}"), status=error.status)
    except NotAnArticle as error:
        return _close(place, row, End(REFUSED, error.reason))
    except FetchError as error:
        return _quarantine(place, row, "fetch", error, error.status)
    except Unstorable as error:
        return _quarantine(place, row, "extract", error)
    except StoreError:
        raise  # a full disk or a lost database is no fault of the page: it stays due
    except Exception as error:  # a page that finds a fault of ours must not cost the rest of its batch
        return _quarantine(place, row, "extract", error)


def _ingest(place: Workplace, client: Client, source: Source, row: FetchRow) -> End:
    page_id, page = _page(place, client, source, row)
    if page.status == NOT_MODIFIED:
        return _unchanged(place, row, page)
    read = extract(page, source.selectors)
    published = read.published if read.published is not None else row.published
    article = replace(read, url=canonical(read.url), published=published)
    return _keep(place, row, page, page_id, article, published.date() if published is not None else row.day)


def _page(place: Workplace, client: Client, source: Source, row: FetchRow) -> tuple[str, Page]:
    """A fresh answer, archived at once; where the one that we have still holds, its id and status 304."""
    with place.store.read() as conn:
        before = fetches.known(conn, row.source, row.url)
    usable = before is not None and before.page is not None and before.article is not None
    etag, last_modified = (before.etag, before.last_modified) if before is not None and usable else (None, None)
    page = client.get(row.url, source, etag=etag, last_modified=last_modified)
    if page.status == NOT_MODIFIED and before is not None and before.page is not None:
        return before.page, page
    key = f"{row.source}/{row.day:%Y/%m/%d}/{digest(page.url, page.body)}.warc.gz"
    place.archive.put(key, warc.encode(page))
    with place.store.begin() as conn:
        return pages.add(conn, page, key), page


def _keep(place: Workplace, row: FetchRow, page: Page, page_id: str, article: Article, day: date) -> End:
    with place.store.begin() as conn:
        if not days.lock(conn, row.id):
            return End(DUPLICATE, "another run was first")
        article_id, change = articles.upsert(conn, row.source, article, day, page_id, now())
        end = End(DUPLICATE, "known article") if change == "same" else End(STORED, change)
        fetches.finish(
            conn,
            row.id,
            outcome=end.outcome,
            reason=end.reason,
            status=page.status,
            page=page_id,
            article=article_id,
            at=now(),
            **_validators(page),
        )
        _resolve(conn, row)
    return end


def _unchanged(place: Workplace, row: FetchRow, page: Page) -> End:
    end = End(DUPLICATE, "unchanged")
    with place.store.begin() as conn:
        before = fetches.known(conn, row.source, row.url)
        if before is None or not days.lock(conn, row.id):
            return end
        if before.article is not None:
            articles.restore(conn, before.article, now())
        fetches.finish(
            conn,
            row.id,
            outcome=end.outcome,
            reason=end.reason,
            status=page.status,
            etag=before.etag,
            last_modified=before.last_modified,
            page=before.page,
            article=before.article,
            at=now(),
        )
        _resolve(conn, row)
    return end


def _gone(place: Workplace, row: FetchRow, error: Gone) -> End:
    """The article that the address led to before is marked; its own day is published again."""
    end = End(REFUSED, "withdrawn")
    with place.store.begin() as conn:
        before = fetches.known(conn, row.source, row.url)
        if not days.lock(conn, row.id):
            return end
        article = before.article if before is not None else None
        if article is not None:
            articles.withdraw(conn, article, now())
        fetches.finish(
            conn, row.id, outcome=end.outcome, reason=end.reason, status=error.status, article=article, at=now()
        )
        _resolve(conn, row)
    return end


def _close(place: Workplace, row: FetchRow, end: End, *, status: int = 0) -> End:
    with place.store.begin() as conn:
        if days.lock(conn, row.id):
            fetches.finish(conn, row.id, outcome=end.outcome, reason=end.reason, status=status, at=now())
            _resolve(conn, row)
    return end


def _quarantine(place: Workplace, row: FetchRow, stage: str, error: Exception, status: int = 0) -> End:
    hint = error.hint if isinstance(error, NewsmendError) else "Report this page: it is a fault of ours."
    with place.store.begin() as conn:
        if days.lock(conn, row.id):
            fetches.finish(conn, row.id, outcome=QUARANTINED, reason=f"{stage}: {error}", status=status, at=now())
            quarantine.add(
                conn,
                source=row.source,
                url=row.url,
                day=row.day,
                stage=stage,
                error=str(error),
                hint=hint or "Run the day again to try once more.",
                at=now(),
            )
    return End(QUARANTINED, stage)


def _resolve(conn: Connection, row: FetchRow) -> None:
    quarantine.resolve(conn, row.source, row.url, row.day, now())


def _validators(page: Page) -> dict[str, str | None]:
    return {"etag": page.headers.get("etag"), "last_modified": page.headers.get("last-modified")}
