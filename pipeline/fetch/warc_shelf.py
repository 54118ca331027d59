"""WARC files in a folder or an object store as a source: what they hold of a site, without asking the site.

Each file is read through once; an index of its pages is kept, so that another day, another source and a run that was
broken off do not read it again.
"""

from __future__ import annotations

import gzip
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, Protocol

from pipeline.fetch.failure import DiscoveryFailure
from pipeline.fetch.urls import canonical, site
from pipeline.fetch.warc_capture import page_of, read_capture
from pipeline.fetch.warc_members import BrokenFile, members
from pipeline.model.digest import digest
from pipeline.model.errors import FetchError, Unreachable
from pipeline.model.page import Candidate, Page
from pipeline.model.source import Source

SCHEME = "warc:"
ENDINGS = (".warc.gz", ".warc")
EARLIER, LATER = timedelta(days=3), timedelta(days=1)  # a file that bears a time holds pages from about then on
_STAMP = re.compile(r"(?<!\d)(20\d{12})(?!\d)")


class IndexMemory(Protocol):
    """Where indexes are kept between runs."""

    def get(self, key: str) -> bytes | None: ...

    def put(self, key: str, data: bytes) -> None: ...


@dataclass(frozen=True, slots=True)
class Entry:
    """A page in a file: its address, when it was captured (UTC), and where it lies there."""

    url: str
    at: datetime
    offset: int
    length: int


def is_archived(found_in: str) -> bool:
    """Whether an address was found in a WARC file, so that its page is there and needs no request."""
    return found_in.startswith(SCHEME)


@dataclass(frozen=True, slots=True)
class Shelf:
    """The WARC files of sources."""

    memory: IndexMemory | None = None

    def candidates(
        self, source: Source, place: str, start: datetime, end: datetime, sites: set[str]
    ) -> Iterator[Candidate | DiscoveryFailure]:
        """The newest capture within [start, end) of each address of these sites; files that break off are named.

        A capture is dated by its moment, as a change: when the article was published, the page itself says.

        Raises:
            Unreachable: the place is not there, or may not be read.
        """
        wanted = re.compile(source.section_link) if source.section_link else None
        newest: dict[str, tuple[Entry, str]] = {}
        for file, info in _files(place):
            if not _may_hold(file, start, end):
                continue
            entries, failure = self._index(file, info)
            if failure:
                yield DiscoveryFailure(file, failure)
            for entry in entries:
                fits = start <= entry.at < end and site(entry.url) in sites
                if fits and (wanted is None or wanted.search(entry.url)) and (url := _spelling(entry.url)):
                    before = newest.get(url)
                    if before is None or entry.at > before[0].at:
                        newest[url] = entry, file
        for _, (entry, file) in sorted(newest.items()):
            yield Candidate(entry.url, f"{SCHEME}{file}#{entry.offset}+{entry.length}", modified=entry.at)

    def page(self, found_in: str, url: str, source: Source) -> Page:
        """The page that `candidates` found there.

        Raises:
            Unreachable: the file is not there now.
            FetchError: the file is another one now, is none of this source, or holds only a part of the page.
        """
        file, _, part = found_in.removeprefix(SCHEME).rpartition("#")
        offset, _, length = part.partition("+")
        if not (offset.isdecimal() and length.isdecimal()) or not any(_within(file, place) for place in source.warc):
            raise FetchError("it is in no WARC file of this source", where=found_in, hint="Run the day again.")
        data = _read(file, int(offset), int(length))
        try:
            member = next(members(data), None)
        except BrokenFile:
            member = None
        capture = read_capture(member.data) if member is not None and member.data is not None else None
        if capture is None or _spelling(capture.url) != url:
            raise FetchError("the WARC file is not what it was", where=found_in, hint="Run the day again.")
        return page_of(capture, url)

    def _index(self, file: str, info: dict[str, Any]) -> tuple[list[Entry], str]:
        """The file's pages, and why the rest could not be read."""
        state = [info.get(name) for name in ("size", "mtime", "ETag", "LastModified", "md5Hash", "etag")]
        key = f"warc-index/{digest(file, *state)}.jsonl.gz"
        kept = self.memory.get(key) if self.memory is not None else None
        if kept is not None and (known := _decode(kept)) is not None:
            return known
        entries, failure = _scan(file)
        if self.memory is not None:
            self.memory.put(key, _encode(entries, failure))
        return entries, failure


