"""The API with the tokens of `newsmend token`, as `newsmend serve` mounts it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from bs4 import BeautifulSoup
from click.testing import CliRunner
from fastapi.testclient import TestClient

from pipeline.cli import newsmend
from pipeline.flow import api_tokens
from pipeline.flow.workplace import Workplace, now
from pipeline.model.decision import Verdict
from pipeline.model.errors import UsageError
from pipeline.store import journal, tables
from pipeline.store.api_tokens import Role
from pipeline.web.serve import application
from tests.review.desk import clean, item, items, say
from tests.web.conftest import Client, token

Api = Callable[..., TestClient]
V1 = "/api/v1"


@pytest.fixture
def api(place: Workplace) -> Api:
    app = application(place, "t" * 32, "ada", None)

    def made(secret: str | None) -> TestClient:
        headers = {} if secret is None else {"authorization": f"Bearer {secret}"}
        return TestClient(app, headers=headers, follow_redirects=False, raise_server_exceptions=False)

    return made


def secret(place: Workplace, role: Role = Role.REVIEW, days: int = 1, name: str = "cms") -> str:
    return api_tokens.make(place, name, role, timedelta(days=days), "root")[1]


def body(place: Workplace, **more: Any) -> dict[str, Any]:
    found = item(place, "Vladymyr")
    return {"proposal": found.proposal, "verdict": "ACCEPT", "version": found.version} | more


def test_a_token_opens_until_it_ends_or_is_taken_back(place: Workplace, api: Api) -> None:
    good, old = secret(place), secret(place, days=-1)
    assert api(good).get(f"{V1}/queue").status_code == 200
    for wrong in (old, good[:-1], good + "x", "nm_", "nm_\x00".encode("unicode_escape").decode(), "x" * 4000, ""):
        assert api(wrong).get(f"{V1}/queue").status_code == 401
    [row] = [t for t in api_tokens.listed(place) if t.good(now())]
    api_tokens.revoke(place, row.id)
    answer = api(good).get(f"{V1}/queue")
    assert answer.status_code == 401
    assert answer.headers["www-authenticate"] == "Bearer"
    assert "error" in answer.json()
    with pytest.raises(UsageError, match="no token"):
        api_tokens.revoke(place, row.id)


def test_only_the_hash_is_kept(place: Workplace) -> None:
    made = secret(place)
    with place.store.read() as conn:
        [row] = conn.execute(tables.api_token.select()).mappings().all()
    assert made not in str(dict(row))
    assert made[3:] not in str(dict(row))


def test_a_viewers_token_reads_and_cannot_decide(place: Workplace, api: Api) -> None:
    eve = api(secret(place, Role.VIEW))
    for path in ("queue", "log", "decisions", "openapi.json", ""):
        assert eve.get(f"{V1}/{path}").status_code == 200
    assert eve.post(f"{V1}/decisions", json=body(place)).status_code == 403
    assert item(place, "Vladymyr").state == "open"


def test_what_the_queue_and_the_log_give(place: Workplace, api: Api) -> None:
    cms = api(secret(place))
    shown = cms.get(f"{V1}/queue", params={"state": "any", "size": 500}).json()
    assert [row["proposal"] for row in shown["items"]] == [row.proposal for row in items(place)]
    assert shown["count"] == len(shown["items"])
    found, after = [], ""
    while after is not None:
        page = cms.get(f"{V1}/log", params={"size": 3, "after": after}).json()
        found += page["rows"]
        after = page["more"]
    assert [row["seq"] for row in found] == sorted(row["seq"] for row in found)
    assert len({row["seq"] for row in found}) == len(shown["items"])
    assert [row["prev_hash"] for row in found[1:]] == [row["hash"] for row in found[:-1]]
    [named] = cms.get(f"{V1}/log", params={"rule": "name.garbled", "high": 0.9, "outcome": "HOLD"}).json()["rows"]
    assert named["before"] == "Vladymyr"


def test_deciding_by_the_api_is_deciding(place: Workplace, api: Api) -> None:
    cms = api(secret(place))
    answer = cms.post(f"{V1}/decisions", json=body(place, replacement="Wolodymyr", note="house style"))
    assert answer.status_code == 200
    assert [row["state"] for row in answer.json()["items"]] == ["accepted"]
    assert "Wolodymyr Zelensky" in clean(place)
    stale = cms.post(f"{V1}/decisions", json=body(place, version=0))
    assert stale.status_code == 409
    assert stale.json()["error"] == "cms decided meanwhile: accepted"
    assert stale.json()["items"][0]["actor"] == "cms"
    cms.post(f"{V1}/decisions", json=body(place, verdict="WITHDRAW"))
    said = cms.get(f"{V1}/decisions", params={"proposal": item(place, "Vladymyr").proposal}).json()
    assert [(d["verdict"], d["actor"], d["note"]) for d in said["decisions"]] == [
        ("ACCEPT", "cms", "house style"), ("WITHDRAW", "cms", ""),
    ]  # fmt: skip
    with place.store.read() as conn:
        assert journal.heads(conn)["decision"] == (2, said["decisions"][-1]["hash"])


def test_decisions_page_by_page(place: Workplace, api: Api) -> None:
    for quote in ("Vladymyr", "Zelenskyi", "Kuusmetsk"):
        say(place, quote, Verdict.UNSURE)
    cms = api(secret(place, Role.VIEW))
    first = cms.get(f"{V1}/decisions", params={"size": 2}).json()
    second = cms.get(f"{V1}/decisions", params={"size": 2, "after": first["more"]}).json()
    assert [d["seq"] for d in first["decisions"] + second["decisions"]] == [1, 2, 3]
    assert second["more"] is None


def test_a_cookie_alone_decides_nothing_by_the_api(place: Workplace, api: Api, client: Client) -> None:
    cookie = api(None)
    cookie.cookies.set("newsmend_token", "t" * 32)
    assert cookie.get(f"{V1}/queue").status_code == 200
    for headers in ({}, {"origin": "http://evil.test"}, {"authorization": "Basic eA=="}, {"authorization": "Bearer "}):
        assert cookie.post(f"{V1}/decisions", json=body(place), headers=headers).status_code in (401, 403)
    assert client().post(f"{V1}/decisions", json=body(place) | {"csrf": token(client())}).status_code == 403
    assert item(place, "Vladymyr").state == "open"


@pytest.mark.parametrize(
    "said",
    [
        b"", b"{", b"[]", b"null", b'"x"', b'{"proposal": "x"}', b'{"proposal": "' + b"0" * 64 + b'"}',
        b'{"proposal": "' + b"0" * 64 + b'", "verdict": "ACCEPT", "version": -1}',
        b'{"proposal": "' + b"0" * 64 + b'", "verdict": "MAYBE", "version": 0}',
        b'{"proposal": "' + b"0" * 64 + b'", "verdict": "ACCEPT", "version": 0, "admin": true}',
        b'{"proposal": "' + b"0" * 64 + b'", "verdict": "ACCEPT", "version": 1e400}',
        b'{"proposal": "' + b"0" * 64 + b'", "verdict": "ACCEPT", "version": 0, "note": "\\ud800"}',
        b"[" * 30_000, b"\xff\xfe", b"x" * 70_000,
    ],
)  # fmt: skip
def test_what_is_no_decision_is_refused_in_words(place: Workplace, api: Api, said: bytes) -> None:
    headers = {"content-type": "application/json"}
    answer = api(secret(place)).post(f"{V1}/decisions", content=said, headers=headers)
    assert answer.status_code in (400, 404, 413, 422), answer.text
    assert "Traceback" not in answer.text


@pytest.mark.parametrize(
    "query", ["size=0", "size=9999", "size=x", "after=x", "state=maybe", "low=2", "since=x", "like=%27", "text=%00"]
)
def test_what_cannot_be_asked_is_said_as_json(place: Workplace, api: Api, query: str) -> None:
    answer = api(secret(place)).get(f"{V1}/queue?{query}")
    assert answer.status_code in (400, 422)
    assert answer.json()["error"]


def test_it_tells_of_itself_to_whoever_may_ask(place: Workplace, api: Api) -> None:
    assert api(None).get(f"{V1}/openapi.json").status_code == 401
    assert api(None).get(f"{V1}/").status_code == 401
    cms = api(secret(place, Role.VIEW))
    told = cms.get(f"{V1}/openapi.json").json()
    assert told["openapi"].startswith("3.1")
    assert set(told["paths"]) == {f"{V1}/{name}" for name in ("queue", "log", "decisions")}
    assert {p["name"] for p in told["paths"][f"{V1}/queue"]["get"]["parameters"]} >= {"rule", "text", "size", "after"}
    assert told["components"]["securitySchemes"]["token"]["scheme"] == "bearer"
    assert "Decide" in told["components"]["schemas"]
    page = cms.get(f"{V1}/")
    assert "unsafe" not in page.headers["content-security-policy"]
    drawn = BeautifulSoup(page.text, "lxml")
    assert {h.get_text() for h in drawn.select("h2 code")} == {
        "GET /api/v1/queue", "GET /api/v1/log", "GET /api/v1/decisions", "POST /api/v1/decisions",
    }  # fmt: skip
    assert [s.get("src") for s in drawn.select("script")] == ["/static/desk.js"]


def test_the_command_makes_lists_and_takes_back(place: Workplace, api: Api) -> None:
    def run(*words: str) -> Any:
        return CliRunner().invoke(newsmend, ["token", *words], env={"NEWSMEND_HOME": str(place.settings.home)})

    made = run("make", "--as", "cms", "--role", "review", "--days", "3")
    assert made.exit_code == 0, made.output
    opens = made.stdout.strip()
    assert api(opens).get(f"{V1}/log").status_code == 200
    assert "cms" in run("list").output
    assert opens not in run("list").output
    [known] = api_tokens.listed(place)
    assert run("revoke", known.id).exit_code == 0
    assert "revoked" in run("list").output
    assert api(opens).get(f"{V1}/log").status_code == 401
    assert isinstance(run("revoke", "nobody").exception, UsageError)
    assert isinstance(run("make", "--as", "a\nb\x07").exception, UsageError)
    assert run("make", "--as", "x", "--days", "0").exit_code == 2
