"""Wikidata on this machine: the two services, with answers in their real shape, and every fault on demand."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from http.server import BaseHTTPRequestHandler
from typing import Any
from urllib.parse import parse_qs, urlsplit

from pipeline.fetch.wikidata.service import Services
from tests.fetch.server import Reply, Route, Site

Json = dict[str, Any]


def literal(value: str) -> Json:
    return {"type": "literal", "value": value}


def uri(item: str) -> Json:
    return {"type": "uri", "value": f"http://www.wikidata.org/entity/{item}"}


def row(
    person: str, start: str, end: str = "", *, iso: str = "", office: str = "Q1", label: str = "", ended: bool = False
) -> Json:
    """One row of a query on tenures; days are precise."""
    cells = {
        "office": uri(office), "person": uri(person), "start": literal(f"{start}T00:00:00Z"),
        "startPrecision": literal("11"), "ended": literal("true" if end or ended else "false"),
    }  # fmt: skip
    if iso:
        cells["iso"] = literal(iso)
    if label:
        cells["officeLabel"] = {"xml:lang": "en", **literal(label)}
    if end:
        cells |= {"end": literal(f"{end}T00:00:00Z"), "endPrecision": literal("11")}
    return cells


def person(item: str, name: str, *aliases: str, died: str = "", family: str = "", links: int = 3) -> Json:
    """An entity as wbgetentities gives it."""
    claims = {"P31": [_statement("P31", {"id": "Q5"})]}
    if died:
        claims["P570"] = [_statement("P570", {"time": f"+{died}T00:00:00Z", "precision": 11})]
    if family:
        claims["P734"] = [_statement("P734", {"id": family})]
    return {
        "type": "item", "id": item, "labels": {"mul": {"language": "mul", "value": name}},
        "descriptions": {"en": {"language": "en", "value": "politician"}},
        "aliases": {"en": [{"language": "en", "value": alias} for alias in aliases]},
        "claims": claims, "sitelinks": {f"w{n}wiki": {"site": f"w{n}wiki", "title": name} for n in range(links)},
    }  # fmt: skip


def _statement(prop: str, value: Json) -> Json:
    snak = {"snaktype": "value", "property": prop, "datavalue": {"value": value, "type": "x"}}
    return {"mainsnak": snak, "type": "statement", "id": "x", "rank": "normal"}


class _Routes(dict[str, Route]):
    """Every path leads to one function."""

    def __init__(self, answer: Callable[[BaseHTTPRequestHandler], Reply]) -> None:
        super().__init__()
        self.answer = answer

    def get(self, path: str, default: Any = None) -> Any:
        return self.answer


@dataclass
class Fake:
    """`rows` by a mark that the query must hold; `plan` are replies that come before any answer, None for an answer."""

    site: Site
    rows: dict[str, list[Json]] = field(default_factory=dict)
    people: dict[str, Json] = field(default_factory=dict)
    plan: list[Reply | None] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.site.routes = _Routes(self._reply)

    @property
    def services(self) -> Services:
        return Services(f"{self.site.url}/sparql", f"{self.site.url}/w/api.php", loopback=True, pace=0)

    def add(self, *people: Json) -> None:
        self.people |= {one["id"]: one for one in people}

    def _reply(self, handler: BaseHTTPRequestHandler) -> Reply:
        planned = self.plan.pop(0) if self.plan else None
        if planned is not None:
            handler.close_connection = True  # so that a body that is cut short ends at once
            return replace(planned, headers={**planned.headers, "connection": "close"})
        parts = urlsplit(handler.path)
        asked = {name: values[0] for name, values in parse_qs(parts.query).items()}
        answer = self._select(asked["query"]) if parts.path == "/sparql" else self._entities(asked["ids"].split("|"))
        return Reply(json.dumps(answer).encode(), headers={"content-type": "application/json"})

    def _select(self, query: str) -> Json:
        found = [row for mark, rows in self.rows.items() if mark in query for row in rows]
        strangers = _strangers() if "?startPrecision" in query else []
        return {"head": {"vars": []}, "results": {"bindings": [*found, *strangers]}}

    def _entities(self, ids: Iterable[str]) -> Json:
        missing = {item: {"id": item, "missing": ""} for item in ids}
        return {"entities": {item: self.people.get(item, gone) for item, gone in missing.items()}, "success": 1}


def _strangers() -> list[Json]:
    """Rows of a land that no government code names: they fill an answer and change nothing."""
    return [row(f"Q{90_000 + n}", "2020-01-01", iso="ZZ", label="President of Nowhere") for n in range(120)]
