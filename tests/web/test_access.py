from __future__ import annotations

from typing import Any

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from pipeline.flow.workplace import Workplace
from pipeline.model.errors import StoreError
from pipeline.web.app import create_app
from pipeline.web.local import COOKIE, own_hosts_only
from pipeline.web.serve import application
from tests.review.desk import item, items
from tests.web.conftest import Client, token, who_by_header


def paths(app: FastAPI) -> list[tuple[str, str]]:
    """Every method of every route, with something in the place of its parameters."""
    filled = []
    for route in app.routes:
        path = str(getattr(route, "path", "")).replace("{article_id}", "0" * 64).replace("{likeness}", "0" * 64)
        path = path.replace("{form}", "csv").replace("{name}", "desk.css")
        assert "{" not in path, f"say in this test what {path} is asked with"
        filled += [(method, path) for method in getattr(route, "methods", None) or {"GET"}]
    return filled


def form(place: Workplace, client: TestClient, **more: Any) -> dict[str, Any]:
    row = item(place, "Vladymyr")
    said = {"csrf": token(client), "proposal": row.proposal, "document": row.document, "version": row.version}
    return said | {"verdict": "ACCEPT"} | more


def test_every_route_refuses_who_is_not_logged_in(client: Client) -> None:
    nobody = client(None)
    asked = paths(nobody.app)  # type: ignore[arg-type]
    assert len(asked) >= 12
    assert {nobody.request(method, path).status_code for method, path in asked} == {401}


def test_the_documents_of_fastapi_are_not_there(client: Client) -> None:
    assert {client().get(path).status_code for path in ("/docs", "/redoc", "/openapi.json")} == {404}


def test_a_viewer_reads_and_cannot_decide(place: Workplace, client: Client) -> None:
    eve = client("eve")
    page = eve.get(f"/article/{item(place, 'Vladymyr').article}")
    assert page.status_code == 200
    assert 'method="post"' not in page.text
    before = items(place)
    writes = [path for method, path in paths(eve.app) if method == "POST"]  # type: ignore[arg-type]
    assert {eve.post(path, data=form(place, eve)).status_code for path in writes} == {403}
    assert items(place) == before


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({}, 303),
        ({"sec-fetch-site": "same-origin", "origin": "https://proxy.test"}, 303),
        ({"origin": "http://testserver"}, 303),
        ({"sec-fetch-site": "cross-site"}, 403),
        ({"sec-fetch-site": "same-site"}, 403),
        ({"sec-fetch-site": "none"}, 403),
        ({"origin": "http://evil.test"}, 403),
        ({"origin": "null"}, 403),
        ({"origin": "http://testserver.evil.test"}, 403),
        ({"origin": "http://["}, 403),
    ],
)
def test_writes_come_from_our_own_pages(place: Workplace, client: Client, headers: dict[str, str], status: int) -> None:
    ada = client()
    answer = ada.post("/decide", data=form(place, ada), headers=headers)
    assert answer.status_code == status
    assert item(place, "Vladymyr").state == ("accepted" if status == 303 else "open")


@pytest.mark.parametrize("csrf", ["", "x", "é", "0" * 64, "0" * 101])
def test_a_write_without_the_token_is_refused(place: Workplace, client: Client, csrf: str) -> None:
    ada = client()
    assert ada.post("/decide", data=form(place, ada, csrf=csrf)).status_code in (403, 422)
    assert ada.post("/decide", data=form(place, ada, csrf=token(client("bob")))).status_code == 403
    assert item(place, "Vladymyr").state == "open"


def test_what_every_answer_says_to_the_browser(place: Workplace, client: Client) -> None:
    for path in ("/", "/nope", f"/article/{item(place, 'Vladymyr').article}", "/log", "/static/desk.js"):
        headers = client().get(path).headers
        policy = headers["content-security-policy"]
        assert "default-src 'none'" in policy
        assert "unsafe" not in policy
        assert "frame-ancestors 'self'" in policy
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["cache-control"] in ("no-store", "private, no-cache")
    page = client().get("/").text
    assert "<style" not in page
    assert " style=" not in page
    assert page.count("<script") == page.count('<script src="/static/desk.js" defer></script>') == 1
    assert " on" + "click" not in page
    assert "http" not in page.replace("https://news.test", "")  # nothing comes from another host


def test_a_body_is_bounded(client: Client) -> None:
    ada = client()
    assert ada.post("/decide", content=b"x" * 70_000).status_code == 413
    assert ada.post("/decide", content=iter([b"x"])).status_code == 411


def test_a_store_that_is_down_is_said_in_words() -> None:
    def down() -> Workplace:
        raise StoreError("does not answer", where="postgresql://u:***@db/x", hint="Is it running?")

    app = create_app(down, who_by_header())
    answer = TestClient(app, headers={"x-who": "ada"}).get("/")
    assert answer.status_code == 503
    assert "The store cannot be reached" in answer.text
    assert "Is it running?" in answer.text
    assert "***" not in answer.text


def test_a_fault_of_ours_tells_no_secrets() -> None:
    def broken() -> Workplace:
        raise RuntimeError("password=hunter2")

    app = create_app(broken, who_by_header())
    answer = TestClient(app, headers={"x-who": "ada"}, raise_server_exceptions=False).get("/")
    assert answer.status_code == 500
    assert "fault of ours" in answer.text
    assert "hunter2" not in answer.text


def test_the_local_token_opens_once_by_address_and_then_by_cookie(place: Workplace) -> None:
    app = application(place, "t" * 32, "ada", own_hosts_only(8787))
    client = TestClient(app, base_url="http://127.0.0.1:8787", follow_redirects=False)
    assert client.get("/").status_code == 401
    assert client.get("/?token=" + "x" * 32).status_code == 401
    opened = client.get("/?token=" + "t" * 32)
    assert opened.status_code == 303
    assert opened.headers["location"] == "/"
    cookie = opened.headers["set-cookie"].lower()
    assert "httponly" in cookie
    assert "samesite=strict" in cookie
    assert client.cookies[COOKIE] == "t" * 32
    assert client.get("/").status_code == 200
    assert client.get("/", headers={"host": "evil.test:8787"}).status_code == 421
    stranger = TestClient(app, base_url="http://127.0.0.1:8787")
    assert stranger.get("/log.jsonl", headers={"authorization": "Bearer " + "t" * 32}).status_code == 200
    assert stranger.get("/log.jsonl", headers={"authorization": "Bearer x"}).status_code == 401
