"""Normalising changes the spelling of a text, never what it says."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from pipeline.text.normalise import normalise

ODD = st.text(
    alphabet=st.one_of(st.characters(), st.sampled_from(" \n\r\t\xa0\u200b\u200d\u200c\xad\u0301\u2028e\u0627👩"))
)


@pytest.mark.parametrize(
    ("raw", "clean"),
    [
        ("cafe\u0301", "café"),
        ("co\xadoperation", "cooperation"),
        ("zero\u200bwidth\ufeff", "zerowidth"),
        ("a\xa0b\u2009c\u3000d", "a b c d"),
        ("  two   spaces\tand a tab ", "two spaces and a tab"),
        ("\u202eright to left\u202c", "right to left"),
        ("bell\x07 and null\x00", "bell and null"),
        ("one\r\ntwo\rthree\u2028four", "one\ntwo\nthree\nfour"),
        ("first \n\n second\n", "first\n\nsecond"),
        ("join\u200ded", "joined"),
    ],
)
def test_spelling(raw: str, clean: str) -> None:
    assert normalise(raw) == clean


@pytest.mark.parametrize(
    "text",
    [
        "He said yes. . Then no.",
        "the the minister , who left",
        "(a) A list (b) of items..",
        "“Quoted” – it’s his…",
        "Voldymir Zelensky, Hegses",
        "½ price at 10 €",
    ],
)
def test_faults_and_typography_stay(text: str) -> None:
    assert normalise(text) == text


def test_joiners_stay_where_they_shape_what_is_read() -> None:
    family, persian = "👩\u200d👧", "می\u200cخواهم"
    assert normalise(family) == family
    assert normalise(persian) == persian


@given(ODD)
@example("e\u200b\u0301")
@example("\u0627\u200d\u200d\u0627")
@example(" \u0301")
def test_idempotent(text: str) -> None:
    once = normalise(text)
    assert normalise(once) == once


@given(ODD)
def test_result_is_nfc_with_plain_spaces_only(text: str) -> None:
    clean = normalise(text)
    assert unicodedata.is_normalized("NFC", clean)
    assert not [c for c in clean if unicodedata.category(c) in {"Cc", "Zs", "Zl", "Zp", "Cs"} and c not in "\n "]
    assert "  " not in clean
    assert clean.strip(" \n") == clean
