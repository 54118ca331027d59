"""kill -9 at each commit boundary, again and again, then a run to the end: nothing lost, nothing doubled."""

from __future__ import annotations

import ast
import signal
from pathlib import Path

import pytest

from pipeline.model.faultpoint import POINTS
from tests.faults_injected import state
from tests.faults_injected.conftest import DAY, KILLS, Ingest, Site, Whole

ROOT = Path(__file__).resolve().parents[2]
MOVES_ON = {
    "page-noted",
    "stored",
    "mended",
    "discovered",
    "publishing",
    "published",
}  # each kill there leaves one thing more done


@pytest.mark.timeout(1800)
@pytest.mark.parametrize("point", POINTS)
def test_killed_there_it_ends_as_an_unbroken_run(point: str, ingest: Ingest, whole: Whole, site: Site) -> None:
    before = len(site.articles_asked())
    for kill in range(KILLS):
        count = 1 if point in MOVES_ON else 1 + kill % 2
        code, said = ingest.run(DAY, fault=f"{point}:{count}")
        assert code == -signal.SIGKILL, (kill, said)
        state.check_nothing_partial(ingest.place, whole.records)
    ingest.finish(DAY)
    state.check_whole(ingest.place, [DAY])
    assert state.exported(ingest.place) == whole.exported
    assert state.published(ingest.place) == whole.published
    assert state.rows(ingest.place) == whole.rows
    requests = len(site.articles_asked()) - before
    assert requests <= len(whole.rows["fetch"]) + KILLS  # a kill costs one request at most


def test_every_point_is_reached_somewhere() -> None:
    named = [
        node.args[0].value
        for path in (ROOT / "pipeline").rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Name)
        and node.func.id == "reached"
        and isinstance(node.args[0], ast.Constant)
    ]
    assert sorted(map(str, named)) == sorted(POINTS)
