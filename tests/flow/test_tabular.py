from __future__ import annotations

import csv
import io

import pytest

from pipeline.flow.tabular import COLUMNS, csv_lines, safe_cell


@pytest.mark.parametrize("cell", ["=1+1", "+1", "-1", "@cmd", "\tx", "\rx"])
def test_no_cell_is_a_formula(cell: str) -> None:
    assert safe_cell(cell) == "'" + cell


def test_a_plain_cell_stays() -> None:
    assert safe_cell("Kyiv = capital") == "Kyiv = capital"
    assert safe_cell(None) == ""


def test_csv_is_read_back() -> None:
    record = {name: f'{name} "quoted", and\nbroken' for name in COLUMNS} | {"authors": ["A", "B"], "corrections": []}
    header, row = csv.reader(io.StringIO("".join(csv_lines([record]))))
    assert header == list(COLUMNS)
    assert row[0] == record["url"]
    assert row[7] == '["A", "B"]'
