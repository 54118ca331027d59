"""What Airflow makes of the plugin: real auth manager, real tokens, real metadata database."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest

Run = Callable[..., str]
pytestmark = pytest.mark.timeout(400)

CLIENT = """
import json, pathlib, os, re, sys
sys.path.insert(0, os.getcwd())
from airflow.api_fastapi.app import init_auth_manager
from airflow.api_fastapi.auth.managers.simple.user import SimpleAuthManagerUser
from fastapi import FastAPI
from fastapi.testclient import TestClient
from airflow import plugins_manager
manager = init_auth_manager()
[app] = [found["app"] for found in plugins_manager.get_fastapi_plugins()[0] if found["name"] == "Newsmend"]
outer = FastAPI(); outer.state.auth_manager = manager; app.state.auth_manager = manager; outer.mount("/newsmend", app)
def client(role=None):
    c = TestClient(outer, raise_server_exceptions=False, follow_redirects=False)
    if role: c.cookies.set("_token", manager.generate_jwt(SimpleAuthManagerUser(username="u-" + role, role=role)))
    return c
def paths():
    for route in app.routes:
        for method in sorted(getattr(route, "methods", set()) - {"HEAD", "OPTIONS"}):
            path = route.path.replace("{article_id}", "0" * 64).replace("{form}", "csv").replace("{name}", "desk.css")
            yield method, "/newsmend" + path
"""


def test_it_is_loaded_without_a_complaint(in_airflow: Run) -> None:
    said = in_airflow(
        "import json; from airflow import plugins_manager as p; found = p._get_plugins();"
        "print(json.dumps([[x.name for x in found[0]], list(found[1])]))"
    )
    assert json.loads(said.splitlines()[-1]) == [["newsmend"], []]


def test_nobody_gets_in_without_a_session_and_a_viewer_cannot_decide(in_airflow: Run) -> None:
    said = in_airflow(
        CLIENT
        + """
from tests.review.desk import add, items
from pipeline.flow.workplace import workplace
with workplace(migrate=True) as place:
    add(place, "https://news.test/a", "The council met in Kyiv .")
    item = items(place)[0]
out = {"anonymous": sorted({client().request(*p).status_code for p in paths()}), "routes": len(list(paths()))}
garbage = client(); garbage.cookies.set("_token", "garbage")
out["garbage"] = sorted({garbage.request(*p).status_code for p in paths()})
form = {"proposal": item.proposal, "document": item.document, "verdict": "REJECT", "version": 0}
for role in ("viewer", "user"):
    c = client(role)
    page = c.get("/newsmend/?state=any")
    form["csrf"] = re.search(r'data-csrf="(\\w+)"', page.text)[1]
    out[role] = [page.status_code, "Accept</button>" in page.text, c.post("/newsmend/decide", data=form).status_code]
with workplace() as place:
    out["said"] = [(i.state, i.actor) for i in items(place) if i.proposal == item.proposal]
out["forged"] = client("user").post("/newsmend/decide", data=form | {"csrf": "x", "version": 1}).status_code
print(json.dumps(out))
"""
    )
    found = json.loads(said.splitlines()[-1])
    assert found["routes"] > 10
    assert found["anonymous"] == [401]
    assert set(found["garbage"]) <= {401, 403}
    assert found["viewer"] == [200, False, 403]
    assert found["user"] == [200, True, 303]
    assert found["said"] == [["rejected", "u-user"]]
    assert found["forged"] == 403


@pytest.mark.parametrize(
    "url", ["postgresql://nobody:x@127.0.0.1:1/none", "nonsense", "sqlite:////nowhere/at/all.db", "mysql://a/b"]
)
def test_a_store_that_is_down_costs_its_page_and_nothing_else(in_airflow: Run, url: str) -> None:
    said = in_airflow(
        CLIENT + "a = client('user').get('/newsmend/'); print(json.dumps([a.status_code, a.text]))",
        NEWSMEND_DATABASE_URL=url,
    )
    status, page = json.loads(said.splitlines()[-1])
    assert status == 503
    assert "The store cannot be reached" in page
    assert "Traceback" not in page


def test_wrong_settings_are_said_in_words(in_airflow: Run) -> None:
    said = in_airflow(
        CLIENT + "a = client('user').get('/newsmend/'); print(json.dumps([a.status_code, a.text]))",
        NEWSMEND_STYLE="nonsense",
    )
    status, page = json.loads(said.splitlines()[-1])
    assert status == 400
    assert "NEWSMEND_STYLE" in page or "id=spelling" in page


def test_a_run_leads_to_its_day(in_airflow: Run) -> None:
    said = in_airflow(
        CLIENT
        + """
from datetime import datetime, UTC
from airflow.models.dagrun import DagRun
from airflow.utils.session import create_session
from airflow.utils.types import DagRunType, DagRunTriggeredByType
at = datetime(2026, 11, 24, tzinfo=UTC)
def run(dag, id, key):
    return DagRun(dag_id=dag, run_id=id, run_type=DagRunType.SCHEDULED, run_after=at, partition_key=key,
                  triggered_by=DagRunTriggeredByType.TEST, state="success")
with create_session() as session:
    session.add_all([run("news_mend", "scheduled__2026-11-24T00:00:00+00:00", "2026-11-23"), run("other", "x", None)])
c = client("user")
def go(**query):
    a = c.get("/newsmend/run", params=query); return [a.status_code, a.headers.get("location", "")]
print(json.dumps([
    go(dag_id="news_mend", run_id="scheduled__2026-11-24T00:00:00+00:00"),
    c.get("/newsmend/run?dag_id=news_mend&run_id=scheduled__2026-11-24T00:00:00+00:00&task_id=mend").headers["location"],
    go(dag_id="other", run_id="x"), go(dag_id="news_mend", run_id="' OR 1=1"), go(),
]))
"""
    )
    found = json.loads(said.splitlines()[-1])
    assert found[0] == [303, "/newsmend/?state=any&since=2026-11-23&until=2026-11-23"]
    assert found[1] == found[0][1]
    assert found[2:] == [[200, ""], [200, ""], [200, ""]]
