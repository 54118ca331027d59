"""Recorded answers to facts; hostile answers to errors."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from pipeline.fetch.wikidata.moments import days_of
from pipeline.fetch.wikidata.parse import LONGEST, clean, entities, is_latin, rows
from pipeline.fetch.wikidata.tenures import Tenure, in_office, tenures
from pipeline.model.entity import Office
from pipeline.model.errors import FetchError, Throttled, Unreachable

RECORDED = Path(__file__).with_name("recorded")
KNOWN = {"US", "FR", "IT"}


def recorded(name: str) -> bytes:
    return (RECORDED / name).read_bytes()


@pytest.mark.parametrize(
    ("text", "precision", "days"),
    [
        ("+2025-01-20T00:00:00Z", 11, ("2025-01-20", "2025-01-20")),
        ("2025-02-01T00:00:00Z", "10", ("2025-02-01", "2025-02-28")),
        ("+2024-00-00T00:00:00Z", 9, ("2024-01-01", "2024-12-31")),
        ("+2024-02-00T00:00:00Z", 10, ("2024-02-01", "2024-02-29")),
        ("+1990-00-00T00:00:00Z", 8, None),
        ("-0044-03-15T00:00:00Z", 11, None),
        ("+2025-02-30T00:00:00Z", 11, None),
        ("+0000-00-00T00:00:00Z", 9, None),
        ("somevalue", 11, None),
        (None, 11, None),
        ("+2025-01-20T00:00:00Z", None, None),
        (["x"], {}, None),
    ],
)
def test_moments(text: object, precision: object, days: tuple[str, str] | None) -> None:
    wanted = None if days is None else (date.fromisoformat(days[0]), date.fromisoformat(days[1]))
    assert days_of(text, precision) == wanted


def test_recorded_rows_become_tenures() -> None:
    found = list(tenures("heads of state", rows(recorded("heads.json")), KNOWN))
    assert found == [
        Tenure("Q22686", Office("president", "US", date(2025, 1, 20), None), True),
        Tenure("Q6279", Office("president", "US", date(2021, 1, 20), date(2025, 1, 20)), False),
        # an end that is there and unknown: not open; a month: its last day
        Tenure("Q3052772", Office("president", "FR", date(2017, 5, 31), None), False),
    ]
    assert [one.person for one in in_office(found, date(2026, 1, 1))] == ["Q22686"]


@pytest.mark.parametrize(
    ("query", "label", "kind"),
    [
        ("heads of government", "Prime Minister of the United Kingdom", "prime-minister"),
        ("heads of government", "President of the Government of Spain", "prime-minister"),
        ("heads of government", "Federal Chancellor of Germany", "chancellor"),
        ("heads of state", "King of Spain", ""),
        ("ministers 1", "Minister of Finance", "finance"),
        ("ministers 1", "Federal Minister of Finance", "finance"),
        ("ministers 1", "Minister of the Economy and Finance", "finance"),
        ("ministers 1", "Minister of Economy and Finance", "finance"),
        ("ministers 1", "Deputy Minister of Finance", ""),
        ("ministers 1", "Minister of State for Finance", ""),
        ("ministers 1", "Minister of the Interior of France", "interior"),
        ("ministers 1", "Minister of Veterans Affairs", ""),
        ("ministers 1", "Home Secretary", "interior"),
        ("ministers 1", "Shadow Home Secretary", ""),
        ("class Q7330070", "Secretary of State for Foreign Affairs", "foreign"),
        ("class Q7330070", "Deputy Minister for Foreign Affairs", ""),
    ],
)
def test_the_kind_of_an_office(query: str, label: str, kind: str) -> None:
    seen = {"person": "Q5", "iso": "FR", "office": "Q77", "officeLabel": label, "start": "2025-01-01T00:00:00Z"}
    found = list(tenures(query, [{**seen, "startPrecision": "11"}], KNOWN))
    assert [one.office.kind for one in found] == ([kind] if kind else [])


def test_recorded_entities_become_facts() -> None:
    found = entities(recorded("entities.json"), ["en", "mul", "uk"])
    trump = found["Q22686"]
    assert (trump.name, trump.is_human, trump.died, trump.families, trump.links) == (
        "Donald Trump", True, None, ("Q2290721",), 2,
    )  # fmt: skip
    assert trump.aliases == ("Donald J. Trump", "The Donald", "President Trump", "Donald John Trump")
    redirected = found["Q1000001"]
    assert redirected is found["Q1000002"]
    assert (redirected.id, redirected.died, redirected.links) == ("Q1000002", date(2026, 10, 1), 0)
    assert found["Q1000003"].name == ""  # a label in Cyrillic only is no name that newsrooms write
    assert "Q999999999" not in found


def test_lag_is_a_wait() -> None:
    with pytest.raises(Throttled, match=r"busy \(maxlag") as caught:
        entities(recorded("maxlag.json"), ["en"])
    assert caught.value.retry_after == 6.35


def test_another_error_of_the_api_is_final() -> None:
    body = b'{"error":{"code":"no-such-entity","info":"Could not find an entity with the ID \\"Qx\\".","id":"Qx"}}'
    with pytest.raises(FetchError, match="no-such-entity") as caught:
        entities(body, ["en"])
    assert type(caught.value) is FetchError


HOSTILE: list[Any] = [
    None, [], 7, "x", {}, {"results": None}, {"results": {}}, {"results": {"bindings": {}}},
    {"results": {"bindings": [[]]}}, {"results": {"bindings": ["x"]}},
]  # fmt: skip


@pytest.mark.parametrize("answer", HOSTILE)
def test_rows_of_another_shape(answer: object) -> None:
    with pytest.raises(Unreachable):
        rows(json.dumps(answer).encode())


@pytest.mark.parametrize(
    "body", [b"", b"<html>", b"\xff\xfe", b'{"results": {"bindings": [', b"[" * 200_000, b'{"a": ' + b"9" * 5000 + b"}"]
)
def test_what_is_no_json(body: bytes) -> None:
    for read in (rows, lambda raw: entities(raw, ["en"])):
        with pytest.raises(Unreachable):
            read(body)


def test_cells_of_another_shape_are_left_out() -> None:
    cells = {
        "a": 1, "b": {"type": "uri", "value": "http://evil.example/entity/Q5"}, "c": {"type": "bnode", "value": "t1"},
        "d": {"type": "literal", "value": ["x"]},
        "e": {"type": "literal", "value": "  Ann\u202e\x00 Lee " + "x" * 9999},
        "f": {"type": "uri", "value": "http://www.wikidata.org/entity/Q5"},
    }  # fmt: skip
    (row,) = rows(json.dumps({"results": {"bindings": [cells]}}).encode())
    assert set(row) == {"e", "f"}
    assert row["f"] == "Q5"
    assert row["e"].startswith("Ann Lee x")
    assert len(row["e"]) == LONGEST


@pytest.mark.parametrize(
    "entity",
    [
        None, [], "x", {"id": 7}, {"id": "P31"}, {"id": "Q1\n"}, {"id": "Q5", "labels": "x", "claims": "y"},
        {"id": "Q5", "labels": {"en": None}, "aliases": {"en": [None, {"value": 7}]}, "claims": {"P31": [None, 3]}},
        {"id": "Q5", "claims": {"P31": [{"rank": "normal", "mainsnak": {"snaktype": "value", "datavalue": []}}]}},
        {"id": "Q5", "claims": {"P570": [{"rank": "preferred", "mainsnak": {"snaktype": "value", "datavalue": {}}}]}},
    ],
)  # fmt: skip
def test_hostile_entities_give_nothing_or_little(entity: object) -> None:
    found = entities(json.dumps({"entities": {"Q5": entity}}).encode(), ["en"])
    assert all(not one.name and not one.is_human and one.died is None for one in found.values())


def test_latin_and_clean() -> None:
    assert all(is_latin(name) for name in ("Łukasz Żal", "O'Neill", "Nguyễn Phú Trọng", "J. D. Vance", "Kızılelma"))
    assert not any(is_latin(name) for name in ("Путин", "Рutin", "习近平", "", "<b>Ann</b>", "a|b", "a\tb;c"))
    assert clean("e\u0301") == "é"
