"""Trust is careful: a few lucky decisions are no proof."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.repair.trust import ENOUGH, trust


def test_too_few_decisions_say_nothing() -> None:
    assert trust(ENOUGH - 1, ENOUGH - 1) is None
    assert trust(0, 0) is None


def test_known_values() -> None:
    assert trust(20, 20) == pytest.approx(0.8389, abs=1e-4)
    assert trust(90, 100) == pytest.approx(0.8256, abs=1e-4)
    assert trust(0, 50) == 0.0


@given(st.integers(ENOUGH, 10_000), st.data())
def test_it_is_never_above_the_share_and_grows_with_it(decided: int, data: st.DataObject) -> None:
    accepted = data.draw(st.integers(0, decided - 1))
    low, high = trust(accepted, decided), trust(accepted + 1, decided)
    assert low is not None
    assert high is not None
    assert 0.0 <= low < high <= (accepted + 1) / decided
    assert low <= accepted / decided + 1e-12


@pytest.mark.parametrize(("accepted", "decided"), [(2, 1), (-1, 30)])
def test_counts_that_make_no_sense_are_refused(accepted: int, decided: int) -> None:
    with pytest.raises(ValueError, match="decided"):
        trust(accepted, decided)
