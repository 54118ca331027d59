"""Structured data: JSON-LD scripts to a flat list of nodes, and the one that describes the article."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TypeAlias

Node: TypeAlias = Mapping[str, object]

_WRAPPED = re.compile(
    r"^\s*(?:<!--|//\s*<!\[CDATA\[|/\*.*?\*/|<!\[CDATA\[)|(?:-->|//\s*\]\]>|\]\]>)\s*;?\s*$", re.DOTALL
)
_TAG = re.compile(r"<[^<>]{1,200}>")
_MOST_NODES = 2000
_ARTICLE = re.compile(r"(?:article|blogposting|newsstory|report)$", re.IGNORECASE)
_NESTED = ("@graph", "mainEntity", "mainEntityOfPage", "hasPart", "itemListElement", "item")


def nodes(scripts: Iterable[str]) -> list[Node]:
    """Every object of every script that can be read, outermost first; what cannot be read is left out."""
    found: list[Node] = []
    for script in scripts:
        waiting: list[object] = [_loaded(script)]
        while waiting and len(found) < _MOST_NODES:
            value = waiting.pop(0)
            if isinstance(value, list):
                waiting.extend(value[:_MOST_NODES])
            elif isinstance(value, dict):
                found.append(value)
                waiting.extend(value[key] for key in _NESTED if isinstance(value.get(key), (dict, list)))
    return found


def _loaded(script: str) -> object:
    cleaned = _WRAPPED.sub("", script).strip().rstrip(";")
    try:
        return json.loads(cleaned, strict=False)
    except (ValueError, RecursionError):
        return None


def types(node: Node) -> set[str]:
    """The node's types in lower case, without their vocabulary's address."""
    given = node.get("@type")
    names = given if isinstance(given, list) else [given]
    return {name.rsplit("/", 1)[-1].lower() for name in names if isinstance(name, str)}


def article(found: Sequence[Node]) -> Node:
    """The node that describes the article best; an empty one where there is none."""
    described = [node for node in found if any(_ARTICLE.search(name) for name in types(node))]
    return max(described, key=_fullness, default={})


def _fullness(node: Node) -> int:
    return sum(1 for key in ("headline", "datePublished", "author", "articleBody", "description") if node.get(key))


def resolved(value: object, found: Sequence[Node]) -> list[object]:
    """One value or a list as a list, each bare `@id` replaced by the node that it points at."""
    known = {
        node["@id"]: node
        for node in found
        if isinstance(node.get("@id"), str) and (node.get("name") or node.get("@type"))
    }
    values = value if isinstance(value, list) else [value]
    return [known.get(v.get("@id"), v) if isinstance(v, dict) and not v.get("name") else v for v in values[:50]]


def names(values: Iterable[object]) -> Iterator[str]:
    """The names of people and organisations among the values."""
    for value in values:
        if isinstance(value, str):
            yield value
        elif isinstance(value, dict):
            yield from names(value["name"] if isinstance(value.get("name"), list) else [value.get("name")])


def string(value: object) -> str:
    """The value as plain text where it is a string, or a list that starts with one; else nothing."""
    if isinstance(value, list) and value:
        value = value[0]
    return html.unescape(_TAG.sub("", value)).strip() if isinstance(value, str) else ""
