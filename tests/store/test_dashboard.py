"""The SQL of docs/grafana/newsmend.json runs on a real store, with Grafana's macros written out."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

from pipeline.model.page import Candidate
from pipeline.store import fetches, quarantine
from pipeline.store.database import Store
from tests.store.samples import NOW, add_body, mend, run

DASHBOARD = json.loads((Path(__file__).resolve().parents[2] / "docs" / "grafana" / "newsmend.json").read_text("utf-8"))
QUERIES = {
    panel["title"]: target["rawSql"]
    for panel in DASHBOARD["panels"]
    for target in panel["targets"]
    if "rawSql" in target
}


def written_out(query: str) -> str:
    query = re.sub(r"\$__timeFilter\(([\w.]+)\)", r"\1 BETWEEN '2000-01-01' AND '2100-01-01'", query)
    return query.replace("$source", "'demo'")


@pytest.mark.parametrize("title", QUERIES)
def test_every_panel_finds_what_is_stored(title: str, store: Store) -> None:
    if store.engine.dialect.name != "postgresql":
        pytest.skip("Grafana reads PostgreSQL")
    with store.begin() as conn:
        mend(conn, add_body(conn), run(conn))
        fetches.register(conn, "demo", NOW.date(), [Candidate("https://news.test/a", "rss")], NOW)
        quarantine.add(
            conn, source="demo", url="https://news.test/b", day=NOW.date(), stage="fetch", error="", hint="", at=NOW
        )
    with store.read() as conn:
        rows: list[Any] = list(conn.exec_driver_sql(written_out(QUERIES[title])))
    assert rows
