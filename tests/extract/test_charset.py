"""Bytes become text whatever the server says."""

from __future__ import annotations

import codecs
from contextlib import suppress

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from pipeline.extract.charset import decode
from pipeline.extract.page import extract
from pipeline.model.errors import NotAnArticle
from tests.extract.support import page

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


# name of the codec: letters that it has, beside ASCII's
ALPHABETS = {
    "utf-8": "āčēģīķļņšūžȘț",
    "cp1252": "äöüßéèêçñøåæ“”‘’–—€…",
    "iso8859-2": "ąćęłńśźżčěřšžůőű",
    "cp1250": "ąćęłńśźżčěřšžůőű“”–",
    "iso8859-15": "äöüßéèêçñøåæ€šž",
    "cp1251": "абвгдежзийклмнопрстуфхцчшщъыьэюяёіїєґ«»—",
    "koi8-r": "абвгдежзийклмнопрстуфхцчшщъыьэюяё",
    "iso8859-7": "αβγδεζηθικλμνξοπρστυφχψως",
    "cp1254": "ğışçöüİĞŞ",
    "cp1255": "אבגדהוזחטיכלמנסעפצקרשת",
    "cp1256": "ابتثجحخدذرزسشصضطظعغفقكلمنهوي",
    "gb18030": "港口谈判一直持续到晚上官员说东码头的修理需要两年时间",
    "big5": "港口談判一直持續到晚上官員說東碼頭的修理需要兩年時間",
    "shift_jis": "日本語の記事はここにありますカタカナ",
    "euc_jp": "日本語の記事はここにありますカタカナ",
    "cp949": "항구회담은저녁까지계속되었다",
}
BOMS = {
    "utf-8": codecs.BOM_UTF8,
    "utf-16-le": codecs.BOM_UTF16_LE,
    "utf-16-be": codecs.BOM_UTF16_BE,
    "utf-32-le": codecs.BOM_UTF32_LE,
    "utf-32-be": codecs.BOM_UTF32_BE,
}
ASCII = "abcdefghijklmnopqrstuvwxyz ABC.,!?0123456789\n"


@st.composite
def encodable(draw: st.DrawFn) -> tuple[str, str]:
    """A codec's name, and a text that it can write."""
    name = draw(st.sampled_from(sorted(ALPHABETS)))
    return name, draw(st.text(st.sampled_from(ALPHABETS[name] + ASCII), min_size=1, max_size=200))


def is_utf8(raw: bytes) -> bool:
    try:
        raw.decode()
    except UnicodeDecodeError:
        return False
    return True


@settings(max_examples=300)
@given(encodable(), st.sampled_from(["{}", '"{}"', "'{}' ", "{}; x=y"]), st.booleans())
def test_the_header_tells_the_charset(case: tuple[str, str], form: str, upper: bool) -> None:
    name, text = case
    raw = text.encode(name)
    assume(name == "utf-8" or raw.isascii() or not is_utf8(raw))
    told = form.format(name.upper() if upper else name)
    assert decode(raw, f"text/html; charset={told}") == text


@settings(max_examples=300)
@given(
    encodable(),
    st.sampled_from(
        [
            '<meta charset="{}">',
            "<META CHARSET={}>",
            "<meta http-equiv='Content-Type' content='text/html; charset={}'>",
            "<!doctype html><html lang=x><head>\n<meta name=a content=b><meta charset = '{}' />",
        ]
    ),
    st.sampled_from(["", "text/html", "text/html; charset=no-such-charset"]),
)
def test_the_page_tells_the_charset(case: tuple[str, str], form: str, content_type: str) -> None:
    name, text = case
    body = form.format(name) + text
    raw = body.encode(name)
    assume(name == "utf-8" or raw.isascii() or not is_utf8(raw))
    assert decode(raw, content_type) == body


@given(
    st.text(st.characters(exclude_categories=["Cs"]), max_size=200),
    st.sampled_from(sorted(BOMS)),
    st.sampled_from(["", "text/html; charset=utf-8", "text/html; charset=koi8-r", "text/html; charset=base64"]),
)
def test_a_byte_order_mark_wins_over_everything(text: str, name: str, content_type: str) -> None:
    body = "<meta charset=windows-1251>" + text
    assert decode(BOMS[name] + body.encode(name), content_type) == body


@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=300), st.sampled_from(sorted(ALPHABETS)))
def test_utf8_is_utf8_whoever_says_what(text: str, name: str) -> None:
    assume(not text.startswith("\ufeff"))
    assume(not any(text.encode().startswith(mark) for mark in BOMS.values()))
    assert decode(text.encode(), f"text/html; charset={name}") == text


@settings(max_examples=40)
@given(st.permutations(RUSSIAN.split()), st.sampled_from(["cp1251", "koi8-r"]))
def test_russian_is_detected_where_nobody_says(parts: list[str], name: str) -> None:
    text = " ".join(parts)
    assert decode(text.encode(name)) == text


@settings(max_examples=40)
@given(st.permutations(CHINESE))
def test_chinese_is_detected_where_nobody_says(parts: list[str]) -> None:
    text = "".join(parts)
    assert decode(text.encode("gb18030")) == text


@settings(max_examples=300)
@given(
    encodable(),
    st.lists(st.tuples(st.integers(0, 400), st.binary(min_size=1, max_size=4)), max_size=6),
    st.sampled_from([*sorted(ALPHABETS), "utf-16", "utf-32", "utf-7", "hz", "iso2022_jp", "rot13", "punycode", "\x00"]),
    st.booleans(),
)
def test_undecodable_bytes_never_crash(
    case: tuple[str, str], broken: list[tuple[int, bytes]], named: str, in_page: bool
) -> None:
    name, text = case
    raw = bytearray(text.encode(name))
    for at, junk in broken:
        raw[at % (len(raw) + 1) : at % (len(raw) + 1)] = junk
    body = (f"<meta charset={named}>".encode() if in_page else b"") + bytes(raw)
    found = decode(body, "" if in_page else f"text/html; charset={named}")
    assert isinstance(found, str)
    found.encode("utf-8", "surrogatepass")
    with suppress(NotAnArticle):
        extract(page(body, content_type="text/html" if in_page else f"text/html; charset={named}"))
