from __future__ import annotations

import logging
from collections.abc import Callable, Sequence

import pytest

from pipeline.engines.breaker import Breaker
from pipeline.engines.model.outage import Outage
from pipeline.engines.protocol import Alarm
from pipeline.model.errors import EngineError

Answer = list[tuple[Alarm, ...]]
DOWN = EngineError("no server is there", where="line")


class Line:
    """An engine that answers what the test says, or raises it."""

    id, version = "line", "1"

    def __init__(self) -> None:
        self.answer: Answer | Exception = [()]
        self.asked = 0

    def check(self, texts: Sequence[str]) -> Answer:
        self.asked += 1
        if isinstance(self.answer, Exception):
            raise self.answer
        return self.answer


@pytest.fixture
def line() -> Line:
    return Line()


def fails(breaker: Breaker, times: int = 1) -> str:
    for _ in range(times):
        with pytest.raises(EngineError) as raised:
            breaker.check(["a text"])
    return str(raised.value)


def test_three_failures_open_the_circuit_and_one_text_tries_again(line: Line) -> None:
    clock = [0.0]
    now: Callable[[], float] = lambda: clock[0]  # noqa: E731
    breaker = Breaker(line, Outage(60.0, now))
    line.answer = DOWN
    fails(breaker, 3)
    assert "left alone" in fails(breaker, 5)
    assert line.asked == 3
    clock[0] = 61.0
    fails(breaker, 4)
    assert line.asked == 4
    clock[0], line.answer = 130.0, [()]
    assert [breaker.check(["a text"]) for _ in range(3)] == [[()]] * 3
    assert line.asked == 7


def test_one_warning_says_it_all(line: Line, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO)
    breaker = Breaker(line)
    line.answer = DOWN
    fails(breaker, 6)
    assert [record.levelname for record in caplog.records] == ["WARNING"]
    assert "no server is there" in caplog.text


@pytest.mark.parametrize(
    "answer",
    [
        ZeroDivisionError("of its own"),
        [],
        [(), ()],
        [(Alarm(0, 7, "R", "C", ""),)],
        [(Alarm(3, 3, "R", "C", ""),)],
        [(Alarm(-1, 3, "R", "C", ""),)],
    ],
)
def test_whatever_makes_no_sense_is_an_error_of_the_engine(line: Line, answer: Answer | Exception) -> None:
    line.answer = answer
    assert "line" in fails(Breaker(line))
