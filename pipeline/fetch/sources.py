"""Source files: one YAML a news site, checked before anything is fetched."""

from __future__ import annotations

import difflib
import os
import re
from collections.abc import Iterable, Mapping
from datetime import date
from datetime import date as Day  # a field is called date as well
from pathlib import Path
from typing import Annotated, Any, Literal
from urllib.parse import urljoin, urlsplit

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError, model_validator

from pipeline.fetch.source_text import Place, dotted, read_fields
from pipeline.model.errors import SourceError
from pipeline.model.source import Selectors, Source

ID = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
STORES = ("file", "s3", "gs", "abfs", "az")
LANGUAGE = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*")


def _id(value: str) -> str:
    if not ID.fullmatch(value):
        raise ValueError("an id is lower-case letters, digits and single hyphens")
    return value


def _home(value: str) -> str:
    try:
        parts = urlsplit(value)
        parts.port  # noqa: B018  # reading it checks it
    except ValueError as error:
        raise ValueError(f"{value!r} is no address: {error}") from error
    if parts.scheme not in {"http", "https"} or not parts.hostname or any(c.isspace() for c in value):
        raise ValueError(f"{value!r} is no address; it must look like https://www.example.com/")
    if parts.username is not None or parts.password is not None:
        raise ValueError("an address with a user name or password is refused")
    return value


def _address(value: str) -> str:
    """A whole address, or one relative to `home`."""
    return _home(value) if re.match(r"[A-Za-z][A-Za-z0-9+.-]*:", value) else _relative(value)


def _relative(value: str) -> str:
    if not value or any(c.isspace() for c in value) or value.startswith("//"):
        raise ValueError(f"{value!r} is no address; write https://... or a path such as /rss.xml")
    return value


def _store(value: str) -> str:
    """A path, or an object store's URL; what would be asked over the open network is refused."""
    kind, sep, _ = value.partition("://")
    if not value or "::" in value or any(c in value for c in "\0\n\r") or (sep and kind not in STORES):
        raise ValueError(f"{value!r} is no folder of WARC files; write a path, or one of {', '.join(STORES)}://...")
    return value


def _pattern(value: str) -> str:
    try:
        re.compile(value)
    except re.error as error:
        raise ValueError(f"not a regular expression: {error}; put it in single quotes") from error
    return value


def _selector(value: str) -> str:
    import soupsieve

    try:
        soupsieve.compile(value)
    except (soupsieve.SelectorSyntaxError, ValueError) as error:
        raise ValueError(f"not a CSS selector: {str(error).splitlines()[0]}") from error
    return value


def _language(value: str) -> str:
    if not LANGUAGE.fullmatch(value):
        raise ValueError("a language is a code such as en or pt-BR")
    return value


Address = Annotated[str, AfterValidator(_address)]
StoreAddress = Annotated[str, AfterValidator(_store)]
Selector = Annotated[str, AfterValidator(_selector)]


class SelectorFields(BaseModel):
    """`selectors:` of a source file."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    title: tuple[Selector, ...] = ()
    byline: tuple[Selector, ...] = ()
    date: tuple[Selector, ...] = ()
    body: tuple[Selector, ...] = ()
    drop: tuple[Selector, ...] = ()
    valid_from: Day | None = None
    valid_until: Day | None = None

    @model_validator(mode="after")
    def _in_order(self) -> SelectorFields:
        if self.valid_from is not None and self.valid_until is not None and self.valid_until < self.valid_from:
            raise ValueError("valid_until is before valid_from")
        return self


class SourceFields(BaseModel):
    """A source file."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    id: Annotated[str, AfterValidator(_id)]
    name: Annotated[str, Field(min_length=1)]
    home: Annotated[str, AfterValidator(_home)]
    feeds: tuple[Address, ...] = ()
    sitemaps: tuple[Address, ...] = ()
    sections: tuple[Address, ...] = ()
    section_link: Annotated[str, AfterValidator(_pattern)] = ""
    warc: tuple[StoreAddress, ...] = ()
    language: Annotated[str, AfterValidator(_language)] = "en"
    translated: Literal["yes", "no", "unknown"] = "unknown"
    pace: Annotated[float, Field(ge=0, le=3600)] = 2.0
    robots_closed: Literal["disallow", "allow"] = "disallow"
    loopback: bool = False
    selectors: SelectorFields = SelectorFields()
    frozen: Annotated[str, Field(pattern=r"^[^\s:][^:]*\.json$")] = ""
    style: dict[str, str] = {}
    enabled: bool = True
    tested: date | None = None

    def source(self, folder: Path) -> Source:
        """The model's own type, its addresses absolute; paths are relative to `folder`."""
        return Source(
            id=self.id,
            name=self.name,
            home=self.home,
            feeds=self._absolute(self.feeds),
            sitemaps=self._absolute(self.sitemaps),
            sections=self._absolute(self.sections),
            section_link=self.section_link,
            warc=tuple(place if "://" in place else os.path.normpath(folder.absolute() / place) for place in self.warc),
            language=self.language,
            translated=self.translated,
            pace=self.pace,
            robots_closed=self.robots_closed,
            loopback=self.loopback,
            selectors=Selectors(**self.selectors.model_dump()),
            frozen=os.path.normpath(folder.absolute() / self.frozen) if self.frozen else "",
            style=dict(self.style),
            enabled=self.enabled,
            tested=None if self.tested is None else self.tested.isoformat(),
        )

    def _absolute(self, addresses: Iterable[str]) -> tuple[str, ...]:
        return tuple(urljoin(self.home, address) for address in addresses)


