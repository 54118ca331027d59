"""The desk over ASGI, on a store that the real rules have filled."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from fastapi import HTTPException, Request
from fastapi.testclient import TestClient

from pipeline.flow.workplace import Workplace
from pipeline.web.access import Person, Who
from pipeline.web.app import create_app
from tests.review.desk import opened_desk

Client = Callable[..., TestClient]
PEOPLE = {"ada": Person("ada", True), "bob": Person("bob", True), "eve": Person("eve", False)}


def who_by_header() -> Who:
    """The header `x-who` names the caller: what stands for Airflow's login here."""

    def reader(request: Request) -> Person:
        if request.headers.get("x-who") not in PEOPLE:
            raise HTTPException(401)
        return PEOPLE[request.headers["x-who"]]

    return Who(reader, reader, b"k" * 32)


@pytest.fixture
def place(tmp_path: Path) -> Iterator[Workplace]:
    with opened_desk(tmp_path) as opened:
        yield opened


@pytest.fixture
def client(place: Workplace) -> Client:
    app = create_app(lambda: place, who_by_header())

    def made(name: str | None = "ada") -> TestClient:
        headers = {} if name is None else {"x-who": name}
        return TestClient(app, headers=headers, follow_redirects=False, raise_server_exceptions=False)

    return made


def token(client: TestClient) -> str:
    found = re.search(r'data-csrf="(\w+)"', client.get("/help").text)
    assert found
    return found[1]
