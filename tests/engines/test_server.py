"""Our server, driven by language-tool-python itself and by callers that do not know the protocol."""

from __future__ import annotations

import json
import socket
import threading
from collections.abc import Iterator
from urllib.parse import urlencode

import pytest
import requests

from pipeline.engines.embedded import Embedded
from pipeline.engines.languagetool.client import LanguageTool
from pipeline.engines.server.serve import LARGEST, Server, open_server
from pipeline.model.errors import UsageError

TEXT = "😀 I can heard you. The the cat is a old one, says Zelenksyy."


@pytest.fixture(scope="module")
def server(embedded: Embedded) -> Iterator[Server]:
    with open_server(0) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        try:
            yield server
        finally:
            server.shutdown()
            thread.join()


@pytest.fixture
def url(server: Server) -> str:
    return f"http://127.0.0.1:{server.server_port}"


def test_the_users_own_client_is_served(url: str) -> None:
    language_tool_python = pytest.importorskip("language_tool_python", reason="needs the extra `languagetool`")
    with language_tool_python.LanguageTool("en-US", remote_server=url) as tool:
        found = {match.rule_id: match for match in tool.check(TEXT)}
        places = {rule: TEXT[match.offset : match.offset + match.error_length] for rule, match in found.items()}
        assert places == {
            "MD_BASEFORM": "heard",
            "ENGLISH_WORD_REPEAT_RULE": "The the",
            "EN_A_VS_AN": "a",
            "MORFOLOGIK_RULE_EN_US": "Zelenksyy",
        }
        first = found["MD_BASEFORM"]
        assert (first.category, first.rule_issue_type, first.sentence) == ("GRAMMAR", "grammar", "😀 I can heard you.")
        tool.disabled_rules = {"EN_A_VS_AN"}
        tool.disable_spellchecking()
        assert tool.correct(TEXT) == "😀 I can hear you. The cat is a old one, says Zelenksyy."
        tool.enabled_rules, tool.enabled_rules_only = {"EN_A_VS_AN"}, True
        assert [match.rule_id for match in tool.check(TEXT)] == ["EN_A_VS_AN"]
        with pytest.raises(ValueError, match="unsupported language"):
            tool.language = "de-DE"


def test_our_adapter_hears_what_the_engine_says(url: str, embedded: Embedded) -> None:
    pytest.importorskip("language_tool_python", reason="needs the extra `languagetool`")
    text = "I can heard you. The the cat is a old one.\n\nHe go to to the the town."
    engine = LanguageTool(url)
    heard = [(a.start, a.end, a.rule, a.replacements) for a in engine.check([text])[0] if "MORFOLOGIK" not in a.rule]
    assert heard == [(a.start, a.end, a.rule, a.replacements) for a in embedded.check([text])[0]]
    assert "lingotweaker" in engine.version
    engine.close()


@pytest.mark.parametrize(
    ("form", "status", "says"),
    [
        ({"text": "x"}, 400, "`language` is missing"),
        ({"text": "x", "language": "de-DE"}, 400, "'de-DE' is not a language"),
        ({"language": "en-US"}, 400, "neither `text` nor `data`"),
        ({"language": "en-US", "data": "{"}, 400, "not JSON"),
        ({"language": "en-US", "data": "[" * 100_000}, 400, "not JSON"),
        ({"language": "en-US", "data": '{"annotation": []}'}, 400, "annotations are not understood"),
        ({"language": "en-US", "text": "a" * 1_500_001}, 413, "at most 1,500,000"),
        ({str(n): "" for n in range(60)}, 400, "more than 32 fields"),
        (b"language=en-US&text=%ff", 400, "not URL-encoded UTF-8"),
        (b"\xff\xfe", 400, "not URL-encoded UTF-8"),
    ],
)
def test_nonsense_is_refused_with_a_reason(url: str, form: bytes | dict[str, str], status: int, says: str) -> None:
    body = form if isinstance(form, bytes) else urlencode(form).encode()
    kind = {"Content-Type": "application/x-www-form-urlencoded"}
    answer = requests.post(f"{url}/v2/check", data=body, headers=kind, timeout=30)
    assert (answer.status_code, says in answer.text) == (status, True), answer.text
    assert answer.text.startswith("Error: ")


def test_wrong_addresses_methods_and_kinds_are_refused(url: str) -> None:
    assert requests.get(f"{url}/v2/nothing", timeout=30).status_code == 404
    assert requests.put(f"{url}/v2/check", timeout=30).status_code == 501
    assert requests.post(f"{url}/v2/check", json={"text": "x"}, timeout=30).status_code == 415
    assert requests.get(f"{url}/v2/healthcheck", timeout=30).text == "OK"


@pytest.mark.parametrize(
    ("head", "status"),
    [
        (f"Content-Length: {LARGEST + 1}", "413"),
        ("Content-Length: -1", "411"),
        ("Content-Length: " + "9" * 4000, "413"),
        ("Transfer-Encoding: chunked", "411"),
        ("X: y", "411"),
    ],
)
def test_a_form_that_is_too_large_is_not_read(server: Server, head: str, status: str) -> None:
    with socket.create_connection(("127.0.0.1", server.server_port), 10) as line:
        line.sendall(f"POST /v2/check HTTP/1.1\r\nHost: x\r\n{head}\r\n\r\n".encode())
        assert status in line.recv(200).split(b"\r\n")[0].decode()


def test_data_and_get_are_understood(url: str) -> None:
    form = {"language": "en", "data": json.dumps({"text": "The the end."})}
    posted = requests.post(f"{url}/v2/check", data=form, timeout=30).json()
    got = requests.get(f"{url}/v2/check", params={"language": "auto", "text": "The the end."}, timeout=30).json()
    assert posted["matches"] == got["matches"]
    assert got["matches"][0]["context"] == {"text": "The the end.", "offset": 0, "length": 7}


def test_a_port_that_is_taken_is_a_clear_word(server: Server) -> None:
    with pytest.raises(UsageError, match=r"cannot be had.*--port"):
        open_server(server.server_port)
