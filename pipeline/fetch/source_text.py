"""A source file as text: YAML with the line of every field, and `${NEWSMEND_...}` filled in."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path

import yaml

from pipeline.model.errors import SourceError

VARIABLE = re.compile(r"\$\{([^}:]*)(?::-([^}]*))?\}")
PREFIX = "NEWSMEND_"
NOTHING = frozenset({"", "~", "null"})

Place = tuple[str | int, ...]
Value = None | str | list["Value"] | dict[str, "Value"]


def read_fields(path: Path, variables: Mapping[str, str]) -> tuple[dict[str, Value], dict[Place, int]]:
    """The fields, all as text (so that `yes`, `no` and dates stay what was written), and the line of each."""
    lines: dict[Place, int] = {}
    try:
        text = path.read_text(encoding="utf-8")
        _refuse_aliases(path, text)
        root = yaml.compose(text, Loader=yaml.SafeLoader)
    except yaml.MarkedYAMLError as error:
        line = getattr(error.problem_mark, "line", 0) + 1
        raise SourceError(
            f"not YAML: {error.problem}", where=f"{path}:{line}", hint="Check the indentation."
        ) from error
    except yaml.YAMLError as error:
        raise SourceError(f"not YAML: {error}", where=str(path)) from error
    except UnicodeDecodeError as error:
        raise SourceError("it is not UTF-8", where=str(path), hint="Save it as UTF-8.") from error
    except OSError as error:
        raise SourceError(f"it cannot be read: {error.strerror}", where=str(path)) from error
    if not isinstance(root, yaml.MappingNode):
        raise SourceError("it holds no fields", where=f"{path}:1", hint="Start with `id:`, `name:` and `home:`.")
    fields = _value(path, root, (), lines, variables)
    return (fields if isinstance(fields, dict) else {}), lines


def _refuse_aliases(path: Path, text: str) -> None:
    for event in yaml.parse(text, Loader=yaml.SafeLoader):
        if isinstance(event, yaml.AliasEvent):
            line = getattr(event.start_mark, "line", 0) + 1
            raise SourceError("YAML aliases are not read", where=f"{path}:{line}", hint="Write it out again.")


def _value(path: Path, node: yaml.Node, place: Place, lines: dict[Place, int], variables: Mapping[str, str]) -> Value:
    line = node.start_mark.line + 1
    lines.setdefault(place, line)
    if isinstance(node, yaml.MappingNode):
        fields: dict[str, Value] = {}
        for key, child in _pairs(path, node):
            lines[*place, key] = child.start_mark.line + 1
            fields[key] = _value(path, child, (*place, key), lines, variables)
        return fields
    if isinstance(node, yaml.SequenceNode):
        return [_value(path, child, (*place, i), lines, variables) for i, child in enumerate(node.value)]
    if isinstance(node, yaml.ScalarNode) and node.style is None and node.value in NOTHING:
        return None
    return _expand(str(node.value), f"{path}:{line}: {dotted(place)}", variables)


def _pairs(path: Path, node: yaml.MappingNode) -> Iterator[tuple[str, yaml.Node]]:
    seen = set()
    for key, child in node.value:
        where = f"{path}:{key.start_mark.line + 1}"
        if not isinstance(key, yaml.ScalarNode):
            raise SourceError("a field name must be a word", where=where)
        if key.value in seen:
            raise SourceError("it stands here twice", where=f"{where}: {key.value}", hint="Keep one of the two.")
        seen.add(key.value)
        yield key.value, child


def _expand(text: str, where: str, variables: Mapping[str, str]) -> str:
    def fill(match: re.Match[str]) -> str:
        name, default = match.groups()
        if not name.startswith(PREFIX):
            raise SourceError(f"the variable {name!r} is not read", where=where, hint=f"Only {PREFIX}... may be used.")
        value = variables.get(name) or default
        if value is None:
            raise SourceError(f"{name} is not set", where=where, hint=f"Set it, or write ${{{name}:-some default}}.")
        return value

    return VARIABLE.sub(fill, text)


def dotted(place: Place) -> str:
    """`selectors.body[1]`."""
    text = ""
    for part in place:
        text += f"[{part + 1}]" if isinstance(part, int) else f".{part}" if text else part
    return text
