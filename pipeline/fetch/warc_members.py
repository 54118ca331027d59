"""The records of somebody else's WARC file, one after another, within bounds: the file may be cut, wrong or a bomb."""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO

PIECE = 65_536
HEAD = 65_536  # bytes of a record's own headers
BIGGEST = 32_000_000  # a record above it is passed over: no page of news is so large
RATIO, ALLOWANCE = 200, 64_000_000  # a file may unpack to so many times what was read of it, and so many bytes more
GZIP, WARC, END = b"\x1f\x8b", b"WARC/", b"\r\n\r\n"


class BrokenFile(ValueError):
    """From `offset` on the file cannot be read; what was read before it holds."""

    def __init__(self, what: str, offset: int) -> None:
        self.offset = offset
        super().__init__(f"{what} (at byte {offset:,})")


@dataclass(frozen=True, slots=True)
class Member:
    """One record where it lies in the file; `data` is unpacked, and None where the record is too large."""

    offset: int
    length: int
    data: bytes | None


def members(file: BinaryIO) -> Iterator[Member]:
    """Every record of a WARC file that is plain, or packed record by record.

    Raises:
        BrokenFile: the file is no WARC, ends too early, has a wrong length, or unpacks without end.
    """
    first = file.read(len(WARC))
    file.seek(0)
    if first.startswith(GZIP):
        yield from _packed(file)
    elif first == WARC:
        yield from _plain(file)
    else:
        raise BrokenFile("it is no WARC file" if first else "the file is empty", 0)


def _packed(file: BinaryIO) -> Iterator[Member]:
    data, offset, unpacked = file.read(PIECE), 0, 0
    read = len(data)
    while data:
        if not data.startswith(GZIP):
            raise BrokenFile("no packed record begins here", offset)
        engine, kept, size, piece = zlib.decompressobj(zlib.MAX_WBITS | 16), bytearray(), 0, b""
        while not engine.eof:
            if not data and len(piece) < PIECE:
                data = file.read(PIECE)
                read += len(data)
                if not data:
                    raise BrokenFile("the file ends in the middle of a record", offset)
            try:
                piece = engine.decompress(data, PIECE)
            except zlib.error as error:
                raise BrokenFile(f"a record is damaged: {error}", offset) from error
            data = engine.unconsumed_tail
            size, unpacked = size + len(piece), unpacked + len(piece)
            if unpacked > RATIO * read + ALLOWANCE:
                raise BrokenFile(f"it unpacks to over {RATIO} times its size", offset)
            if size <= BIGGEST:
                kept += piece
        data = engine.unused_data
        length = read - len(data) - offset
        _refuse_several(kept, size, offset)
        yield Member(offset, length, bytes(kept) if size <= BIGGEST else None)
        offset += length
        if len(data) < len(GZIP):
            more = file.read(PIECE)
            read, data = read + len(more), data + more


def _refuse_several(kept: bytearray, size: int, offset: int) -> None:
    """Only a record that has a gzip member of its own can be read again without all that is before it."""
    head = kept.find(END, 0, HEAD)
    length = content_length(bytes(kept[:head])) if head >= 0 else None
    if not kept.startswith(WARC) or length is None:
        raise BrokenFile("a record has no WARC headers, or no length", offset)
    whole = head + len(END) + length + len(END)
    if size > whole and kept[whole : whole + len(WARC)] in (WARC, b""):
        raise BrokenFile("it is packed as a whole, not record by record; `warcio recompress` puts that right", offset)
    if size != whole:
        raise BrokenFile("a record has another length than it says", offset)


def _plain(file: BinaryIO) -> Iterator[Member]:
    offset = 0
    while head := _head(file, offset):
        length = content_length(head)
        if not head.startswith(WARC) or length is None:
            raise BrokenFile("a record has no WARC headers, or no length", offset)
        body = None
        if length <= BIGGEST:
            body = file.read(length)
        else:
            file.seek(length, 1)
        end = file.read(len(END))
        if len(end) < len(END):
            raise BrokenFile("the file ends in the middle of a record", offset)
        if end != END:
            raise BrokenFile("a record has another length than it says", offset)
        whole = len(head) + length + len(END)
        yield Member(offset, whole, None if body is None else head + body + END)
        offset += whole


def _head(file: BinaryIO, offset: int) -> bytes:
    """A record's headers with the empty line after them; nothing at the end of the file."""
    head = bytearray()
    while line := file.readline(HEAD):
        head += line
        if len(head) > HEAD:
            raise BrokenFile("the headers of a record do not end", offset)
        if line == b"\r\n":
            return bytes(head)
    if head:
        raise BrokenFile("the file ends in the middle of a record", offset)
    return b""


def content_length(head: bytes) -> int | None:
    """The one length that a record's headers give; None where there is none, or it makes no sense."""
    found = [
        value.strip()
        for name, _, value in (line.partition(b":") for line in head.split(b"\r\n"))
        if name.strip().lower() == b"content-length"
    ]
    if len(found) != 1 or not found[0].isdigit() or len(found[0]) > 18:
        return None
    return int(found[0])
