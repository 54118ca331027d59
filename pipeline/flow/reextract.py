"""Every archived page given to today's extractor, without the network: what it reads differently becomes a revision."""

from __future__ import annotations

import multiprocessing
import os
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field, replace
from datetime import date
from itertools import islice

from pipeline.extract.page import extract
from pipeline.fetch import warc
from pipeline.fetch.urls import canonical
from pipeline.flow.copies import note_copies
from pipeline.flow.ingest_page import ALIAS
from pipeline.flow.mend_stored import mend_articles
from pipeline.flow.publish import publish_day
from pipeline.flow.workplace import Workplace, now
from pipeline.model.article import Article
from pipeline.model.errors import NewsmendError, NotAnArticle
from pipeline.model.source import Selectors
from pipeline.store import articles, documents, fetches, pages
from pipeline.store.archive import Archive
from pipeline.store.records import REFUSED, STORED, WITHDRAWN, ArticleRow, FetchRow

AHEAD = 64  # pages under way for each process
Progress = Callable[[str, int, int], None]


@dataclass(slots=True)
class Reextracted:
    """Counts of pages; `changed` are the articles with another text or other facts, `lost` what is no article now."""

    pages: int = 0
    same: int = 0
    found: int = 0  # refused before, an article now
    withdrawn: int = 0
    changed: list[str] = field(default_factory=list)
    lost: list[str] = field(default_factory=list)
    failed: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Job:
    row: FetchRow
    path: str
    selectors: Selectors


@dataclass(frozen=True, slots=True)
class _Read:
    """What the extractor says now: an article, or why not."""

    article: Article | None
    reason: str = ""
    failure: str = ""


def reextract(
    place: Workplace,
    *,
    source: str | None = None,
    first: date | None = None,
    last: date | None = None,
    jobs: int | None = None,
    dry_run: bool = False,
    progress: Progress = lambda *_: None,
) -> Reextracted:
    """Reads the newest page of each article and of each refused address again, in `jobs` processes.

    What changed is stored as a revision, mended, and its day published; a dry run only counts.
    """
    done = Reextracted()
    with place.store.read() as conn:
        rows = [row for row in fetches.with_pages(conn, source, first, last) if not row.reason.startswith(ALIAS)]
        work = [_Job(row, pages.get(conn, row.page or "").path, _selectors(place, row)) for row in rows]
    for count, (job, read) in enumerate(_read_all(place, work, jobs), 1):
        done.pages += 1
        _take(place, job.row, read, done, dry_run=dry_run)
        progress("extracted", count, len(work))
    if not dry_run and done.changed:
        _follow(place, done.changed, progress)
    return done


def _selectors(place: Workplace, row: FetchRow) -> Selectors:
    known = place.sources.get(row.source)
    return known.selectors if known is not None else Selectors()


def _read_all(place: Workplace, work: Sequence[_Job], jobs: int | None) -> Iterator[tuple[_Job, _Read]]:
    url, count = place.settings.archive_url, jobs or os.cpu_count() or 1
    if count == 1 or len(work) <= 1:
        yield from ((job, _read(url, job.path, job.selectors)) for job in work)
        return
    left = iter(work)
    with ProcessPoolExecutor(count, mp_context=multiprocessing.get_context("spawn")) as pool:
        # a bounded number under way, so that a million pages do not become a million waiting results
        while some := list(islice(left, AHEAD * count)):
            futures = [pool.submit(_read, url, job.path, job.selectors) for job in some]
            yield from ((job, future.result()) for job, future in zip(some, futures, strict=True))


def _read(archive_url: str, path: str, selectors: Selectors) -> _Read:
    try:
        return _Read(extract(warc.decode(Archive(archive_url).get(path)), selectors))
    except NotAnArticle as error:
        return _Read(None, error.reason)
    except Exception as error:  # a page that finds a fault of ours must not cost the rest
        return _Read(
            None, failure=str(error) if isinstance(error, NewsmendError) else f"{type(error).__name__}: {error}"
        )


def _take(place: Workplace, row: FetchRow, read: _Read, done: Reextracted, *, dry_run: bool) -> None:
    with place.store.read() as conn:
        stored = next(iter(articles.get(conn, [row.article])), None) if row.article is not None else None
    if read.failure:
        done.failed.append(f"{row.url}: {read.failure}")
    elif stored is not None and stored.state == WITHDRAWN:
        done.withdrawn += 1
    elif read.article is None:
        if stored is not None:
            done.lost.append(f"{row.url}: {read.reason}")
        else:
            done.same += 1
    elif not dry_run:
        _store(place, row, stored, read.article, done)
    elif stored is None or _differs(place, stored, read.article):
        done.changed.append(row.article or row.url)
        done.found += stored is None
    else:
        done.same += 1


def _differs(place: Workplace, stored: ArticleRow, article: Article) -> bool:
    with place.store.read() as conn:
        texts = {row.part: row.text for row in documents.current(conn, [stored.id])}
    return (texts.get("title", ""), texts.get("body", "")) != (article.title, article.text)


def _store(place: Workplace, row: FetchRow, stored: ArticleRow | None, read: Article, done: Reextracted) -> None:
    """Under the address that the article has: another canonical address is no reason for a second article."""
    published = read.published if read.published is not None else row.published
    article = replace(read, url=stored.url if stored is not None else canonical(read.url), published=published)
    day = stored.day if stored is not None else published.date() if published is not None else row.day
    page, at = row.page or "", now()
    with place.store.begin() as conn:
        id, change = articles.upsert(conn, row.source, article, day, page, at)
        if change == articles.SAME:
            done.same += 1
            return
        note_copies(conn, row.source, id, article, day, at)
        if row.outcome == REFUSED:
            done.found += 1
            fetches.finish(
                conn,
                row.id,
                outcome=STORED,
                reason="read again",
                status=row.status,
                etag=row.etag,
                last_modified=row.last_modified,
                page=page,
                article=id,
                at=at,
            )
    done.changed.append(id)


def _follow(place: Workplace, ids: Sequence[str], progress: Progress) -> None:
    mend_articles(place, ids, progress)
    with place.store.read() as conn:
        days = sorted({row.day for row in articles.get(conn, ids)})
    for count, day in enumerate(days, 1):
        publish_day(place, day)
        progress("published", count, len(days))
