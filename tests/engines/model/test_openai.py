"""The adapter against a server that speaks the protocol, well and badly."""

from __future__ import annotations

import json
import time

import pytest

from pipeline.engines.model.config import read_config
from pipeline.engines.model.openai import OpenAiBackend
from pipeline.engines.model.prompt import letters, read_answer
from pipeline.engines.model.protocol import Choice, Question, Rewriting
from pipeline.model.errors import EngineError
from tests.engines.model.server import ModelServer, data_of

CHOICE = Choice("The minister of defens spoke.", 16, 22, ("defense", "offense"), "no such word")
REWRITING = Rewriting("The minister gave informations to the press.", ("informations",), ("no plural",))


def backend(server: ModelServer, key: str = "", timeout: str = "5") -> OpenAiBackend:
    variables = {"URL": server.url, "NAME": "tiny", "KEY": key, "TIMEOUT": timeout}
    config = read_config({f"NEWSMEND_MODEL_{name}": value for name, value in variables.items()})
    assert config is not None
    return OpenAiBackend(config)


def test_it_chooses_among_the_candidates(server: ModelServer) -> None:
    assert backend(server).answer(CHOICE) == "defense"
    right = Choice("The minister of defense spoke.", 16, 23, ("defens", "offens"), "only asked")
    assert backend(server).answer(right) is None


def test_it_rewrites_a_sentence(server: ModelServer) -> None:
    assert backend(server).answer(REWRITING) == "The minister gave information to the press."
    assert backend(server).answer(Rewriting("It rains.", ("rains",), ("so",))) is None


def test_the_request_is_deterministic_and_asks_for_a_schema(server: ModelServer) -> None:
    for _ in range(2):
        backend(server).answer(CHOICE)
    first, second = server.seen
    assert first == second
    assert (first["temperature"], first["model"], first["stream"]) == (0, "tiny", False)
    assert isinstance(first["seed"], int)
    form = first["response_format"]["json_schema"]["schema"]
    assert form["properties"]["answer"]["enum"] == ["A", "B", "KEEP"]
    assert set(data_of(first)["candidates"].values()) == {"defense", "offense"}


def test_the_key_is_sent_and_never_shown(server: ModelServer) -> None:
    server.key = "sk-hidden"
    good = backend(server, key="sk-hidden")
    assert good.answer(CHOICE) == "defense"
    assert server.keys == ["Bearer sk-hidden"]
    assert "sk-hidden" not in repr(good._config) + good.id + json.dumps(server.seen)
    with pytest.raises(EngineError, match=r"answered 401.*NEWSMEND_MODEL_KEY") as caught:
        backend(server, key="sk-wrong").answer(CHOICE)
    assert "sk-wrong" not in str(caught.value)


@pytest.mark.parametrize(
    ("mode", "says"),
    [
        ("429", "answered 429"),
        ("500", "answered 500"),
        ("redirect", "answered 307"),
        ("nonsense", "does not speak the chat protocol"),
        ("shape", "does not speak the chat protocol"),
        ("huge", "over 262,144 bytes"),
        ("truncated", "no whole answer"),
    ],
)
@pytest.mark.parametrize("question", [CHOICE, REWRITING], ids=["choice", "rewriting"])
def test_a_failure_is_named(server: ModelServer, mode: str, says: str, question: Question) -> None:
    server.mode = mode
    with pytest.raises(EngineError, match=says) as caught:
        backend(server).answer(question)
    assert caught.value.hint
    assert len(server.seen) == (2 if mode in ("429", "500") else 1)  # a redirect is not followed


def test_a_server_that_was_busy_is_asked_once_more(server: ModelServer) -> None:
    server.mode = "once 503"
    assert backend(server).answer(CHOICE) == "defense"
    assert len(server.seen) == 2


@pytest.mark.parametrize("mode", ["slow", "drip"])
def test_a_slow_answer_ends_in_time(server: ModelServer, mode: str) -> None:
    server.mode, server.wait = mode, 3.0
    began = time.monotonic()
    with pytest.raises(EngineError, match=r"no answer within 0\.\d s"):
        backend(server, timeout="0.5").answer(REWRITING)
    assert time.monotonic() - began < 2


def test_nobody_listens(server: ModelServer) -> None:
    found = backend(server)
    server.server_close()
    with pytest.raises(EngineError, match=r"no whole answer.*Is the model server running"):
        found.answer(CHOICE)


def test_an_answer_that_was_cut_is_no_answer(server: ModelServer) -> None:
    server.mode = "length"
    assert backend(server).answer(REWRITING) is None


@pytest.mark.parametrize(
    "content",
    [
        '{"answer": "C"}',
        '{"answer": "defense"}',
        '{"answer": "a"}',
        '{"answer": ["A"]}',
        '{"answer": "A", "also": 1}',
        "A",
        '["A"]',
        "",
        '{"answer": "A"',
        "[" * 100_000,
        'Sure! {"answer": "A"}',
    ],
)
def test_what_was_not_offered_keeps_what_stands(server: ModelServer, content: str) -> None:
    server.mode, server.says = "says", content
    assert backend(server).answer(CHOICE) is None


def test_what_is_offered_is_taken(server: ModelServer) -> None:
    server.mode, server.says = "says", '{"answer": "B"}'
    assert backend(server).answer(CHOICE) == letters(CHOICE)["B"]


@pytest.mark.parametrize("content", ['{"answer": " "}', '{"answer": "a\\u0007b"}', '{"answer": "a\\u202eb"}', "{}"])
def test_a_rewrite_that_cannot_be_used_keeps_what_stands(content: str) -> None:
    assert read_answer(REWRITING, content) is None
    assert read_answer(REWRITING, json.dumps({"answer": "x" * 1_201})) is None
