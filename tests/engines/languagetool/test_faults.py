"""A server that is not there, hangs, fails or lies: an EngineError in time, and never anything else."""

from __future__ import annotations

import multiprocessing
import socket
import sys
import time
from collections.abc import Callable

import pytest

from pipeline.engines.languagetool.client import LanguageTool
from pipeline.engines.protocol import Alarm, Engine
from pipeline.model.errors import EngineError, UsageError
from tests.engines.languagetool.server import SOFTWARE, Answer, Server, answer, checked, http, match

pytestmark = pytest.mark.usefixtures("library")
DEADLINE = 1.0
SLACK = 2.0  # for a machine with other work


def hang(sock: socket.socket) -> None:
    time.sleep(DEADLINE * 8)


def drip(what: bytes) -> Callable[[socket.socket], None]:
    """A byte now and then, so that no read ever times out."""

    def send(sock: socket.socket) -> None:
        for byte in what:
            sock.sendall(bytes([byte]))
            time.sleep(DEADLINE / 4)

    return send


def shut(sock: socket.socket) -> None:
    sock.shutdown(socket.SHUT_RDWR)


def cut_short(sock: socket.socket) -> None:
    sock.sendall(http(b'{"software": {"na', declared=900))
    shut(sock)


FAULTS: dict[str, tuple[Answer, str]] = {
    "hangs": (hang, "no answer within 1 seconds"),
    "drips its head": (drip(http(b"[]")), "no answer within 1 seconds"),
    "drips its body": (drip(b"[" * 60), "no answer within 1 seconds"),
    "shuts": (shut, "broke off"),
    "500": (http(b"Error: Internal Error", "500 Internal Server Error"), "it answered 500: 'Error: Internal Error'"),
    "500 in bytes": (http(b"\xff\xfe\x00", "500 No"), "it answered 500"),
    "413": (http(b"Your text exceeds the limit", "413 Payload Too Large"), "it answered 413"),
    "a redirect": (http(b"", "302 Found", extra="Location: http://127.0.0.1:1/\r\n"), "it answered 302"),
    "nothing": (http(b""), "no JSON"),
    "nonsense": (http(b"<html>Hello"), "no JSON"),
    "bytes": (http(b"\xff\xfe\xfd"), "no JSON"),
    "a deep one": (http(b"[" * 200_000), "no JSON"),
    "a long number": (http(b"9" * 10_000), "no JSON"),
    "a truncated body": (cut_short, "broke off"),
    "truncated JSON": (http(b'{"software": {"name": '), "no JSON"),
    "no HTTP": (b"SSH-2.0-OpenSSH\r\n\r\n", "broke off"),
    "endless head": (b"HTTP/1.1 200 OK\r\n" + b"X: y\r\n" * 5000, "broke off"),
    "a bad chunk": (b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n[]\r\n", "broke off"),
    "compressed": (http(b"\x1f\x8b\x08\x00", extra="Content-Encoding: gzip\r\n"), "no JSON"),
}  # fmt: skip


@pytest.mark.parametrize("question", ["languages", "check"])
@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_is_an_error_in_time(server: Server, fault: str, question: str) -> None:
    given, words = FAULTS[fault]
    setattr(server, question, given)
    engine = LanguageTool(server.url, timeout=DEADLINE)
    began = time.monotonic()
    with pytest.raises(EngineError) as error:
        engine.check(["Hello."])
    assert time.monotonic() - began < DEADLINE + SLACK
    assert words in str(error.value)
    assert server.url in str(error.value)
    assert error.value.hint


LIES: list[object] = [
    [], None, 7, "text", {}, {"matches": []}, {"software": SOFTWARE}, {"software": [], "matches": []},
    {"software": SOFTWARE, "matches": None}, {"software": SOFTWARE, "matches": 3},
    {"software": SOFTWARE, "matches": {"a": 1}},
    {"software": SOFTWARE, "matches": [], "warnings": {"incompleteResults": True}},
]  # fmt: skip
BAD_MATCHES: list[object] = [
    None, "text", {}, match(offset=-1), match(offset=3, length=9), match(length=-2), match(offset="x"),
    match(offset=None), match(offset=10**30), match(offset=float("inf")), match(length=[]), match(message=None),
    match(replacements=None), match(replacements=[{"value": 1}]), match(rule={}), match(context="text"),
]  # fmt: skip


@pytest.mark.parametrize("given", [*map(answer, LIES), *map(checked, BAD_MATCHES)])
def test_an_answer_of_the_wrong_shape_is_an_error(server: Server, given: bytes) -> None:
    server.check = given
    with pytest.raises(EngineError) as error:
        LanguageTool(server.url).check(["Hello."])
    assert server.url in str(error.value)


@pytest.mark.parametrize("given", [[], {}, None, [1], ["en"], [{"code": None}], [{"code": "de", "longCode": "de-DE"}]])
def test_a_server_without_our_language_is_an_error(server: Server, given: object) -> None:
    server.languages = answer(given)
    with pytest.raises(EngineError):
        LanguageTool(server.url).check(["Hello."])


def test_no_server_is_said_with_what_to_do() -> None:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    with pytest.raises(EngineError, match=r"no server is there.*newsmend languagetool install"):
        LanguageTool(f"http://127.0.0.1:{port}").check(["Hello."])
    with pytest.raises(EngineError):
        _ = LanguageTool(f"http://127.0.0.1:{port}").version


def test_a_server_that_speaks_no_tls_is_an_error_in_time(server: Server) -> None:
    began = time.monotonic()
    with pytest.raises(EngineError):
        LanguageTool(server.url.replace("http:", "https:"), timeout=DEADLINE).check(["Hello."])
    assert time.monotonic() - began < DEADLINE + SLACK


def test_without_the_package_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch, server: Server) -> None:
    monkeypatch.setitem(sys.modules, "language_tool_python", None)
    with pytest.raises(EngineError, match=r"not installed.*\[languagetool\]"):
        LanguageTool(server.url).check(["Hello."])


