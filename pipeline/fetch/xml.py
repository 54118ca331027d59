"""What every XML answer goes through before a parser sees it."""

from __future__ import annotations

from pipeline.fetch import coding
from pipeline.model.errors import FetchError, TooLarge

GZIP = b"\x1f\x8b"


def unpacked(body: bytes, size: int, where: str) -> bytes:
    """A `.gz` file unpacked (told by its first bytes, not by its name), at most `size` bytes of it."""
    if not body.startswith(GZIP):
        return body
    parts, total = [], 0
    try:
        for piece in coding.unpacked([body], "gzip"):
            parts.append(piece)
            total += len(piece)
            if total > size:
                raise TooLarge(f"it unpacks to over {size:,} bytes", where=where)
    except coding.Damaged as error:
        raise FetchError(f"a damaged gzip file: {error}", where=where) from error
    return b"".join(parts)


def has_doctype(body: bytes) -> bool:
    """Whether a document type stands before the first element. NULs are skipped, so that UTF-16 hides nothing."""
    text = body.replace(b"\0", b"").lstrip(b"\xef\xbb\xbf\xfe\xff")
    at = 0
    while True:
        while text[at : at + 1].isspace():
            at += 1
        end = _skip(text, at)
        if end == at:
            return text[at : at + 9].upper() == b"<!DOCTYPE"
        at = end


def _skip(text: bytes, at: int) -> int:
    """The place after the comment or instruction that starts at `at`, or `at` if none does."""
    for start, stop in ((b"<!--", b"-->"), (b"<?", b"?>")):
        if text.startswith(start, at):
            end = text.find(stop, at + len(start))
            return len(text) if end < 0 else end + len(stop)
    return at
