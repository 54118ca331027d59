"""WARC files as a source: what is found there, and what files do that are cut, wrong or bombs."""

from __future__ import annotations

import gzip
import io
import os
import time
import tracemalloc
import zlib
from datetime import UTC, datetime
from pathlib import Path

import pytest

from pipeline.fetch.failure import DiscoveryFailure
from pipeline.fetch.warc_members import BrokenFile, members
from pipeline.fetch.warc_shelf import Shelf
from pipeline.model.errors import FetchError, TooLarge, Unreachable
from pipeline.model.page import Candidate
from pipeline.model.source import Source
from tests.fetch.warc_files import HTML, article, info, record

START, END = datetime(2026, 11, 20, tzinfo=UTC), datetime(2026, 11, 21, tzinfo=UTC)
URL = "https://news.test/world/bridge"
SITES = {"news.test"}


class Memory(dict[str, bytes]):
    """Indexes, and how many were made."""

    made = 0

    def put(self, key: str, data: bytes) -> None:
        self.made += 1
        self[key] = data


def source(folder: Path, pattern: str = "") -> Source:
    return Source("news", "News", "https://news.test/", warc=(str(folder),), section_link=pattern)


def found(folder: Path, shelf: Shelf | None = None, pattern: str = "") -> tuple[list[Candidate], list[str]]:
    asked = source(folder, pattern)
    items = list((shelf or Shelf()).candidates(asked, asked.warc[0], START, END, SITES))
    failures = [item.what for item in items if isinstance(item, DiscoveryFailure)]
    return [item for item in items if isinstance(item, Candidate)], failures


def put(folder: Path, *records: bytes, name: str = "crawl.warc.gz") -> Path:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(b"".join(records))
    return path


@pytest.mark.parametrize("packed", [True, False])
def test_a_page_is_found_and_read(tmp_path: Path, packed: bool) -> None:
    name = "crawl.warc.gz" if packed else "deep/er/crawl.warc"
    put(tmp_path, info(packed=packed), record(URL, article(), packed=packed), name=name)
    (one,), failures = found(tmp_path)
    assert (one.url, one.modified, one.published, failures) == (URL, datetime(2026, 11, 20, 9, tzinfo=UTC), None, [])
    page = Shelf().page(one.found_in, one.url, source(tmp_path))
    assert (page.body, page.fetched_at, page.status) == (article(), one.modified, 200)


def test_only_pages_of_the_site_and_the_day_are_found(tmp_path: Path) -> None:
    others = [
        record("https://other.test/world/bridge", article()),
        record("https://news.test/late", article(), at="2026-11-21T00:00:00Z"),
        record("https://news.test/early", article(), at="2026-11-19T23:59:59Z"),
        record("https://news.test/moved", b"", status="301 Moved"),
        record("https://news.test/picture", b"x", headers={"Content-Type": "image/png"}),
        record("file:///etc/passwd", article()),
        record(URL, b"", kind="request", status="GET / HTTP/1.1"),
    ]
    put(tmp_path, *others, record("https://news.test/in-time", article(), at="2026-11-21T01:00:00+02:00"))
    assert [one.url for one in found(tmp_path)[0]] == ["https://news.test/in-time"]
    assert found(tmp_path, pattern="/world/")[0] == []


def test_the_newest_capture_of_the_day_counts(tmp_path: Path) -> None:
    put(tmp_path, record(URL, article("New"), at="2026-11-20T18:00:00Z"), record(URL + "#top", article("Old")))
    (one,), _ = found(tmp_path)
    assert b"New" in Shelf().page(one.found_in, one.url, source(tmp_path)).body


def test_a_file_is_read_through_once(tmp_path: Path) -> None:
    memory = Memory()
    path = put(tmp_path, record(URL, article()))
    first = found(tmp_path, Shelf(memory))
    assert found(tmp_path, Shelf(memory)) == first
    assert memory.made == 1
    path.write_bytes(path.read_bytes() + record(URL + "-2", article()))
    assert len(found(tmp_path, Shelf(memory))[0]) == 2
    assert memory.made == 2
    memory.update(dict.fromkeys(memory, b"damaged"))
    assert len(found(tmp_path, Shelf(memory))[0]) == 2


def test_files_whose_name_tells_another_time_are_not_opened(tmp_path: Path) -> None:
    put(tmp_path, b"nonsense", name="CC-NEWS-20261110063110-00012.warc.gz")
    put(tmp_path, b"nonsense", name="CC-NEWS-20261122000001-00012.warc.gz")
    put(tmp_path, record(URL, article()), name="CC-NEWS-20261119221500-00012.warc.gz")
    assert [one.url for one in found(tmp_path)[0]] == [URL]
    assert found(tmp_path)[1] == []


def _bomb() -> bytes:
    packer = zlib.compressobj(9, zlib.DEFLATED, 31)
    head = b"WARC/1.0\r\nWARC-Type: response\r\nContent-Length: 1000000000\r\n\r\n"
    return packer.compress(head) + b"".join(packer.compress(bytes(10**6)) for _ in range(300)) + packer.flush()