WRONG = ["", "ftp://host", "http://", "host:8010", "http://host:x", "http://host:99999", "http://a:b@c", "http://[::1"]


@pytest.mark.parametrize("url", WRONG)
def test_what_is_no_address_is_wrong_use(url: str) -> None:
    with pytest.raises(UsageError, match="NEWSMEND_LANGUAGETOOL_URL"):
        LanguageTool(url)


def test_it_works_again_when_the_server_does(server: Server) -> None:
    engine: Engine = LanguageTool(server.url, timeout=DEADLINE)
    server.check = http(b"no", "500 Error")
    for _ in range(2):
        with pytest.raises(EngineError):
            engine.check(["Hello."])
    server.check = hang
    with pytest.raises(EngineError):
        engine.check(["Hello."])
    server.check = checked(match())
    assert engine.check(["Hello."]) == [(Alarm(0, 5, "A_RULE", "MISC", "No.", ("Hi",)),)]
    assert engine.version == "LanguageTool 6.8 (2026-05-05), en-US"


def test_all_questions_go_over_one_connection(server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:1")  # would be asked by most clients
    monkeypatch.setenv("ALL_PROXY", "http://127.0.0.1:1")
    engine = LanguageTool(f"{server.url}/v2/")
    for _ in range(3):
        assert engine.check(["Hello.", "", " \n"]) == [(), (), ()]
    assert server.connections == 1
    assert [request.split()[1] for request in server.requests] == [b"/v2/languages", *[b"/v2/check"] * 4]
    engine.close()
    assert engine.check(["Hello."]) == [()]


def test_a_connection_that_the_server_shut_is_replaced(server: Server) -> None:
    server.closes = True
    engine = LanguageTool(server.url, timeout=DEADLINE)
    for _ in range(3):
        assert engine.check(["Hello."]) == [()]
    assert server.connections == len(server.requests) == 5


def test_texts_without_words_ask_nothing(server: Server) -> None:
    assert LanguageTool(server.url).check([]) == []
    assert LanguageTool(server.url).check(["", "\n \n", "\x0b"]) == [(), (), ()]
    assert server.requests == []


def test_a_forked_process_talks_on_its_own_connection(server: Server) -> None:
    engine = LanguageTool(server.url)
    assert engine.check(["Hello."]) == [()]
    child = multiprocessing.get_context("fork").Process(target=engine.check, args=(["Hello."],))
    child.start()
    child.join(20)
    assert child.exitcode == 0
    assert engine.check(["Hello."]) == [()]
    assert server.connections == 2
