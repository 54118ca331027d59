"""What is no text at all: the guard looks at what stands there once it is gone, on both sides of the change."""

from __future__ import annotations

import html
import re

_ENTITY = re.compile(r"&(?:amp;)?(?:#\d{1,5}|[a-zA-Z]{2,8});")
_TOKEN = re.compile(
    r"<(?:unk|UNK|url|pad|s|/s)>|⁇|▁|##\w+#|@-@|@@|__[A-Z]+__|</?(?:b|i|p|br|em|strong|span|div)(?: ?/)?>"
)
_BROKEN = re.compile(r"[ÂÃÄÅÐÑâï][\x80-\xbf€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ]?|[РС][\u0400-\u040f\u0450-\u045f°±]")
_ALIKE = str.maketrans("аеорсухіјѕАВЕКМНОРСТХУІЈЅ", "aeopcyxijsABEKMHOPCTXYIJS")


def plain(text: str) -> str:
    """The text without marks of web pages and engines, and with look-alike letters of another script as Latin ones."""
    if "&" in text:
        text = _ENTITY.sub(lambda m: html.unescape(html.unescape(m[0])), text)
    return _TOKEN.sub("", text).translate(_ALIKE)


def is_recoding(before: str, after: str) -> bool:
    """Whether an edit undoes a wrong encoding and nothing else: what is plain ASCII in it is as it was."""
    if before.isascii() or _BROKEN.search(before) is None:
        return False
    return [c for c in before if c.isascii()] == [c for c in after if c.isascii()]
