"""Many small WARC files as one larger one: gzip files may simply follow one another."""

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from warcio.warcwriter import WARCWriter

SIZE = 100_000_000  # held in memory once; a reader takes a page out of it without reading the rest


@dataclass(frozen=True, slots=True)
class Pack:
    """`data` is a WARC file; `places` says where in it each file begins, and how long it is."""

    data: bytes
    places: Mapping[str, tuple[int, int]]


def packs(files: Iterator[tuple[str, bytes]], size: int = SIZE) -> Iterator[Pack]:
    """The files in the order given, in packs of about `size` bytes, each with a record that says what wrote it."""
    data, places = bytearray(_head()), dict[str, tuple[int, int]]()
    for key, content in files:
        if places and len(data) + len(content) > size:
            yield Pack(bytes(data), places)
            data, places = bytearray(_head()), {}
        places[key] = len(data), len(content)
        data += content
    if places:
        yield Pack(bytes(data), places)


def _head() -> bytes:
    out = io.BytesIO()
    writer = WARCWriter(out, gzip=True, warc_version="1.1")
    record = writer.create_warcinfo_record("pack.warc.gz", {"software": "Newsmend", "format": "WARC File Format 1.1"})
    # the same files must give the same pack
    record.rec_headers.replace_header("WARC-Record-ID", "<urn:uuid:00000000-0000-5000-8000-000000000000>")
    record.rec_headers.replace_header("WARC-Date", "1970-01-01T00:00:00Z")
    writer.write_record(record)
    return out.getvalue()
