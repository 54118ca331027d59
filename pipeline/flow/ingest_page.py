"""One address: fetched or taken from the archive, extracted, stored. One transaction, safe to repeat."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from sqlalchemy import Connection

from pipeline.extract.page import extract
from pipeline.fetch import warc
from pipeline.fetch.address import host_key
from pipeline.fetch.client import Client
from pipeline.fetch.urls import canonical
from pipeline.fetch.warc_shelf import is_archived
from pipeline.flow.copies import alias_of, note_copies
from pipeline.flow.workplace import Workplace, now
from pipeline.model.article import Article
from pipeline.model.digest import digest
from pipeline.model.errors import (
    Denied,
    FetchError,
    Gone,
    NewsmendError,
    NotAnArticle,
    Postponed,
    StoreError,
    Throttled,
    Unreachable,
)
from pipeline.model.faultpoint import reached
from pipeline.model.page import Page
from pipeline.model.source import Source
from pipeline.store import articles, days, documents, fetches, hosts, pages, quarantine
from pipeline.store.columns import Unstorable
from pipeline.store.records import (
    DUPLICATE,
    QUARANTINED,
    REFUSED,
    STORED,
    WITHDRAWN,
    ArticleRow,
    FetchRow,
    PageRow,
)

NOT_MODIFIED = 304
ALIAS = "the same text as "
TRUST = timedelta(days=7)  # for so long a page counts as unchanged because its server says so


@dataclass(frozen=True, slots=True)
class End:
    """What became of one address."""

    outcome: str
    reason: str = ""


def ingest_page(place: Workplace, client: Client, row: FetchRow) -> End:
    """Brings one address to its end; whatever fails is written to quarantine, nothing is raised but a broken store."""
    source = place.source(row.source)
    archived: list[str] = []
    try:
        return _ingest(place, client, source, row, archived)
    except Gone as error:
        return _gone(place, row, error)
    except Postponed as error:
        return _quarantine(place, row, "fetch", error, error.status)
    except Denied as error:
        return _close(place, row, End(REFUSED, f"denied: {error.what}"), status=error.status)
    except NotAnArticle as error:
        return _close(place, row, End(REFUSED, error.reason), page=next(iter(archived), None))
    except FetchError as error:
        return _quarantine(place, row, "fetch", error, error.status)
    except Unstorable as error:
        return _quarantine(place, row, "extract", error)
    except StoreError:
        raise  # a full disk or a lost database is no fault of the page: it stays due
    except Exception as error:  # a page that finds a fault of ours must not cost the rest of its batch
        return _quarantine(place, row, "extract", error)


def _ingest(place: Workplace, client: Client, source: Source, row: FetchRow, archived: list[str]) -> End:
    page_id, page = _page(place, client, source, row)
    archived.append(page_id)
    if page.status == NOT_MODIFIED:
        return _unchanged(place, row, page)
    read = extract(page, source.selectors)
    published = read.published if read.published is not None else row.published
    article = replace(read, url=canonical(read.url), published=published)
    return _keep(place, row, page, page_id, article, published.date() if published is not None else row.day)


def _page(place: Workplace, client: Client, source: Source, row: FetchRow) -> tuple[str, Page]:
    """A fresh answer, archived at once; where the one that we have still holds, its id and status 304."""
    if is_archived(row.found_in):
        page = place.shelf.page(row.found_in, row.url, source)
        return _archive(place, row, page), page
    with place.store.read() as conn:
        before = fetches.known(conn, row.source, row.url)
        usable = before is not None and before.page is not None and before.article is not None
        trusted = usable and not hosts.lies(conn, host_key(row.url))
        kept = pages.get(conn, before.page) if before is not None and before.page is not None and usable else None
    asked = before if trusted else None
    etag, last_modified = (asked.etag, asked.last_modified) if asked is not None else (None, None)
    page = client.get(row.url, source, etag=etag, last_modified=last_modified)
    if page.status == NOT_MODIFIED and kept is not None:
        if not _is_doubtful(client, row, kept.fetched_at):
            place.archive.put(_key(row, page, ".revisit"), warc.encode_unchanged(page, kept.url, kept.fetched_at))
            return kept.id, page
        page = client.get(row.url, source)
        if digest(page.body) != kept.sha:
            with place.store.begin() as conn:
                hosts.distrust(conn, host_key(row.url))
    return _archive(place, row, page), page


def _is_doubtful(client: Client, row: FetchRow, fetched_at: datetime) -> bool:
    """Whether "not modified" is checked against the page itself: once a week, and where a list says that it changed.

    A host that turns out to be honest is believed for the rest of the batch.
    """
    says_changed = row.modified is not None and row.modified > fetched_at
    host = host_key(row.url)
    if now() - fetched_at < TRUST and (not says_changed or host in client.believed):
        return False
    client.believed.add(host)
    return True


def _archive(place: Workplace, row: FetchRow, page: Page) -> str:
    """Writes the answer before the database knows of it; bytes that are there already get a record that says so."""
    reached("fetched")
    with place.store.read() as conn:
        known = pages.find(conn, pages.page_id(page))
    if known is not None and place.archive.exists(known.path.partition("#")[0]):
        place.archive.put(_key(row, page, ".revisit"), warc.encode_same(page, known.url, known.fetched_at))
        return known.id
    key = f"{row.source}/{row.day:%Y/%m/%d}/{digest(page.url, page.body)}.warc.gz"
    place.archive.put(key, warc.encode(page, found_in=row.found_in, listed_as=row.listed_as or row.url))
    reached("archived")
    with place.store.begin() as conn:
        if known is not None:  # its bytes were lost, and are here again
            pages.move(conn, {known.path: key})
        page_id = pages.add(conn, page, key)
    reached("page-noted")
    return page_id


def _key(row: FetchRow, page: Page, kind: str) -> str:
    return f"{row.source}/{row.day:%Y/%m/%d}/{digest(page.url)}-{page.fetched_at:%H%M%S%f}{kind}.warc.gz"


def _keep(place: Workplace, row: FetchRow, page: Page, page_id: str, article: Article, day: date) -> End:
    with place.store.begin() as conn:
        if not days.lock(conn, row.id):
            return End(DUPLICATE, "another run was first")
        article_id, end = _store(conn, row, article, day, page_id)
        fetches.finish(
            conn,
            row.id,
            outcome=end.outcome,
            reason=end.reason,
            status=page.status,
            page=page_id,
            article=article_id,
            etag=page.headers.get("etag"),
            last_modified=page.headers.get("last-modified"),
            at=now(),
        )
        _resolve(conn, row)
        reached("storing")
    reached("stored")
    return end


def _store(conn: Connection, row: FetchRow, article: Article, day: date, page_id: str) -> tuple[str, End]:
    """The article's id. The same words under another address of the source are that article, not another one."""
    stored = articles.by_url(conn, row.source, article.url)
    if stored is None:
        other = alias_of(conn, row.source, article, day)
        if other is not None:
            return other, End(DUPLICATE, ALIAS + articles.get(conn, [other])[0].url)
    elif is_archived(row.found_in) and _is_newer(conn, stored, pages.get(conn, page_id)):
        return stored.id, End(DUPLICATE, "a newer page is known")
    article_id, change = articles.upsert(conn, row.source, article, day, page_id, now())
    if change == articles.SAME:
        return article_id, End(DUPLICATE, "known article")
    note_copies(conn, row.source, article_id, article, day, now())
    return article_id, End(STORED, change)


