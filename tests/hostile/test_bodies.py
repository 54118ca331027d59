"""Fault tests 15 to 17: bodies that are too big, too slow, or not what they say."""

from __future__ import annotations

import gzip
import zlib
from collections.abc import Callable

import brotli
import pytest
from backports import zstd

from pipeline.fetch.client import Client
from pipeline.model.errors import FetchError, TooLarge, Unreachable
from pipeline.model.source import Source
from tests.hostile.bombs import brotli_bomb, deflate_bomb, gzip_bomb, members, nested, zstd_bomb
from tests.hostile.bounds import bounded
from tests.hostile.server import Hostile, Write, answer

BOMBS: dict[str, tuple[str, Callable[[], bytes]]] = {
    "gzip-1-GB": ("gzip", lambda: gzip_bomb(1_000)),
    "deflate-1-GB": ("deflate", lambda: deflate_bomb(1_000)),
    "br-256-MB": ("br", lambda: brotli_bomb(256)),
    "zstd-1-GB": ("zstd", lambda: zstd_bomb(1_008)),
    "gzip-of-10000-members": ("gzip", lambda: members(10_000)),
    "gzip-in-gzip": ("gzip, gzip", lambda: nested(200, 2)),
    "gzip-in-gzip-in-gzip": ("gzip, gzip, gzip", lambda: nested(200, 3)),
}


@pytest.mark.parametrize("name", BOMBS)
def test_15_bombs(site: Hostile, client: Client, source: Source, name: str) -> None:
    """Fault test 15. Passes where it is refused at the cap of 2 MB, in 5 s, with 50 MB, and the next page is read."""
    coding, make = BOMBS[name]
    site.routes["/bomb"] = answer(make(), content_encoding=coding)
    site.page("/next", gzip.compress(b"next"), content_encoding="gzip")
    with bounded(5):
        with pytest.raises(TooLarge):
            client.get(f"{site.url}/bomb", source)
        assert client.get(f"{site.url}/next", source).body == b"next"


@pytest.mark.parametrize("name", ["br-256-MB", "zstd-1-GB", "gzip-1-GB"])
def test_15_a_page_packed_so_is_read(site: Hostile, client: Client, source: Source, name: str) -> None:
    """Fault test 15, the other side. Passes where an honest page in each coding is unpacked."""

    pack = {"br": brotli.compress, "zstd": zstd.compress, "gzip": gzip.compress}[BOMBS[name][0]]
    site.page("/a", pack(b"an honest page " * 100), content_encoding=BOMBS[name][0])
    assert client.get(f"{site.url}/a", source).body == b"an honest page " * 100


def test_15_more_codings_than_anybody_needs(site: Hostile, client: Client, source: Source) -> None:
    """Fault test 15. Passes where a chain of 2,000 codings is refused at once, not worked off."""
    site.routes["/a"] = answer(gzip.compress(b"x"), content_encoding=", ".join(["gzip"] * 2_000))
    with bounded(3), pytest.raises(FetchError):
        client.get(f"{site.url}/a", source)


def _drip(site: Hostile, first: bytes, piece: bytes) -> Callable[[Write], None]:
    def script(write: Write) -> None:
        write(first)
        while not site.closing.wait(0.1):
            write(piece)

    return script


SLOW = {
    "body": (b"HTTP/1.1 200 OK\r\ncontent-type: text/html\r\ncontent-length: 100000\r\n\r\n", b"x"),
    "body without end": (b"HTTP/1.1 200 OK\r\ncontent-type: text/html\r\n\r\n", b"x"),
    "chunks": (b"HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n", b"1\r\nx\r\n"),
    "status line": (b"HTTP/1.1", b" "),
    "header": (b"HTTP/1.1 200 OK\r\nx-slow: ", b"x"),
    "headers": (b"HTTP/1.1 200 OK\r\n", b"a: b\r\n"),
    "chunk length": (b"HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n", b"0"),
    "interim answers": (b"HTTP/1.1 100 Continue\r\n\r\n", b"HTTP/1.1 100 Continue\r\n\r\n"),
}


@pytest.mark.parametrize("what", SLOW)
def test_16_a_drip_ends_at_the_deadline(site: Hostile, client: Client, source: Source, what: str) -> None:
    """Fault test 16. Passes where 1 s for all holds, though each read is in time, and the next page works."""
    site.routes["/slow"] = _drip(site, *SLOW[what])
    site.page("/next", b"next")
    client.get(f"{site.url}/next", source)
    with bounded(4), pytest.raises(Unreachable):
        client.get(f"{site.url}/slow", source)
    assert client.get(f"{site.url}/next", source).body == b"next"


