from __future__ import annotations

from pipeline.engines.model.outage import IN_A_ROW, Outage


def test_what_is_down_is_left_alone_and_tried_again() -> None:
    now = [0.0]
    outage = Outage(60.0, clock=lambda: now[0])
    for _ in range(IN_A_ROW):
        assert outage.may_ask()
        outage.failed()
    assert not outage.may_ask()
    now[0] = 60.0
    assert [outage.may_ask() for _ in range(3)] == [True, False, False]  # one trial
    outage.failed()
    now[0] = 119.0
    assert not outage.may_ask()
    now[0] = 120.0
    assert outage.may_ask()
    outage.succeeded()
    assert all(outage.may_ask() for _ in range(3))


def test_a_single_failure_is_no_outage() -> None:
    outage = Outage()
    for _ in range(10):
        outage.failed()
        assert outage.may_ask()
        outage.succeeded()
