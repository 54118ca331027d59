"""Which of a page's titles is the article's."""

from __future__ import annotations

import re
from collections.abc import Sequence

_SEPARATOR = re.compile(r"\s+[|\-–—·•:»«/]+\s+|\s*\|\s*")
_NO_WORD = re.compile(r"[\W_]+")
_LEAST = 8  # shorter headings are labels


def choose(headings: Sequence[str], headline: str, shared: str, document: str, sites: Sequence[str]) -> str:
    """What structured and shared title agree on, else a heading that another title confirms, else the next best.

    That is the structured headline, the shared title, a lone heading, the document's title.

    `sites` are the names that the site goes by: only they are cut from the end of a title.
    """
    if headline and folded(headline) == folded(without_site(shared, sites)):
        return headline
    others = [folded(document), folded(headline), folded(shared)]
    for heading in headings:
        key = folded(heading)
        if (key and key in others) or (len(heading) > _LEAST and any(key in other for other in others)):
            return heading
    if headline and not headline.endswith(("...", "…")):
        return headline
    single = headings[0] if len(headings) == 1 and len(headings[0]) > _LEAST else ""
    return without_site(shared, sites) or single or without_site(document, sites) or headline


def without_site(title: str, sites: Sequence[str]) -> str:
    """The title without " - Site name" at its end, if that is the site's name."""
    *_, last = [None, *_SEPARATOR.finditer(title)]
    if last is None:
        return title
    suffix = folded(title[last.end() :]).replace(" ", "")
    names = {folded(name).replace(" ", "") for name in sites}
    known = suffix in names or any(
        len(suffix) > 2 and (name.startswith(suffix) or suffix.startswith(name)) for name in names if len(name) > 2
    )
    return title[: last.start()].strip() if known and last.start() else title


def folded(text: str) -> str:
    """For comparing: no case, no punctuation."""
    return _NO_WORD.sub(" ", text.casefold()).strip()
