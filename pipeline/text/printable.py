"""Text from outside, made safe to print: no control characters, no marks that turn the direction of writing."""

from __future__ import annotations

import re

# C0 and C1 controls, line and paragraph separators, marks and isolates of direction, lone surrogates
UNSAFE = re.compile("[\x00-\x1f\x7f-\x9f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\ud800-\udfff]")


def printable(text: str) -> str:
    """Each such character as its escape, `\\x1b` or `\\u202e`: nobody can write a second line into a log."""
    return UNSAFE.sub(lambda match: match[0].encode("unicode_escape").decode("ascii"), text)
