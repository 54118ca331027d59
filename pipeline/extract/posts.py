"""The posts of a live blog, each apart, as structured data or the page's own markup has them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from copy import deepcopy
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from urllib.parse import urlsplit

from pipeline.extract import dates, jsonld
from pipeline.extract.head import attribute, text_of
from pipeline.extract.markup import Markup
from pipeline.extract.tree import Element, remove
from pipeline.text.normalise import normalise

_MOST = 500
_TEXT = 40  # characters outside links; with less, an element is a teaser of a post
_ENTRY = re.compile(
    r"(?:^|[\s_-])live-?blog[a-z_-]*?[_-](?:entry|post|update|item|block)(?:$|\s)", re.IGNORECASE
)  # as WordPress' plugin and those that copied it name them


@dataclass(frozen=True, slots=True)
class Post:
    """One entry of a live blog. `published` is UTC; None where the page does not say."""

    title: str
    text: str
    published: datetime | None = None


def posts(nodes: Sequence[jsonld.Node], markup: Markup, urls: Iterable[str], fetched_at: datetime) -> tuple[Post, ...]:
    """In the page's order, each once; empty posts are left out, and those of a live blog that is not at `urls`."""
    described = _once(_described(nodes, {_path(url) for url in urls}, fetched_at))
    return described or _once(_marked(markup, fetched_at))


def _once(found: Iterable[Post]) -> tuple[Post, ...]:
    return tuple(dict.fromkeys(islice(found, 2 * _MOST)))[:_MOST]


def _described(nodes: Sequence[jsonld.Node], here: set[str], fetched_at: datetime) -> Iterator[Post]:
    for node in nodes:
        if "liveblogposting" not in jsonld.types(node) or _is_elsewhere(node, here):
            continue
        given = node.get("liveBlogUpdate")
        for update in given[:_MOST] if isinstance(given, list) else [given]:
            if isinstance(update, dict):
                title, text = (_line(update.get(key)) for key in ("headline", "articleBody"))
                if text:
                    yield Post(title, text, dates.moment(update.get("datePublished"), fetched_at))


def _is_elsewhere(node: jsonld.Node, here: set[str]) -> bool:
    """Pages link live blogs, and describe what they link."""
    entity = node.get("mainEntityOfPage")
    told = [node.get("url"), entity.get("@id") if isinstance(entity, dict) else entity]
    paths = {_path(given) for given in told if isinstance(given, str) and "://" in given}
    return bool(paths) and not paths & here


def _path(url: str) -> str:
    try:
        return urlsplit(url).path.rstrip("/")
    except ValueError:
        return ""


def _marked(markup: Markup, fetched_at: datetime) -> Iterator[Post]:
    """Microdata; else elements called posts of a live blog, which have a time and words of their own."""
    elements = markup.described("liveBlogUpdate") or list(islice(markup.having(_ENTRY), 2 * _MOST))
    seen: set[Element] = set()
    for element in islice(elements, 2 * _MOST):
        seen.add(element)
        if any(around in seen for around in element.iterancestors()):
            continue
        post = _of_markup(element, fetched_at)
        if post is not None:
            yield post


def _of_markup(element: Element, fetched_at: datetime) -> Post | None:
    inside = deepcopy(element)  # the page stays as it is
    moment = next((tag for tag in inside.iter("time") if attribute(tag, "datetime")), None)
    linked = sum(len(text_of(link)) for link in inside.iter("a"))
    heading = next(inside.iter("h2", "h3", "h4"), None)
    if moment is None:
        return None
    title = text_of(heading) if heading is not None else ""
    for tag in (moment, heading):
        if tag is not None:
            remove(tag)
    text = normalise(" ".join(" ".join(inside.itertext()).split()))
    return Post(title, text, dates.moment(moment.get("datetime"), fetched_at)) if len(text) - linked >= _TEXT else None


def _line(value: object) -> str:
    return normalise(" ".join(jsonld.string(value).split()))
