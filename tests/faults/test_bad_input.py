"""Hostile and odd texts: no crash, no edit, and time that grows with the length."""

from __future__ import annotations

import time
from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

ODD = {
    "empty": "",
    "one letter": "a",
    "line feeds": "\n\n\n",
    "all capitals": "THE BAKER VOLDYMIR MET HEGSES OF UNHCR",
    "no capitals": "ukrainian president voldymir zelensky met hegses",
    "mixed scripts": "Gaшнev и Путин 習近平 קרא العربية Ελλάδα met",
    "combining accents": "Zele\u0301nski\u0302 a\u0300\u0301\u0302\u0303" * 50,
    "marks of direction": "\u202eUS Defense Secretary\u202c \u200fspoke\u200e",
    "lone surrogate": "Secretary \ud800 spoke",
    "controls": "US\x00 President\x07 spoke",
}


@pytest.mark.parametrize("name", ODD)
def test_is_left_as_it_is(mend: Callable[..., str], name: str) -> None:
    assert mend(ODD[name]) == ODD[name]


HOSTILE = {
    "spaces": " " * 400_000,
    "stops": ". " * 200_000,
    "commas": ", " * 200_000,
    "brackets": "(a" * 200_000,
    "one word": "A" + "a" * 400_000,
    "letters": "a " * 200_000,
    "apostrophes": "a'" * 200_000,
    "quotes": "“" * 200_000,
    "accents": "e" + "\u0301" * 400_000,
    "near names": "Hegses Zerenski Voldymir " * 20_000,
    "titles": "President of the " * 20_000,
    "fragments": "It is stipulated. Not there. " * 10_000,
    "faults": "He said the the word , then left. . " * 5_000,
}


@pytest.mark.parametrize("name", HOSTILE)
def test_takes_seconds_at_most(mender: object, name: str) -> None:
    started = time.process_time()
    mender.rulings(HOSTILE[name])  # type: ignore[attr-defined]
    assert time.process_time() - started < 60  # linear: 60,000 garbles and nothing else are the slowest text


def test_time_grows_with_the_length(mend: Callable[..., str]) -> None:
    paragraph = "US Defense Secretary Hegses and Zerenski of Ukraine said the the word , then left. .\n"
    mend(paragraph)

    def seconds(times: int) -> float:
        started = time.process_time()
        mend(paragraph * times)
        return time.process_time() - started

    assert seconds(1600) < 10 * seconds(400) + 0.5


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=200))
def test_any_text_can_be_mended(mender: object, text: str) -> None:
    for ruling in mender.rulings(text):  # type: ignore[attr-defined]
        anchor = ruling.proposal.anchor
        assert text[anchor.start : anchor.end] == anchor.quote
    assert isinstance(mender.mend(text), str)  # type: ignore[attr-defined]
