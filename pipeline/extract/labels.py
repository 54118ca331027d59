"""Labels inside a line that only screen readers get: they are no part of the text that people see."""

from __future__ import annotations

import re
from collections.abc import Mapping
from itertools import islice

from bs4.element import NavigableString, Tag

from pipeline.extract import words

_MOST_INSIDE = 30  # tags and strings; with more it is no label, and scripts may show it after all
_MOST_CHARS = 200
_UNSEEN = re.compile(
    r"(?:^|[\s_-])(?<!not-)(?:sr-?only|visually-?hidden|screen-?reader(?:-?(?:text|only|message))?|a11y-hidden|offscreen"
    r"|assistive-?text|hidden-?text)(?=$|\s)",
    re.IGNORECASE,
)
_UNSEEN_STYLE = re.compile(r"clip\s*:\s*rect\(\s*[01]|clip-path\s*:\s*inset\(\s*(?:50|100)%", re.IGNORECASE)
_NEW_WINDOW = re.compile(
    r"[\s(\[,–-]*(?:opens?|öffnet|wird|(?:s[’'])?ouvre|(?:se )?abre|(?:si )?apre|otwiera|åpnes|öppnas|åbner"
    r"|external)\b.{0,30}\b(?:tab|window|fenster|onglet|fenêtre|ventana|pestaña|finestra|scheda|janela|separador|karcie|oknie"
    r"|vindu|fane|fönster|flik|vindue|site)\b.{0,12}",
    re.IGNORECASE,
)


def unseen(tag: Tag, *, in_link: bool) -> bool:
    """Whether an inline element is a short text that is not shown."""
    attributes = tag.attrs
    hidden = (
        "hidden" in attributes
        or _said(attributes, "style", _UNSEEN_STYLE)
        or _said(attributes, "style", words.HIDDEN)
        or _said(attributes, "class", _UNSEEN)
    )
    if hidden:
        return _short_text(tag) is not None
    if attributes.get("aria-hidden") == "true":
        text = _short_text(tag)
        return text is not None and not _is_initial(text) and not _is_double(tag)
    return in_link and tag.name == "span" and _NEW_WINDOW.fullmatch(_short_text(tag) or "") is not None


def _said(attributes: Mapping[str, object], name: str, pattern: re.Pattern[str]) -> bool:
    value = attributes.get(name)
    return isinstance(value, str) and pattern.search(value) is not None


def _short_text(tag: Tag) -> str | None:
    """What the element holds, if that is little enough to be a label."""
    inside = list(islice(tag.descendants, _MOST_INSIDE + 1))
    text = "".join(part for part in inside if type(part) is NavigableString).strip()
    return text if len(inside) <= _MOST_INSIDE and len(text) <= _MOST_CHARS else None


def _is_initial(text: str) -> bool:
    return len(text) <= 2 and text[-1:].isalnum()


def _is_double(tag: Tag) -> bool:
    """Large initials and counting numbers are shown, and told again beside for those who listen."""
    beside = (tag.find_next_sibling(), tag.find_previous_sibling())
    return any(other is not None and _said(other.attrs, "class", _UNSEEN) for other in beside)
