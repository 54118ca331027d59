"""The article in the data that a page's own scripts would fill it from: __NEXT_DATA__ and the like."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator

from lxml import etree  # type: ignore[import-untyped]

from pipeline.extract.blocks import HEADINGS, blocks
from pipeline.extract.content import kind
from pipeline.extract.fragment import refine
from pipeline.extract.tree import parsed
from pipeline.model.article import Paragraph
from pipeline.text.normalise import normalise

_ASSIGNED = re.compile(r"^[^{\[\"]{0,200}?=\s*(?=[{\[])", re.DOTALL)
_BODY_KEYS = frozenset(
    {"body", "articlebody", "content", "contenthtml", "html", "text", "bodyhtml", "richtext", "story"}
)
_TEXT_KEYS = ("content", "text", "html", "value")
_PARTS = frozenset({"text", "paragraph", "p", "raw_html", "header", "heading", "subheading", "h2", "h3"})
_HEADED = frozenset({"header", "heading", "subheading", "h2", "h3"})
_LEAST = 250  # characters that make an article
_MOST_VALUES = 50_000
_MOST_PARTS = 2_000


def paragraphs(scripts: Iterable[str]) -> tuple[Paragraph, ...]:
    """The longest text in any script that looks like the body of an article; nothing where there is none."""
    best: tuple[Paragraph, ...] = ()
    size = _LEAST - 1
    for script in scripts:
        for found in _bodies(_loaded(script)):
            length = sum(len(paragraph.text) for paragraph in found)
            if length > size:
                best, size = found, length
    return best


def _loaded(script: str) -> object:
    """The first JSON value of the script, after `window.state =` or the like."""
    try:
        return json.JSONDecoder(strict=False).raw_decode(_ASSIGNED.sub("", script.strip(), count=1))[0]
    except (ValueError, RecursionError):
        return None


def _bodies(root: object) -> Iterator[tuple[Paragraph, ...]]:
    waiting, seen = [root], 0
    while waiting and seen < _MOST_VALUES:
        value = waiting.pop()
        seen += 1
        if isinstance(value, list):
            yield _of_parts(value)
            waiting.extend(value)
        elif isinstance(value, dict):
            for key, inner in value.items():
                if isinstance(inner, str) and key.lower() in _BODY_KEYS and len(inner) >= _LEAST:
                    yield _of_markup(inner)
                elif isinstance(inner, (list, dict)):
                    waiting.append(inner)


def _of_parts(values: list[object]) -> tuple[Paragraph, ...]:
    """A list of {"type": "text", "content": ...}, as Fusion, Contentful and others keep articles."""
    found: list[Paragraph] = []
    for value in values[:_MOST_PARTS]:
        if isinstance(value, dict) and str(value.get("type", value.get("_type", ""))).lower() in _PARTS:
            text = next((value[key] for key in _TEXT_KEYS if isinstance(value.get(key), str)), "")
            heading = str(value.get("type", "")).lower() in _HEADED
            found += [Paragraph(line.text, "heading" if heading else line.kind) for line in _of_markup(text)]
    return tuple(found)


def _of_markup(text: str) -> tuple[Paragraph, ...]:
    if "<" not in text:
        lines = (normalise(" ".join(line.split())) for line in text.split("\n"))
        return tuple(Paragraph(line) for line in lines if line)
    root = parsed(text[:1_000_000].encode("utf-8", "replace"))
    etree.strip_elements(root, "figure", "aside", with_tail=False)
    found = blocks(root)
    prose = [block for block in found if block.container.tag in HEADINGS or block.link_share < 0.7]
    refine(prose)
    return tuple(Paragraph(line, kind(block)) for block in prose for line in block.lines)
