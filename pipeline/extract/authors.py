"""Bylines to a list of names."""

from __future__ import annotations

import html
import re
from collections.abc import Iterable

from pipeline.text.normalise import normalise

_BETWEEN = re.compile(
    r"\s*(?:;|\||\n|&|,(?!\s*(?:Jr|Sr|PhD|Ph\.D|MD|M\.D|II|III|IV)\b\.?)|\s(?:and|und|et|y|og|och|with)\s)\s*",
    re.IGNORECASE,
)
_BEFORE = re.compile(
    r"^(?:(?:words|written|reported|story|text|report|article)\s+by|by|von|par|por|di|af|av|text|door|autor|author|writer"
    r"|reporter)(?:\s*:\s*|\s+)",
    re.IGNORECASE,
)
_AFTER = re.compile(r"\s*[(\[][^()\[\]]*[)\]]\s*$")
_TAG = re.compile(r"<[^<>]{1,200}>")
_NO_NAME = re.compile(
    r"https?://|www\.|@|\.(?:com|org|net)\b|^[\d\W]+$|\d{4}"
    r"|^(?:admin|administrator|editors?|staff|author|unknown|none|null|guest|webmaster|read more|follow"
    r"|posted|published|updated|redaktion)$",
    re.IGNORECASE,
)


def split(bylines: Iterable[str]) -> tuple[str, ...]:
    """Each name once, in order, without "By" and the like; addresses, numbers and placeholders are no names."""
    found: dict[str, None] = {}
    for byline in bylines:
        for part in _BETWEEN.split(normalise(html.unescape(_TAG.sub(" ", byline[:500])))):
            name = _AFTER.sub("", _BEFORE.sub("", part.strip(" ,;|–—-•·:"))).strip(" ,")
            if 2 < len(name) < 60 and len(name.split()) <= 6 and not _NO_NAME.search(name):
                found.setdefault(name)
    return tuple(found)[:20]