def _endless(site: Hostile, first: bytes, piece: bytes) -> Callable[[Write], None]:
    def script(write: Write) -> None:
        write(first)
        while not site.closing.is_set():
            write(piece)

    return script


ENDLESS = {
    "chunks": (b"HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n", b"1000\r\n" + b"x" * 4096 + b"\r\n"),
    "body": (b"HTTP/1.1 200 OK\r\n\r\n", b"x" * 4096),
    "headers": (b"HTTP/1.1 200 OK\r\n", b"x-%d: y\r\n" * 100),
    "one header": (b"HTTP/1.1 200 OK\r\nx: ", b"y" * 4096),
    "status line": (b"HTTP/1.1 200 ", b"K" * 4096),
    "trailers": (b"HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n1\r\nx\r\n0\r\n", b"x: y\r\n"),
}


@pytest.mark.parametrize("what", ENDLESS)
def test_17_what_has_no_end(site: Hostile, client: Client, source: Source, what: str) -> None:
    """Fault test 17. Passes where it ends within 4 s and 50 MB as an error; the cap or the deadline stops it."""
    site.routes["/a"] = _endless(site, *ENDLESS[what])
    with bounded(4), pytest.raises(FetchError):
        client.get(f"{site.url}/a", source)


_PACKED = gzip.compress(b"a text that is long enough to be cut " * 200)
BROKEN = {
    "too few bytes": answer(b"half", content_length="1000"),
    "negative length": b"HTTP/1.1 200 OK\r\ncontent-length: -5\r\ntransfer-encoding: chunked\r\n\r\nzz\r\n",
    "chunk that is none": b"HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\nzz\r\nx\r\n",
    "chunk cut short": b"HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n64\r\nhalf",
    "brotli cut short": answer(brotli.compress(b"a text that is long enough " * 200)[:-9], content_encoding="br"),
    "zstd cut short": answer(zstd.compress(bytes(range(256)) * 20)[:-9], content_encoding="zstd"),
    "deflate cut short": answer(zlib.compress(b"a text that is long enough " * 200)[:-9], content_encoding="deflate"),
    "gzip cut short": answer(_PACKED[:-40], content_encoding="gzip"),
    "wrong checksum": answer(_PACKED[:-8] + bytes(8), content_encoding="gzip"),
    "no gzip": answer(b"plain words", content_encoding="gzip"),
    "no brotli": answer(b"plain words", content_encoding="br"),
    "no zstd": answer(b"plain words", content_encoding="zstd"),
    "unknown coding": answer(b"plain words", content_encoding="snappy"),
    "no answer": b"",
    "no HTTP": b"SSH-2.0-OpenSSH_9.6\r\n",
    "nul in a header": b"HTTP/1.1 2\x0000 OK\r\n\r\n",
}


@pytest.mark.parametrize("what", BROKEN)
def test_17_what_is_broken_is_no_page(site: Hostile, client: Client, source: Source, what: str) -> None:
    """Fault test 17. Passes where a page that is not whole is an error: half an article must not pass for one."""
    site.routes["/a"] = BROKEN[what]
    with bounded(4), pytest.raises(FetchError):
        client.get(f"{site.url}/a", source)


def test_17_more_bytes_than_announced(site: Hostile, client: Client, source: Source) -> None:
    """Fault test 17. Passes where the rest after the announced length is not taken for the next answer."""
    site.routes["/a"] = b"HTTP/1.1 200 OK\r\ncontent-length: 5\r\n\r\nfirst" + answer(b"smuggled")
    site.page("/b", b"second")
    assert client.get(f"{site.url}/a", source).body == b"first"
    assert client.get(f"{site.url}/b", source).body == b"second"


def test_17_a_zstd_frame_that_asks_for_a_huge_window(site: Hostile, client: Client, source: Source) -> None:
    """Fault test 17. Passes where a frame that would take 2 GB of memory to begin with is refused."""
    # magic, no single segment, window descriptor 2**31, a raw block of one byte that is the last
    frame = b"\x28\xb5\x2f\xfd" + b"\x00" + bytes([21 << 3]) + b"\x09\x00\x00x"
    site.routes["/a"] = answer(frame, content_encoding="zstd")
    with bounded(3), pytest.raises(FetchError):
        client.get(f"{site.url}/a", source)
