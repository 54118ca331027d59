"""One spelling for one text: Unicode, spaces and line ends; what the words say is left alone, faults included."""

from __future__ import annotations

import re
import unicodedata

_LINE_END = re.compile("\r\n?|[\x85\u2028\u2029]")
_SPACE = re.compile("[\t\v\f \xa0\u1680\u2000-\u200a\u202f\u205f\u3000]+")
_INVISIBLE = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f"  # controls
    "\xad\u061c\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb"  # soft hyphen, bidi, zero width
    "\ud800-\udfff\U000e0000-\U000e007f]"  # lone surrogates, tag characters
)
# Joiners mean something between emoji and in scripts that shape their letters; elsewhere they only hide.
_SHAPED = "[\u0600-\u0dff\u2600-\u27bf\ufe0f\U0001f000-\U0001faff]"
_STRAY_JOINER = re.compile(f"[\u200c\u200d](?!{_SHAPED})|(?<!{_SHAPED})[\u200c\u200d]")


def normalise(text: str) -> str:
    """NFC, one kind of space, one kind of line end, nothing invisible; "\\n" stays the paragraph mark. Idempotent."""
    text = _LINE_END.sub("\n", text)
    text = _STRAY_JOINER.sub("", _INVISIBLE.sub("", text))
    lines = _SPACE.sub(" ", unicodedata.normalize("NFC", text)).split("\n")
    return "\n".join(line.strip(" ") for line in lines).strip("\n")
