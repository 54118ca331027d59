"""One address: fetched or taken from the archive, extracted, stored. One transaction, safe to repeat."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from sqlalchemy import Connection

from pipeline.extract.page import extract
from pipeline.fetch import warc
from pipeline.fetch.client import Client
from pipeline.fetch.urls import canonical
from pipeline.flow.window import Window
from pipeline.flow.workplace import Workplace, now
from pipeline.model.article import Article
from pipeline.model.digest import digest
from pipeline.model.errors import Denied, FetchError, Gone, NewsmendError, NotAnArticle, Postponed, StoreError
from pipeline.model.page import Page
from pipeline.model.source import Source
from pipeline.store import articles, days, fetches, pages, quarantine
from pipeline.store.records import DUPLICATE, PENDING, QUARANTINED, REFUSED, STORED, FetchRow

NOT_MODIFIED = 304
MOVED = "moved"


@dataclass(frozen=True, slots=True)
class End:
    """What became of one address; `moved` says that it belongs to another day and waits there."""

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
    except StoreError:
        raise  # a full disk or a lost database is no fault of the page: it stays due
    except (NewsmendError, ValueError, RecursionError) as error:
        return _quarantine(place, row, "extract", error)


def _ingest(place: Workplace, client: Client, source: Source, row: FetchRow) -> End:
    page_id, page = _page(place, client, source, row)
    if page.status == NOT_MODIFIED:
        return _unchanged(place, row, page)
    read = extract(page, source.selectors)
    article = replace(read, url=canonical(read.url))
    published = article.published or row.published
    undated = row.published is None and row.modified is None
    if undated and published is not None and not Window(row.day).holds(published):
        with place.store.begin() as conn:
            days.move(conn, row.id, published.date(), page=page_id, at=now(), **_validators(page))
        return End(MOVED, published.date().isoformat())
    return _keep(place, row, page, page_id, article, published.date() if published else row.day)


def _page(place: Workplace, client: Client, source: Source, row: FetchRow) -> tuple[str, Page]:
    """The archived answer of an address that was fetched before its day came, else a fresh one, archived at once."""
    if row.page is not None and row.outcome == PENDING and row.attempts == 0:
        with place.store.read() as conn:
            return row.page, warc.decode(place.archive.get(pages.get(conn, row.page).path))
    with place.store.read() as conn:
        before = fetches.known(conn, row.source, row.url)
    validators = (before.etag, before.last_modified) if before and before.page else (None, None)
    page = client.get(row.url, source, etag=validators[0], last_modified=validators[1])
    if page.status == NOT_MODIFIED and before is not None and before.page is not None:
        return before.page, page
    key = f"{row.source}/{row.day:%Y/%m/%d}/{digest(page.url, page.body)}.warc.gz"
    place.archive.put(key, warc.encode(page))
    with place.store.begin() as conn:
        return pages.add(conn, page, key), page


def _keep(place: Workplace, row: FetchRow, page: Page, page_id: str, article: Article, day: date) -> End:
    dated = article if article.published is not None else replace(article, published=row.published)
    with place.store.begin() as conn:
        if not days.lock(conn, row.id):
            return End(DUPLICATE, "another run was first")
        article_id, change = articles.upsert(conn, row.source, dated, day, page_id, now())
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
    with place.store.begin() as conn:
        before = fetches.known(conn, row.source, row.url)
        if before is not None and days.lock(conn, row.id):
            fetches.finish(
                conn,
                row.id,
                outcome=DUPLICATE,
                reason="unchanged",
                status=page.status,
                etag=before.etag,
                last_modified=before.last_modified,
                page=before.page,
                article=before.article,
                at=now(),
            )
            _resolve(conn, row)
    return End(DUPLICATE, "unchanged")


def _gone(place: Workplace, row: FetchRow, error: Gone) -> End:
    with place.store.begin() as conn:
        articles.withdraw(conn, row.source, row.url, now())
    return _close(place, row, End(REFUSED, "withdrawn"), status=error.status)


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
