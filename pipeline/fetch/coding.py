"""Packed bodies, unpacked piece by piece: no piece is large, and one that breaks off is an error, not a short page."""

from __future__ import annotations

import zlib
from collections.abc import Callable, Iterable, Iterator
from typing import Any, Protocol

import brotli

try:
    from compression import zstd  # type: ignore[import-not-found,unused-ignore]  # Python 3.14
except ImportError:
    from backports import zstd  # type: ignore[no-redef,unused-ignore]

PIECE = 65_536
ACCEPTED = "gzip, deflate, br, zstd"
MOST_CODINGS = 3
GZIP = b"\x1f\x8b"
ZSTD_WINDOW = 23  # 8 MiB, as RFC 9659 has it; a frame may ask for 2 GiB
ERRORS = (zlib.error, brotli.error, zstd.ZstdError)


class Damaged(ValueError):
    """The body is not what its coding says, or not all of it."""


class _Unpacker(Protocol):
    def feed(self, data: bytes) -> Iterator[bytes]: ...

    def is_whole(self) -> bool: ...


class _Zlib:
    """gzip of any number of members, and deflate with or without its header."""

    def __init__(self, *, is_gzip: bool) -> None:
        self._is_gzip = is_gzip
        self._engine = zlib.decompressobj(zlib.MAX_WBITS | 16) if is_gzip else None
        self._rest = b""

    def feed(self, data: bytes) -> Iterator[bytes]:
        data, self._rest = self._rest + data, b""
        if self._engine is None:
            if len(data) < 2:
                self._rest = data
                return
            self._engine = zlib.decompressobj(zlib.MAX_WBITS if _has_zlib_header(data) else -zlib.MAX_WBITS)
        while data or not self._engine.eof:
            piece = self._engine.decompress(data, PIECE)
            if piece:
                yield piece
            data = self._engine.unconsumed_tail
            if self._engine.eof:
                data = self._next_member(self._engine.unused_data)
            if not data and len(piece) < PIECE:
                return

    def _next_member(self, rest: bytes) -> bytes:
        """What follows a member: another one, or padding that every browser overlooks."""
        if len(rest) < 2 and GZIP.startswith(rest):
            self._rest = rest
            return b""
        if self._is_gzip and rest.startswith(GZIP):
            self._engine = zlib.decompressobj(zlib.MAX_WBITS | 16)
            return rest
        return b""

    def is_whole(self) -> bool:
        return self._engine is not None and self._engine.eof


class _Brotli:
    def __init__(self) -> None:
        self._engine = brotli.Decompressor()

    def feed(self, data: bytes) -> Iterator[bytes]:
        while True:
            piece: bytes = self._engine.process(data, output_buffer_limit=PIECE)
            data = b""
            if piece:
                yield piece
            if self._engine.can_accept_more_data() or self._engine.is_finished():
                return

    def is_whole(self) -> bool:
        return bool(self._engine.is_finished())


class _Zstd:
    def __init__(self) -> None:
        self._engine = self._new()

    @staticmethod
    def _new() -> Any:
        return zstd.ZstdDecompressor(options={zstd.DecompressionParameter.window_log_max: ZSTD_WINDOW})

    def feed(self, data: bytes) -> Iterator[bytes]:
        while True:
            if self._engine.eof:
                data = self._engine.unused_data + data
                if not data:
                    return
                self._engine = self._new()
            piece: bytes = self._engine.decompress(data, PIECE)
            data = b""
            if piece:
                yield piece
            if self._engine.needs_input and not self._engine.eof:
                return

    def is_whole(self) -> bool:
        return bool(self._engine.eof)


_UNPACKERS: dict[str, Callable[[], _Unpacker]] = {
    "gzip": lambda: _Zlib(is_gzip=True),
    "x-gzip": lambda: _Zlib(is_gzip=True),
    "deflate": lambda: _Zlib(is_gzip=False),
    "br": _Brotli,
    "zstd": _Zstd,
}


def unpacked(pieces: Iterable[bytes], header: str) -> Iterator[bytes]:
    """The body that `pieces` bring, by its Content-Encoding, in pieces of at most 64 KiB.

    Raises:
        Damaged: an unknown coding, more than three, a wrong checksum, or an end that does not come.
    """
    codings = [name for part in header.lower().split(",") if (name := part.strip()) not in {"", "identity"}]
    if unknown := [name for name in codings if name not in _UNPACKERS]:
        raise Damaged(f"it is packed as {unknown[0]!r}, which was not asked for")
    if len(codings) > MOST_CODINGS:
        raise Damaged(f"it is packed {len(codings)} times over")
    for name in reversed(codings):
        pieces = _through(pieces, name)
    yield from pieces


def _through(pieces: Iterable[bytes], name: str) -> Iterator[bytes]:
    unpacker, empty = _UNPACKERS[name](), True
    try:
        for piece in pieces:
            empty = empty and not piece
            yield from unpacker.feed(piece)
    except ERRORS as error:
        raise Damaged(f"it is no {name}: {error}") from error
    if not empty and not unpacker.is_whole():
        raise Damaged(f"its {name} breaks off")


def _has_zlib_header(data: bytes) -> bool:
    return data[0] & 15 == zlib.DEFLATED and int.from_bytes(data[:2], "big") % 31 == 0
