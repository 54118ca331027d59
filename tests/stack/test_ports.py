from __future__ import annotations

import os
import socket
from collections.abc import Iterator

import pytest

from stack import ports
from stack.failure import StackError
from stack.layout import Layout


@pytest.fixture
def busy() -> Iterator[int]:
    with socket.socket() as server:
        server.bind(("127.0.0.1", 0))
        server.listen()
        yield server.getsockname()[1]


def test_a_free_port_is_taken_in_silence(busy: int) -> None:
    said: list[str] = []
    port = ports.choose(busy, "UI", said.append)
    assert ports.choose(port, "UI", said.append) == port
    assert len(said) == 1


def test_a_busy_port_is_named_with_its_holder_and_the_next_is_taken(busy: int) -> None:
    said: list[str] = []
    assert ports.choose(busy, "UI", said.append) > busy
    assert str(busy) in said[0]
    assert f"pid {os.getpid()}" in said[0]


def test_the_end_of_the_range_is_an_error_that_says_what_to_do() -> None:
    with pytest.raises(StackError, match="PORT="):
        ports.choose(65_535, "UI", lambda _: None, frozenset({65_535}))


def test_both_ports_differ_and_are_remembered(layout: Layout, busy: int) -> None:
    first = ports.choose_both(layout, lambda _: None, busy, busy)
    assert len({busy, *first}) == 3
    assert ports.choose_both(layout, lambda _: None, None, None) == first
