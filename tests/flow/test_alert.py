"""A webhook and a mail server of our own hear what is wrong."""

from __future__ import annotations

import json
import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from types import SimpleNamespace

import pytest

from pipeline.flow.alert import run_failed, run_late, tell
from pipeline.model.errors import NewsmendError, UsageError
from pipeline.settings import Settings, load


@dataclass
class Heard:
    """What a server was told."""

    address: str = ""
    bodies: list[str] = field(default_factory=list)


@contextmanager
def serving(server: socketserver.BaseServer) -> Iterator[int]:
    thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
    thread.start()
    try:
        yield int(server.server_address[1])  # type: ignore[index]
    finally:
        server.shutdown()
        server.server_close()
        thread.join(5)


@pytest.fixture
def webhook() -> Iterator[Heard]:
    heard = Heard()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            heard.bodies.append(self.rfile.read(int(self.headers["Content-Length"])).decode())
            self.send_response(500 if self.path == "/broken" else 204)
            self.end_headers()

        def log_message(self, *_: object) -> None:
            pass

    with serving(ThreadingHTTPServer(("127.0.0.1", 0), Handler)) as port:
        heard.address = f"http://127.0.0.1:{port}"
        yield heard


@pytest.fixture
def mail() -> Iterator[Heard]:
    """As much of SMTP as a client needs."""
    heard = Heard()

    class Handler(socketserver.StreamRequestHandler):
        def say(self, line: str) -> None:
            self.wfile.write(f"{line}\r\n".encode())

        def handle(self) -> None:
            self.say("220 ready")
            while line := self.rfile.readline().decode().strip():
                verb = line[:4].upper()
                if verb == "DATA":
                    self.say("354 go on")
                    lines = iter(lambda: self.rfile.readline().decode().rstrip("\r\n"), ".")
                    heard.bodies.append("\n".join(lines))
                self.say("221 bye" if verb == "QUIT" else "250 ok")
                if verb == "QUIT":
                    return

    with serving(socketserver.ThreadingTCPServer(("127.0.0.1", 0), Handler)) as port:
        heard.address = f"smtp://127.0.0.1:{port}?from=newsmend@news.test&to=desk@news.test"
        yield heard


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return load({"NEWSMEND_HOME": str(tmp_path)})


def test_both_hear_it(settings: Settings, webhook: Heard, mail: Heard) -> None:
    ours = replace(settings, alert_webhook=webhook.address, alert_mail=mail.address)
    assert tell(ours, "Newsmend: 1 alarm", ["silent: demo", "a\x1b[31m line\nof two"]) == 2
    (posted,) = map(json.loads, webhook.bodies)
    assert posted["subject"] == "Newsmend: 1 alarm"
    assert posted["lines"] == ["silent: demo", "a\\x1b[31m line\\nof two"]
    (sent,) = mail.bodies
    assert "Subject: Newsmend: 1 alarm" in sent
    assert "To: desk@news.test" in sent
    assert "silent: demo\n" in sent


def test_nobody_is_told_where_nothing_is_set(settings: Settings) -> None:
    assert tell(settings, "x", []) == 0


def test_a_subject_cannot_add_a_header(settings: Settings, mail: Heard) -> None:
    tell(replace(settings, alert_mail=mail.address), "x\r\nBcc: all@news.test", ["y"])
    assert "\nBcc:" not in mail.bodies[0]


def test_a_way_that_fails_does_not_stop_the_other_and_keeps_its_secret(settings: Settings, mail: Heard) -> None:
    hook = "http://127.0.0.1:9/hook?token=geheim"
    with pytest.raises(NewsmendError, match="NEWSMEND_ALERT_WEBHOOK") as caught:
        tell(replace(settings, alert_webhook=hook, alert_mail=mail.address), "x", ["y"])
    assert "geheim" not in str(caught.value)
    assert len(mail.bodies) == 1


def test_an_answer_that_says_no_is_a_failure(settings: Settings, webhook: Heard) -> None:
    with pytest.raises(NewsmendError, match="HTTPError"):
        tell(replace(settings, alert_webhook=webhook.address + "/broken"), "x", ["y"])


@pytest.mark.parametrize("address", ["mail.test", "http://mail.test", "smtp://mail.test?from=a@b.test"])
def test_a_wrong_mail_address_is_named(settings: Settings, address: str) -> None:
    with pytest.raises(UsageError, match="NEWSMEND_ALERT_MAIL"):
        tell(replace(settings, alert_mail=address), "x", ["y"])


def test_airflow_says_which_run(webhook: Heard, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NEWSMEND_ALERT_WEBHOOK", webhook.address)
    run = SimpleNamespace(dag_id="news_ingest", run_id="scheduled__1", partition_key="2026-11-23")
    run_failed({"dag_run": run, "reason": "task_failure"})
    run_late(context={"dag_run": {"dag_id": "news_ingest", "run_id": "x", "partition_key": None}})
    first, second = map(json.loads, webhook.bodies)
    assert first["subject"] == "Newsmend: news_ingest 2026-11-23 failed"
    assert "scheduled__1" in first["text"]
    assert second["subject"] == "Newsmend: news_ingest is not done in time"


def test_no_source_file_can_send_a_secret() -> None:
    env = {"NEWSMEND_ALERT_MAIL": "smtp://u:p@m", "NEWSMEND_DATABASE_URL": "sqlite:///x", "NEWSMEND_DEMO_URL": "d"}
    assert set(load(env).variables) == {"NEWSMEND_DEMO_URL"}
