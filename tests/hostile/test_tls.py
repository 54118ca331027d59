"""Fault test 21: certificates."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from pipeline.fetch.client import Client
from pipeline.model.errors import FetchError
from pipeline.model.source import Source
from tests.hostile.bounds import bounded
from tests.hostile.certificates import authority, context
from tests.hostile.server import hostile_server

WRONG: dict[str, dict[str, Any]] = {
    "expired": {"days": -2},
    "wrong name": {"host": "other.test"},
    "self-signed": {"own": True},
}


@pytest.mark.parametrize("what", WRONG)
def test_21_a_certificate_that_is_not_in_order(
    tmp_path: Path, client: Client, source: Source, monkeypatch: pytest.MonkeyPatch, what: str
) -> None:
    """Fault test 21. Passes where the server is refused and gets no request, though its authority is trusted."""
    ours = authority(tmp_path)
    monkeypatch.setattr("requests.adapters.DEFAULT_CA_BUNDLE_PATH", str(ours.bundle))
    with hostile_server(context(ours, tmp_path, **WRONG[what])) as site, bounded(5):
        with pytest.raises(FetchError, match="certificate"):
            client.get(f"{site.url}/a", replace(source, home=f"{site.url}/"))
        assert site.asked == []


def test_21_one_that_is_in_order(
    tmp_path: Path, client: Client, source: Source, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Fault test 21, the other side. Passes where a server in order is read, so that the three above tell."""
    ours = authority(tmp_path)
    monkeypatch.setattr("requests.adapters.DEFAULT_CA_BUNDLE_PATH", str(ours.bundle))
    with hostile_server(context(ours, tmp_path)) as site:
        site.page("/a", b"over TLS")
        assert client.get(f"{site.url}/a", replace(source, home=f"{site.url}/")).body == b"over TLS"


@pytest.mark.parametrize("name", ["REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE", "SSL_CERT_FILE"])
def test_21_the_environment_adds_no_authority(
    tmp_path: Path, client: Client, source: Source, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    """Fault test 21. Passes where an authority that only the environment names is not trusted."""
    ours = authority(tmp_path)
    monkeypatch.setenv(name, str(ours.bundle))
    with hostile_server(context(ours, tmp_path)) as site, pytest.raises(FetchError, match="certificate"):
        client.get(f"{site.url}/a", replace(source, home=f"{site.url}/"))
