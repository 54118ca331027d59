"""Stored pages are other people's HTML: what is left of one can only be read."""

from __future__ import annotations

import nh3
from markupsafe import Markup

from pipeline.store.columns import readable

LARGEST = 3_000_000  # code points; what is longer is cut
_TAGS = {
    "a", "abbr", "article", "aside", "b", "blockquote", "br", "caption", "cite", "code", "dd", "del", "div", "dl", "dt",
    "em", "figcaption", "figure", "footer", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "i", "ins", "li",
    "main", "mark", "nav", "ol", "p", "pre", "q", "s", "section", "small", "span", "strong", "sub", "sup", "table",
    "tbody", "td", "tfoot", "th", "thead", "time", "tr", "u", "ul",
}  # fmt: skip
_DROPPED = {"script", "style", "noscript", "template", "iframe", "object", "svg", "math", "title", "head"}


def harmless(page: str) -> Markup:
    """The page's text and structure; no attribute but `lang`, `dir` and the spans of cells, no address anywhere."""
    cleaned = nh3.clean(
        readable(page[:LARGEST]),
        tags=_TAGS,
        clean_content_tags=_DROPPED,
        attributes={"*": {"lang", "dir"}, "td": {"colspan", "rowspan"}, "th": {"colspan", "rowspan"}},
        link_rel=None,
        strip_comments=True,
    )
    return Markup(cleaned)  # noqa: S704 - this is what nh3 is for; the page has a sandbox and a policy besides
