"""Pages that are no article, and why."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from pipeline.extract.content import Content
from pipeline.extract.head import attribute
from pipeline.extract.markup import Markup
from pipeline.extract.metadata import Metadata
from pipeline.extract.tree import Element
from pipeline.extract.tree import text as inside
from pipeline.model.errors import NotAnArticle
from pipeline.model.page import Page

_HTML_TYPES = ("text/html", "application/xhtml", "text/xml", "application/xml", "text/plain")
_BINARY = (
    b"\x89PNG",
    b"GIF8",
    b"\xff\xd8\xff",
    b"PK\x03\x04",
    b"RIFF",
    b"\x1f\x8b",
    b"\x00\x00\x00",
    b"OggS",
    b"ID3",
    b"wOF",
)
_FEED = re.compile(
    rb"^\s*(?:<\?xml[^>]{0,200}>\s*)?(?:<!--.{0,500}?-->\s*)?<(?:rss|feed|urlset|sitemapindex|rdf:RDF)\b", re.DOTALL
)
_TAG = re.compile(rb"<[a-z!?]", re.IGNORECASE)
_SHORT = 600  # characters; a longer text is worth keeping whatever stands around it
_STUB = 200
_PER_TEASER, _PER_TEXT = 250, 750  # characters of prose: a teaser has less, a text that is no teaser has more
_TEASER = 400  # of a text behind a paywall; with more there is something to read
_POSTS, _POSTED = 3, 0.3  # posts of a live blog at least, and their share of the text
_MOST = 100  # tags of one kind that are counted
_LEAST = 40
_LOGIN = re.compile(r"\b(?:log|sign)[ -]?in\b|password", re.IGNORECASE)
_CONSENT = re.compile(r"\bcookies?\b|\bconsent\b|\bprivacy (?:settings|preferences)\b", re.IGNORECASE)
_LOST = re.compile(r"\b404\b|page (?:was |could )?not (?:be )?found|no longer (?:available|exists)", re.IGNORECASE)
_SUBSCRIBE = re.compile(
    r"subscribe|subscription|subscribers only|already a (?:member|subscriber)|unlock this (?:article|story)",
    re.IGNORECASE,
)
_PAYWALL = re.compile(r"pay-?wall", re.IGNORECASE)
_SCRIPT = re.compile(
    r"(?:enable|activate|turn on|requires?|need) (?:java ?script)|javascript (?:is|must be)", re.IGNORECASE
)
_DENSE = re.compile("[\u3040-\u9fff\uac00-\ud7a3]")
_FILMS = frozenset({"videoobject", "movie", "audioobject", "podcastepisode"})
_LISTS = frozenset({"collectionpage", "itemlist", "searchresultspage", "profilepage"})


class LiveBlog(NotAnArticle):
    """A live blog: what was read of it, with its posts apart in `known`."""

    def __init__(self, where: str, known: Metadata, content: Content) -> None:
        hint = "Its posts are kept apart by `newsmend extract`; they are no running text"
        super().__init__("this is a live blog, not an article", reason="live-blog", where=where, hint=hint)
        self.known, self.content = known, content


def refuse_bytes(page: Page) -> None:
    """Refuses what need not be parsed.

    Raises:
        NotAnArticle: the status is not 200, there is no body, or it is no HTML.
    """
    kind, body = page.content_type.split(";")[0].strip().lower(), page.body
    if page.status != 200:
        raise _refusal(page, f"http-{page.status}", f"the server answered {page.status}", "Fetch it again later")
    if body.lstrip()[:5] == b"%PDF-" or kind == "application/pdf":
        raise _refusal(page, "pdf", "this is a PDF", "Only HTML pages are read")
    if not body.strip():
        raise _refusal(page, "empty", "the page has no content", "Fetch it again later")
    foreign = kind and not kind.startswith(_HTML_TYPES)
    if (
        foreign
        or (b"\x00\x00\x00" in body[:1000])
        or body.startswith(_BINARY)
        or _FEED.match(body[:1000])
        or not (_TAG.search(body) or b"\x00<" in body or b"<\x00" in body)
    ):
        raise _refusal(
            page, "not-html", f"this is no HTML page ({kind or 'no type given'})", "Only HTML pages are read"
        )


def refuse_content(page: Page, markup: Markup, metadata: Metadata, content: Content) -> None:
    """Refuses what was parsed and turned out to hold no article.

    Raises:
        LiveBlog: most of the text, or much of it, is in three or more posts.
        NotAnArticle: a list, a wall, a page that scripts would fill, or nothing at all.
    """
    if _is_live_blog(metadata, content):
        raise LiveBlog(page.final_url, metadata, content)
    size = sum(_width(paragraph.text) for paragraph in content.paragraphs)
    if _is_list(page, markup, metadata, content):
        raise _refusal(
            page, "list", "this is a list of articles, not an article", "Give it as a section of the source instead"
        )
    if size >= _SHORT:
        return
    seen = " ".join(" ".join(markup.root.itertext()).split())
    reason = _wall(markup, metadata, seen, size)
    if reason:
        raise _refusal(page, reason[0], reason[1], reason[2])
    if size < _LEAST:
        raise _refusal(
            page, "empty", "no article text was found", "Give the source a `body` selector if there is one to see"
        )


def _is_live_blog(metadata: Metadata, content: Content) -> bool:
    """Some sites call every article so, and give a post or two."""
    posted = sum(len(post.text) for post in metadata.posts)
    return len(metadata.posts) >= _POSTS and posted >= _POSTED * sum(len(part.text) for part in content.paragraphs)


def _width(text: str) -> int:
    """Characters; those of scripts that need few of them count three times."""
    return len(text) + 2 * len(_DENSE.findall(text)) if not text.isascii() else len(text)


def _wall(markup: Markup, metadata: Metadata, seen: str, size: int) -> tuple[str, str, str] | None:
    named = metadata.title[:120]
    short = len(seen) < 4 * _SHORT
    if _LOST.search(named) or (len(seen) < _SHORT and _LOST.search(seen)):
        return "not-found", "the page says that the article is not there", "Drop the address"
    has_password = any(attribute(tag, "type").lower() == "password" for tag in markup.named("input"))
    if (_LOGIN.search(named) and short) or (has_password and short and not _is_described(metadata)):
        return "login", "the page asks for a login", "It cannot be read without an account"
    if (not metadata.free and size < _TEASER) or (
        size < _STUB and _SUBSCRIBE.search(seen) and next(markup.having(_PAYWALL), None) is not None
    ):
        return "paywall", "most of the text is behind a paywall", "It cannot be read without a subscription"
    if not _is_described(metadata) and (metadata.og_type.startswith("video") or metadata.kinds & _FILMS):
        return "video", "the page shows a video", "It has no text to read"
    if size < _STUB and markup.scripts and (len(seen) < 150 or (_SCRIPT.search(seen) and len(seen) < _SHORT)):
        return "script-only", "the page is filled by scripts, which are never run", "Look for a feed with full text"
    if short and not _is_described(metadata) and len(_CONSENT.findall(seen)) >= 3:
        return "consent", "the page asks for consent to cookies", "It cannot be read without an answer"
    return None


def _is_list(page: Page, markup: Markup, metadata: Metadata, content: Content) -> bool:
    if _is_described(metadata):
        return False
    sizes = [len(paragraph.text) for paragraph in content.paragraphs]
    if metadata.kinds & _LISTS and sum(sizes) < 4 * _SHORT:
        return True
    teasers, items = max(_outer_articles(markup), _linked_headings(markup)), _linked_items(markup)
    here = urlsplit(page.final_url)
    if here.path in {"", "/"} and not here.query:
        return max(teasers, items) >= 3
    prose = sum(size for size in sizes if size > 60)
    if max(teasers, items) >= 5 and prose < _PER_TEASER:
        return True
    if content.run >= max(_PER_TEXT, content.prose / 4):
        return False  # one long text, and teasers beside it
    return teasers >= 5 and metadata.published is None and prose < _PER_TEASER * teasers


def _outer_articles(markup: Markup) -> int:
    """Of those that lead somewhere: some sites use the tag for the parts of one text."""
    outer = (tag for tag in markup.named("article")[:_MOST] if _around(tag, "article") is None)
    return sum(1 for tag in outer if _link(tag) is not None or _around(tag, "a") is not None)


def _linked_headings(markup: Markup) -> int:
    headings = [tag for name in ("h2", "h3", "h4") for tag in markup.named(name)[:_MOST]]
    return sum(1 for tag in headings if _link(tag) is not None or tag.getparent().tag == "a")


def _linked_items(markup: Markup) -> int:
    """List items that are headlines: a link of at least four words."""
    items = (_link(tag) for tag in markup.named("li")[:_MOST] if _around(tag, "nav", "footer", "aside") is None)
    return sum(1 for link in items if link is not None and len(inside(link).split()) >= 4)


def _link(tag: Element) -> Element | None:
    return next(tag.iter("a"), None)


def _around(tag: Element, *names: str) -> Element | None:
    return next(tag.iterancestors(*names), None)


def _is_described(metadata: Metadata) -> bool:
    return metadata.og_type.endswith("article") or any(
        kind.endswith(("article", "blogposting")) for kind in metadata.kinds
    )


def _refusal(page: Page, reason: str, what: str, hint: str) -> NotAnArticle:
    return NotAnArticle(what, reason=reason, where=page.final_url, hint=hint)
