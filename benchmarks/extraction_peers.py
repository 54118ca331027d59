"""Public extractors of articles, each as a function from a page's bytes and address to its text."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from pipeline.extract.charset import decode

Extractor = Callable[[bytes, str], str]


def trafilatura() -> Extractor:
    """With its defaults."""
    from trafilatura import extract

    return lambda body, url: extract(body, url=url, include_comments=False) or ""


def readability() -> Extractor:
    """readability-lxml; its summary as text, one block a line."""
    from lxml.html import fromstring  # type: ignore[import-untyped]
    from readability import Document

    def run(body: bytes, url: str) -> str:
        root = fromstring(Document(decode(body), url=url).summary())
        for tag in root.iter("p", "div", "li", "h1", "h2", "h3", "h4", "blockquote", "br", "tr", "pre"):
            tag.tail = "\n" + (tag.tail or "")
        return re.sub(r"[ \t]+", " ", str(root.text_content()))

    return run


def newspaper() -> Extractor:
    """newspaper4k."""
    from newspaper import Article

    def run(body: bytes, url: str) -> str:
        article: Any = Article(url, fetch_images=False)
        article.download(input_html=decode(body))
        article.parse()
        return str(article.text)

    return run


PEERS: dict[str, Callable[[], Extractor]] = {
    "trafilatura": trafilatura,
    "readability-lxml": readability,
    "newspaper4k": newspaper,
}
