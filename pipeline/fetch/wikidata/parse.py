"""Wikidata's answers to our facts. Everything is checked for shape and cut to a length: anyone can edit Wikidata."""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from pipeline.fetch.wikidata.moments import days_of
from pipeline.model.errors import FetchError, Throttled, Unreachable

Row = Mapping[str, str]

LONGEST = 100  # letters of a name
MOST_ROWS, MOST_ALIASES, MOST_CLAIMS = 50_000, 60, 200
HUMAN, INSTANCE_OF, DIED, FAMILY_NAME = "Q5", "P31", "P570", "P734"
_ITEM = re.compile(r"http://www\.wikidata\.org/entity/(Q[1-9]\d{0,11})")
_BARE_ITEM = re.compile(r"Q[1-9]\d{0,11}")
_BUSY = frozenset({"maxlag", "ratelimited", "readonly", "internal_api_error_DBQueryError"})
_LATIN = re.compile(r"[\w .,'’·-]+")


@dataclass(frozen=True, slots=True)
class Facts:
    """One item. `name` and `aliases` are in Latin letters; `families` the items of the family name; `links` its pages
    in all wikis."""

    id: str
    name: str
    aliases: tuple[str, ...] = ()
    description: str = ""
    is_human: bool = False
    died: date | None = None
    families: tuple[str, ...] = ()
    links: int = 0


def rows(body: bytes) -> list[Row]:
    """The rows of a SPARQL answer: items as bare ids, texts cut; unknown values are left out of their row.

    Raises:
        Unreachable: it is not a whole answer of that shape.
    """
    answer = _json(body)
    try:
        bindings = answer["results"]["bindings"]
        if not isinstance(bindings, list) or not all(isinstance(row, dict) for row in bindings):
            raise TypeError
    except (KeyError, TypeError) as error:
        raise Unreachable("the answer is no SPARQL result", where="the query service") from error
    if len(bindings) > MOST_ROWS:
        raise FetchError(f"{len(bindings):,} rows, at most {MOST_ROWS:,} can be right", where="the query service")
    return [{name: value for name, cell in row.items() if (value := _cell(cell))} for row in bindings]


def _cell(cell: object) -> str:
    if not isinstance(cell, dict) or not isinstance(cell.get("value"), str):
        return ""
    text: str = cell["value"]
    if cell.get("type") == "uri":
        item = _ITEM.fullmatch(text)
        return item[1] if item else ""  # an unknown value is an address too: .well-known/genid/...
    return clean(text) if cell.get("type") in ("literal", "typed-literal") else ""


def entities(body: bytes, languages: Sequence[str]) -> dict[str, Facts]:
    """The facts of a wbgetentities answer, by the id that was asked for; items that are gone are left out.

    Raises:
        Throttled: the servers lag behind.
        FetchError: the request was refused, or the answer has another shape.
    """
    answer = _json(body)
    if "error" in answer:
        raise _refused(answer["error"])
    found = answer.get("entities")
    if not isinstance(found, dict):
        raise Unreachable("the answer names no entities", where="the entity API")
    facts: dict[str, Facts] = {}
    for key, entity in found.items():
        one = _facts(entity, languages)
        if one is None:
            continue
        redirect = entity.get("redirects")
        asked = redirect.get("from") if isinstance(redirect, dict) else None
        facts |= {name: one for name in (key, asked, one.id) if isinstance(name, str)}
    return facts


def _refused(error: object) -> FetchError:
    code = error.get("code") if isinstance(error, dict) else None
    info = error.get("info") if isinstance(error, dict) else None
    said = clean(info) if isinstance(info, str) else "no reason given"
    if code in _BUSY:
        lag = error.get("lag") if isinstance(error, dict) else None
        wait = float(lag) if isinstance(lag, int | float) and 0 <= lag <= 60 else 5.0
        return Throttled(f"the servers are busy ({code}: {said})", where="the entity API", status=200, retry_after=wait)
    return FetchError(f"the request was refused ({clean(str(code))}: {said})", where="the entity API", status=200)


