"""What the page's head says: meta tags, links, the document's title and language."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urldefrag, urljoin, urlsplit

from pipeline.extract import languages
from pipeline.extract.markup import Markup
from pipeline.extract.tree import Element, text
from pipeline.text.normalise import normalise

_MOST = 400
_SECOND_LEVEL = frozenset({"co", "com", "org", "net", "gov", "ac", "edu", "or", "ne", "go"})


@dataclass(frozen=True, slots=True)
class Head:
    """`metas` are keyed by property, name or itemprop in lower case; values are normalised and never empty."""

    metas: dict[str, tuple[str, ...]]
    title: str
    languages: tuple[str, ...]
    canonicals: tuple[str, ...]

    def first(self, *keys: str) -> str:
        """The first value of the first key that has one."""
        return next((self.metas[key][0] for key in keys if key in self.metas), "")


def read(markup: Markup) -> Head:
    """Collects meta and link tags wherever they stand: broken pages have them in the body."""
    metas: dict[str, tuple[str, ...]] = {}
    for tag in markup.named("meta")[:_MOST]:
        content = normalise(attribute(tag, "content"))
        if not content:
            continue
        for key in ("property", "name", "itemprop", "http-equiv"):
            for name in attribute(tag, key).lower().split():
                metas[name] = (*metas.get(name, ()), content)
    roots = markup.named("html")[:1]
    languages = [value for tag in roots for key in ("lang", "xml:lang") if (value := attribute(tag, key))]
    links = [tag for tag in markup.named("link")[:_MOST] if "canonical" in attribute(tag, "rel").lower().split()]
    return Head(
        metas,
        next((text_of(tag) for tag in markup.named("title")), ""),
        tuple(v for v in (*languages, *metas.get("content-language", ()), *metas.get("og:locale", ())) if v),
        tuple(href for tag in links if (href := attribute(tag, "href").strip())),
    )


def attribute(tag: Element, name: str) -> str:
    """The attribute, empty where it is missing."""
    return str(tag.get(name, ""))


def text_of(tag: Element) -> str:
    """The tag's text on one line, normalised."""
    return normalise(" ".join(text(tag).split()))


def language(*given: str) -> str | None:
    """The first primary language subtag among the given ones that is one, in lower case."""
    return next((found for value in given if (found := languages.primary(value)) is not None), None)


def canonical(head: Head, final_url: str) -> str:
    """The page's own canonical address where it can be trusted: one, of the same site, and not its home page."""
    wanted = {url for href in head.canonicals[:10] if (url := absolute(final_url, href))}
    if len(wanted) != 1:
        return final_url
    url = wanted.pop()
    there, here = urlsplit(url), urlsplit(final_url)
    same_site = there.scheme in {"http", "https"} and site(there.hostname) == site(here.hostname)
    lost = there.path in {"", "/"} and not there.query and (here.path not in {"", "/"} or bool(here.query))
    return url if same_site and not lost else final_url


def absolute(base: str, href: str) -> str:
    """The address without its fragment; empty where it cannot be read."""
    try:
        url = urldefrag(urljoin(base, href)).url
        return url if urlsplit(url).hostname else ""
    except ValueError:
        return ""


def site(host: str | None) -> str:
    """The part of a host name that its owner registered, near enough: without a list of public suffixes."""
    labels = (host or "").lower().rstrip(".").split(".")
    if labels[-1].isdigit() or ":" in labels[0]:
        return ".".join(labels)
    wide = len(labels) > 2 and len(labels[-1]) == 2 and labels[-2] in _SECOND_LEVEL
    return ".".join(labels[-3 if wide else -2 :])
