"""Against published worked examples.

Alpha: K. Krippendorff, Computing Krippendorff's Alpha-Reliability (2011), University of Pennsylvania, Annenberg School
for Communication, Departmental Papers 43, examples A, B and C. Wilson's interval: R. G. Newcombe, Two-sided confidence
intervals for the single proportion: comparison of seven methods, Statistics in Medicine 17 (1998), table I, method 3.
"""

from __future__ import annotations

import pytest

from pipeline.repair.trust import trust
from pipeline.review.agreement import alpha
from pipeline.review.interval import Share

MEG, OWEN = "0100000010", "1110010000"
BEN, GERRY = "aabbdcccedda", "babbbccceddd"
FOUR = ("123321412...", "1233224125.3", ".3332342251.", "12332441251.")


def test_two_observers_and_two_values() -> None:
    assert alpha(zip(MEG, OWEN, strict=True)) == pytest.approx(0.095, abs=0.0005)


def test_two_observers_and_five_values() -> None:
    assert alpha(zip(BEN, GERRY, strict=True)) == pytest.approx(0.692, abs=0.0005)


def test_four_observers_with_gaps() -> None:
    units = [[value for value in unit if value != "."] for unit in zip(*FOUR, strict=True)]
    assert alpha(units) == pytest.approx(0.743, abs=0.0005)


def test_the_ends_and_what_says_nothing() -> None:
    assert alpha([("a", "a"), ("b", "b")]) == 1
    worst = alpha([("a", "b"), ("b", "a")])
    assert worst is not None
    assert worst < 0
    assert alpha([("a", "a"), ("a", "a")]) is None
    assert alpha([("a",), ()]) is None
    assert alpha([]) is None


@pytest.mark.parametrize(
    ("hits", "cases", "low", "high"),
    [(81, 263, 0.2553, 0.3662), (15, 148, 0.0624, 0.1605), (0, 20, 0.0, 0.1611), (1, 29, 0.0061, 0.1718)],
)
def test_wilsons_interval(hits: int, cases: int, low: float, high: float) -> None:
    share = Share(hits, cases)
    assert share.value == hits / cases
    assert share.low == pytest.approx(low, abs=0.00005)
    assert share.high == pytest.approx(high, abs=0.00005)


def test_the_interval_and_the_trust_of_a_rule_are_one_formula() -> None:
    assert Share(45, 50).low == pytest.approx(trust(45, 50), abs=1e-5)


def test_a_share_of_nothing_has_no_interval_and_of_all_ends_at_one() -> None:
    assert (Share(0, 0).value, Share(0, 0).low, Share(0, 0).high) == (None, None, None)
    assert Share(5, 5).high == 1
    with pytest.raises(ValueError, match="3 of 2"):
        Share(3, 2)
