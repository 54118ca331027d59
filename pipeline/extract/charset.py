"""Bytes to text, whatever the server says about them."""

from __future__ import annotations

import codecs
import re

import cchardet

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_IN_HEADER = re.compile(r"charset\s*=\s*[\"']?\s*([\w.:-]+)", re.IGNORECASE)
_IN_META = re.compile(rb"<meta\b[^>]{0,400}?\bcharset\s*=\s*[\"']?\s*([\w.:-]+)", re.IGNORECASE)
_META_WITHIN = 4096
# What browsers read when a page names the narrower one.
_WIDER = {"iso8859-1": "cp1252", "ascii": "cp1252", "gb2312": "gb18030", "gbk": "gb18030", "euc_kr": "cp949"}
# Five bytes that cp1252 leaves undefined; browsers pass them through.
_UNDEFINED_IN_CP1252 = re.compile(rb"[\x81\x8d\x8f\x90\x9d]")


def decode(body: bytes, content_type: str = "") -> str:
    """BOM, else strict UTF-8, else the charset of the header, the page's own, the most likely one; never fails."""
    for mark, name in _BOMS:
        if body.startswith(mark):
            return body[len(mark) :].decode(name, "replace")
    for candidate in ("utf-8", _from_header(content_type), _from_meta(body)):
        text = _strictly(body, candidate)
        if text is not None:
            return text
    detected = cchardet.detect(body)["encoding"]
    text = _strictly(body, detected)
    return body.decode("utf-8", "replace") if text is None else text


def _from_header(content_type: str) -> str | None:
    found = _IN_HEADER.search(content_type)
    return found[1] if found else None


def _from_meta(body: bytes) -> str | None:
    found = _IN_META.search(body[:_META_WITHIN])
    return found[1].decode("ascii", "replace") if found else None


def _strictly(body: bytes, name: str | None) -> str | None:
    if name is None:
        return None
    try:
        codec = codecs.lookup(name).name
        codec = _WIDER.get(codec, codec)
        if codec == "cp1252":
            body = _UNDEFINED_IN_CP1252.sub(b"", body)
        return body.decode(codec)
    except (LookupError, UnicodeError):
        return None