def _facts(entity: object, languages: Sequence[str]) -> Facts | None:
    if not isinstance(entity, dict) or "missing" in entity or not _is_item(entity.get("id")):
        return None
    names = [_text(_part(entity, "labels"), language) for language in languages]
    name = next((found for found in names if is_latin(found)), "")
    claims = _part(entity, "claims")
    deaths = [days for value in _values(claims, DIED) if (days := days_of(value.get("time"), value.get("precision")))]
    return Facts(
        entity["id"],
        name,
        _aliases(_part(entity, "aliases"), name),
        _text(_part(entity, "descriptions"), "en"),
        HUMAN in [value.get("id") for value in _values(claims, INSTANCE_OF)],
        deaths[0][0] if deaths else None,
        tuple(value["id"] for value in _values(claims, FAMILY_NAME) if _is_item(value.get("id"))),
        len(_part(entity, "sitelinks")),
    )


def _aliases(aliases: Mapping[str, Any], name: str) -> tuple[str, ...]:
    """Other names in English or in no language; those of other languages are spelled for their own readers."""
    lists = [found for language in ("en", "mul") if isinstance(found := aliases.get(language), list)]
    texts = [clean(one["value"]) for found in lists for one in found[:MOST_ALIASES] if _has_text(one)]
    return tuple(dict.fromkeys(text for text in texts if is_latin(text) and text != name))


def _values(claims: Mapping[str, Any], prop: str) -> list[Mapping[str, Any]]:
    """The values of the best rank, as Wikidata's own truthy statements are; unknown values and none are left out."""
    found = claims.get(prop)
    statements = [s for s in found[:MOST_CLAIMS] if isinstance(s, dict)] if isinstance(found, list) else []
    kept = [s for s in statements if s.get("rank") == "preferred"] or [
        s for s in statements if s.get("rank") == "normal"
    ]
    snaks = [s.get("mainsnak") for s in kept]
    datas = [s.get("datavalue") for s in snaks if isinstance(s, dict) and s.get("snaktype") == "value"]
    return [d["value"] for d in datas if isinstance(d, dict) and isinstance(d.get("value"), dict)]


def _part(entity: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    """A part of an entity; PHP writes an empty map as a list."""
    part = entity.get(name)
    return part if isinstance(part, dict) else {}


def _text(texts: Mapping[str, Any], language: str) -> str:
    found = texts.get(language)
    return clean(found["value"]) if found is not None and _has_text(found) else ""


def _has_text(value: Any) -> bool:
    return isinstance(value, dict) and isinstance(value.get("value"), str)


def _is_item(value: object) -> bool:
    return isinstance(value, str) and _BARE_ITEM.fullmatch(value) is not None


def clean(text: str) -> str:
    """One line, composed, without control characters and what turns the direction of writing, cut to a length."""
    plain = "".join(c for c in text[: 4 * LONGEST] if c.isspace() or unicodedata.category(c)[0] != "C")
    return unicodedata.normalize("NFC", " ".join(plain.split()))[:LONGEST].strip()


def is_latin(text: str) -> bool:
    """Whether a name is written in Latin letters only."""
    letters = [c for c in text if c.isalpha()]
    return bool(letters) and _LATIN.fullmatch(text) is not None and all(_is_latin_letter(c) for c in letters)


def _is_latin_letter(letter: str) -> bool:
    return letter.isascii() or unicodedata.name(letter, "").startswith("LATIN ")


def _json(body: bytes) -> Mapping[str, Any]:
    try:
        answer = json.loads(body)
    except (ValueError, RecursionError) as error:
        raise Unreachable(f"the answer is no whole JSON ({len(body):,} bytes)", where="Wikidata") from error
    if not isinstance(answer, dict):
        raise Unreachable("the answer is JSON of another shape", where="Wikidata")
    return answer