def load_sources(
    folder: Path, variables: Mapping[str, str], broken: dict[str, SourceError] | None = None
) -> list[Source]:
    """Every source of a folder, sorted by id.

    The first file with a fault ends it, or, where `broken` is given, is noted there by its name while the rest goes on.
    """
    if not folder.is_dir():
        raise SourceError(
            "no such folder", where=str(folder), hint="Set NEWSMEND_SOURCES to the folder of source files."
        )
    found: dict[str, Path] = {}
    sources = []
    for path in sorted(p for p in folder.iterdir() if p.suffix in {".yaml", ".yml"}):
        try:
            source = load_source(path, variables)
        except SourceError as error:
            if broken is None:
                raise
            broken[path.stem] = error
            continue
        if source.id in found:
            raise SourceError(
                f"the id {source.id!r} is taken by {found[source.id]}",
                where=f"{path}: id",
                hint="Delete one of the two files, or give it another name and id.",
            )
        found[source.id] = path
        sources.append(source)
    return sorted(sources, key=lambda source: source.id)


def load_source(path: Path, variables: Mapping[str, str]) -> Source:
    """One source file; SourceError with file, line and field if it is wrong."""
    fields, lines = read_fields(path, variables)
    try:
        checked = SourceFields.model_validate(fields)
    except ValidationError as error:
        first = min(error.errors(), key=lambda e: _line(e["loc"], lines))
        raise _source_error(path, lines, dict(first)) from error
    if checked.id != path.stem:
        raise SourceError(
            f"the id is {checked.id!r}, but the file is called {path.name}",
            where=f"{path}:{lines[('id',)]}: id",
            hint=f"Call it {path.stem!r}, or the file {checked.id}{path.suffix}.",
        )
    return checked.source(path.parent)


def _line(place: Place, lines: Mapping[Place, int]) -> int:
    while place and place not in lines:
        place = place[:-1]
    return lines.get(place, 1)


def _source_error(path: Path, lines: Mapping[Place, int], error: dict[str, Any]) -> SourceError:
    place: Place = error["loc"]
    where = f"{path}:{_line(place, lines)}: {dotted(place)}"
    if error["type"] == "extra_forbidden":
        model = SelectorFields if place[0] == "selectors" else SourceFields
        return SourceError("unknown field", where=where, hint=_suggest(str(place[-1]), list(model.model_fields)))
    if error["type"] == "missing":
        return SourceError("this field is missing", where=where, hint=f"Add a line `{place[-1]}: ...`.")
    what = str(error["msg"]).removeprefix("Value error, ")
    return SourceError(what, where=where, hint=_advice(error))


def _suggest(name: str, names: list[str]) -> str:
    near = difflib.get_close_matches(name, names, n=1, cutoff=0.5)
    return f"Did you mean `{near[0]}`?" if near else f"Use one of: {', '.join(names)}."


def _advice(error: Mapping[str, Any]) -> str:
    if error["type"] == "tuple_type":
        return "Write a list: one item a line, each after `- `."
    if error["type"] == "bool_parsing":
        return "Write true or false."
    return "" if error["type"] == "value_error" else f"It says {error.get('input')!r} now."