def _is_newer(conn: Connection, stored: ArticleRow, page: PageRow) -> bool:
    """Whether the standing text, or the withdrawal, is younger than a page that was captured in the past."""
    taken = [pages.get(conn, text.page).fetched_at for text in documents.current(conn, [stored.id])]
    withdrawn = stored.state == WITHDRAWN
    return withdrawn or any(moment > page.fetched_at for moment in taken)


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
        # an address that only repeated another one's article says nothing of that article
        article = before.article if before is not None and not before.reason.startswith(ALIAS) else None
        if article is not None:
            articles.withdraw(conn, article, now())
        fetches.finish(
            conn, row.id, outcome=end.outcome, reason=end.reason, status=error.status, article=article, at=now()
        )
        _resolve(conn, row)
    return end


def _close(place: Workplace, row: FetchRow, end: End, *, status: int = 0, page: str | None = None) -> End:
    with place.store.begin() as conn:
        if days.lock(conn, row.id):
            fetches.finish(conn, row.id, outcome=end.outcome, reason=end.reason, status=status, page=page, at=now())
            _resolve(conn, row)
    return end


def _quarantine(place: Workplace, row: FetchRow, stage: str, error: Exception, status: int = 0) -> End:
    hint = error.hint if isinstance(error, NewsmendError) else "Report this page: it is a fault of ours."
    with place.store.begin() as conn:
        if days.lock(conn, row.id):
            reason, again = f"{stage}: {error}", _retry_at(error)
            fetches.finish(conn, row.id, outcome=QUARANTINED, reason=reason, status=status, retry_at=again, at=now())
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


def _retry_at(error: Exception) -> datetime | None:
    """When the address may be asked for again; None where asking again is for a person to decide."""
    if isinstance(error, Throttled):
        return now() + timedelta(seconds=error.retry_after)
    return now() if isinstance(error, Postponed | Unreachable) else None


def _resolve(conn: Connection, row: FetchRow) -> None:
    quarantine.resolve(conn, row.source, row.url, row.day, now())
    quarantine.resolve_earlier(conn, row.source, row.url, row.day, now())
    fetches.settle(conn, row.source, row.url, row.day)
