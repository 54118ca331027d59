"""Bytes become text whatever the server says."""

from __future__ import annotations

import codecs

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.extract.charset import decode

RUSSIAN = "Переговоры в порту продолжались до вечера, сообщили чиновники. Ремонт займёт два года. " * 5
CHINESE = "港口谈判一直持续到晚上，官员说。东码头的修理需要两年时间。" * 5


@pytest.mark.parametrize(
    ("raw", "content_type", "text"),
    [
        (codecs.BOM_UTF8 + "café".encode(), "text/html; charset=iso-8859-1", "café"),
        (codecs.BOM_UTF16_LE + "café".encode("utf-16-le"), "", "café"),
        ("café".encode(), "text/html; charset=iso-8859-1", "café"),
        ("café – “so”".encode("cp1252"), "text/html; charset=ISO-8859-1", "café – “so”"),
        (b"<meta charset=windows-1251>" + RUSSIAN.encode("cp1251"), "", "<meta charset=windows-1251>" + RUSSIAN),
        (RUSSIAN.encode("koi8-r"), "text/html; charset=koi8-r", RUSSIAN),
        ("朱镕基".encode("gb18030"), "text/html; charset=gb2312", "朱镕基"),
        ("日本語の記事".encode("shift_jis"), "text/html; charset=Shift_JIS", "日本語の記事"),
        (b"caf\xe9 \x81", "text/html; charset=latin1", "café "),
    ],
)
def test_order_of_trust(raw: bytes, content_type: str, text: str) -> None:
    assert decode(raw, content_type) == text


@pytest.mark.parametrize(("text", "name"), [(RUSSIAN, "cp1251"), (CHINESE, "gb18030")])
def test_detected_where_nobody_says(text: str, name: str) -> None:
    assert decode(text.encode(name)) == text


def test_valid_utf8_wins_over_a_wrong_meta() -> None:
    raw = "<meta http-equiv=content-type content='text/html; charset=gb2312'>新华社".encode()
    assert decode(raw).endswith("新华社")


@pytest.mark.parametrize("name", ["no-such-charset", "undefined", "base64", "idna"])
def test_names_that_are_no_charsets_are_passed_over(name: str) -> None:
    assert "quay" in decode(b"the \xe9 quay", f"text/html; charset={name}")


@given(st.binary(max_size=300), st.text(max_size=20))
def test_never_fails(raw: bytes, name: str) -> None:
    assert isinstance(decode(raw, f"text/html; charset={name}"), str)