GOOD = record(URL, article())
BROKEN = {
    "cut": (GOOD + record(URL + "-2", article())[:-30], "ends in the middle", 1),
    "damaged": (GOOD + GOOD[:60] + b"\0\0\0\0" + GOOD[64:], "damaged", 1),
    "rubbish after it": (GOOD + b"<html>", "no packed record", 1),
    "a bomb": (GOOD + _bomb(), "unpacks to over", 1),
    "packed whole": (gzip.compress(record(URL, article(), packed=False) * 3), "warcio recompress", 0),
    "wrong length": (GOOD + gzip.compress(gzip.decompress(GOOD)[:-20]), "another length", 1),
    "no length": (GOOD + gzip.compress(b"WARC/1.0\r\nWARC-Type: response\r\n\r\n\r\n\r\n"), "no length", 1),
    "two lengths": (gzip.compress(b"WARC/1.0\r\nContent-Length: 1\r\ncontent-length: 2\r\n\r\nx\r\n\r\n"), "length", 0),
    "endless headers": (gzip.compress(b"WARC/1.0\r\n" + b"x" * 5_000_000), "no WARC headers", 0),
    "another file": (b"PK\x03\x04" * 100, "no WARC file", 0),
    "empty": (b"", "is empty", 0),
    "plain, cut": (record(URL, article(), packed=False)[:-1], "ends in the middle", 0),
    "plain, wrong length": (b"WARC/1.0\r\nContent-Length: 3\r\n\r\nabcdef\r\n\r\n", "another length", 0),
    "plain, a huge length": (b"WARC/1.0\r\nContent-Length: 999999999999\r\n\r\nabc", "ends in the middle", 0),
    "plain, endless headers": (b"WARC/1.0\r\n" + b"x" * 5_000_000, "do not end", 0),
}


@pytest.mark.parametrize("name", BROKEN)
def test_a_broken_file_says_where_and_keeps_what_was_before(tmp_path: Path, name: str) -> None:
    data, why, before = BROKEN[name]
    put(tmp_path, data)
    started = time.monotonic()
    tracemalloc.start()
    candidates, failures = found(tmp_path)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert len(failures) == 1
    assert why in failures[0]
    assert "at byte" in failures[0]
    assert len(candidates) == before
    assert peak < 100_000_000
    assert time.monotonic() - started < 10


def test_bytes_without_sense_end_in_one_kind_of_error() -> None:
    """Each byte of a good file changed, and each of its beginnings: records or BrokenFile, nothing else."""
    plain = record(URL, b"<p>short", packed=False)
    ends = set()
    for data in (GOOD[:400], plain):
        for n in range(len(data)):
            for changed in (data[:n], data[:n] + bytes([data[n] ^ 0xFF]) + data[n + 1 :]):
                try:
                    ends.add(type(next(members(io.BytesIO(changed)), None)).__name__)
                except BrokenFile:
                    ends.add("BrokenFile")
    assert ends == {"Member", "BrokenFile"}


def test_packed_and_chunked_bodies_are_unpacked(tmp_path: Path) -> None:
    body = article()
    chunked = b"%x\r\n%s\r\n0\r\n\r\n" % (len(body), body)
    put(
        tmp_path,
        record(URL + "1", gzip.compress(body), headers={**HTML, "Content-Encoding": "gzip"}),
        record(URL + "2", chunked, headers={**HTML, "Transfer-Encoding": "chunked"}),
        record(URL + "3", body, headers={**HTML, "Content-Encoding": "br"}),  # unpacked by the crawler, header kept
        record(URL + "4", body, headers={**HTML, "Transfer-Encoding": "chunked"}),
    )
    pages = [Shelf().page(one.found_in, one.url, source(tmp_path)) for one in found(tmp_path)[0]]
    assert [page.body for page in pages] == [body] * 4


@pytest.mark.parametrize(
    ("made", "error", "why"),
    [
        (record(URL, article()[:90], warc={"WARC-Truncated": "length"}), FetchError, "only its beginning"),
        (record(URL, article()[:90], headers={**HTML, "Content-Length": "9000"}), FetchError, "90 of its 9000 bytes"),
        (
            record(URL, gzip.compress(article())[:-9], headers={**HTML, "Content-Encoding": "gzip"}),
            FetchError,
            "breaks off",
        ),
        (
            record(URL, gzip.compress(bytes(20_000_000)), headers={**HTML, "Content-Encoding": "gzip"}),
            TooLarge,
            "over the limit",
        ),
    ],
)
def test_half_a_page_is_no_page(tmp_path: Path, made: bytes, error: type[FetchError], why: str) -> None:
    put(tmp_path, made)
    (one,), _ = found(tmp_path)
    with pytest.raises(error, match=why):
        Shelf().page(one.found_in, one.url, source(tmp_path))


def test_a_file_that_is_another_one_now_is_said_so(tmp_path: Path) -> None:
    path = put(tmp_path, record(URL, article()))
    (one,), _ = found(tmp_path)
    path.write_bytes(record("https://news.test/another", article()))
    with pytest.raises(FetchError, match="not what it was"):
        Shelf().page(one.found_in, one.url, source(tmp_path))
    path.unlink()
    with pytest.raises(Unreachable, match="cannot be read"):
        Shelf().page(one.found_in, one.url, source(tmp_path))


def test_only_files_of_the_source_are_read(tmp_path: Path) -> None:
    secret = put(tmp_path / "secret", record(URL, article()))
    ours = tmp_path / "ours"
    put(ours, record(URL, article()))
    size = secret.stat().st_size
    for file in (f"file://{secret}", f"file://{ours}/../secret/crawl.warc.gz", "http://127.0.0.1:1/crawl.warc.gz"):
        with pytest.raises(FetchError, match="no WARC file of this source"):
            Shelf().page(f"warc:{file}#0+{size}", URL, source(ours))


def test_a_folder_that_is_not_there_is_said_so(tmp_path: Path) -> None:
    with pytest.raises(Unreachable, match="no such folder"):
        found(tmp_path / "gone")
    if os.getuid() != 0:
        path = put(tmp_path, GOOD)
        path.chmod(0)
        with pytest.raises(Unreachable, match="cannot be read"):
            found(tmp_path)