def _spelling(url: str) -> str:
    """The one spelling of an address; empty where it is none."""
    try:
        return canonical(url)
    except ValueError:
        return ""


def _scan(file: str) -> tuple[list[Entry], str]:
    entries = []
    with _open(file) as stream:
        try:
            for member in members(stream):
                capture = read_capture(member.data) if member.data is not None else None
                if capture is not None:
                    entries.append(Entry(capture.url, capture.at, member.offset, member.length))
        except BrokenFile as error:
            return entries, f"{error}; the {len(entries):,} pages before it are taken"
        except OSError as error:
            raise _unreachable(file, error) from error
    return entries, ""


def _encode(entries: list[Entry], failure: str) -> bytes:
    lines = [json.dumps({"failure": failure})]
    lines += [json.dumps([one.url, one.at.isoformat(), one.offset, one.length]) for one in entries]
    return gzip.compress("\n".join(lines).encode(), mtime=0)


def _decode(data: bytes) -> tuple[list[Entry], str] | None:
    """None where an index was damaged: the file is read again."""
    try:
        first, *rest = gzip.decompress(data).decode().split("\n")
        rows = (json.loads(line) for line in rest)
        return [Entry(url, datetime.fromisoformat(at), o, n) for url, at, o, n in rows], json.loads(first)["failure"]
    except (OSError, EOFError, ValueError, TypeError, KeyError):
        return None


def _may_hold(file: str, start: datetime, end: datetime) -> bool:
    """By the time in its name (CC-NEWS-20261120063110-00012.warc.gz); a file without one is always looked into."""
    stamp = _STAMP.search(file.rpartition("/")[2])
    try:
        at = datetime.strptime(stamp[1], "%Y%m%d%H%M%S").replace(tzinfo=UTC) if stamp is not None else None
    except ValueError:
        return True
    return at is None or start - EARLIER <= at < end + LATER


def _files(place: str) -> list[tuple[str, dict[str, Any]]]:
    """The WARC files below a place, sorted, with what the file system says of each."""
    fs, root = _file_system(place)
    try:
        if not fs.exists(root):
            raise FileNotFoundError("no such folder or file")
        found = fs.find(root, detail=True)
    except Exception as error:  # each kind of object store has errors of its own
        raise _unreachable(place, error) from error
    return [(fs.unstrip_protocol(path), info) for path, info in sorted(found.items()) if path.endswith(ENDINGS)]


def _open(file: str) -> Any:
    fs, path = _file_system(file)
    try:
        return fs.open(path, "rb")
    except Exception as error:  # as above
        raise _unreachable(file, error) from error


def _read(file: str, offset: int, length: int) -> Any:
    import io

    fs, path = _file_system(file)
    try:
        return io.BytesIO(fs.cat_file(path, start=offset, end=offset + length))
    except Exception as error:  # as above
        raise _unreachable(file, error) from error


def _within(file: str, place: str) -> bool:
    fs, root = _file_system(place)
    folder = str(fs.unstrip_protocol(root)).rstrip("/")
    return (file == folder or file.startswith(f"{folder}/")) and ".." not in file.split("/")


def _file_system(url: str) -> tuple[Any, str]:
    import fsspec

    try:
        fs, path = fsspec.core.url_to_fs(url)
    except (ValueError, ImportError) as error:
        raise _unreachable(url, error) from error
    return fs, path


def _unreachable(where: str, error: BaseException) -> Unreachable:
    shown = re.sub(r"(?<=://)[^/@]*@", "***@", where)
    hint = "Check `warc` in the source file, and who may read there."
    return Unreachable(f"WARC files cannot be read: {error}", where=shown, hint=hint)
