from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.fetch.sources import load_source, load_sources
from pipeline.model.errors import SourceError

GOOD = """\
# a comment
id: one
name: One
home: https://www.example.com/en/
feeds:
  - /rss.xml
  - atom.xml
  - https://feeds.example.org/x
translated: yes
selectors:
  body: ['div.text > p', 'article']
style:
  kyiv: Kyiv
tested: 2026-11-23
"""
ROOT = Path(__file__).parents[2]


def _write(tmp_path: Path, text: str, name: str = "one.yaml") -> Path:
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    return path


def test_a_good_file(tmp_path: Path) -> None:
    source = load_source(_write(tmp_path, GOOD), {})
    assert source.feeds == (
        "https://www.example.com/rss.xml",
        "https://www.example.com/en/atom.xml",
        "https://feeds.example.org/x",
    )
    assert (source.translated, source.tested, source.enabled, source.pace) == ("yes", "2026-11-23", True, 2.0)
    assert source.selectors.body == ("div.text > p", "article")
    assert source.style == {"kyiv": "Kyiv"}


@pytest.mark.parametrize("value", ["yes", "no", "unknown"])
def test_yes_and_no_stay_words(tmp_path: Path, value: str) -> None:
    text = f"id: one\nname: No\nhome: https://example.com\nlanguage: no\ntranslated: {value}\n"
    source = load_source(_write(tmp_path, text), {})
    assert (source.translated, source.language, source.name) == (value, "no", "No")


@pytest.mark.parametrize(
    ("wrong", "where", "words"),
    [
        (("  body:", "  boddy:"), ":11: selectors.boddy: ", "`body`"),
        (("translated: yes", "translatd: yes"), ":9: translatd: ", "`translated`"),
        (("translated: yes", "zzz: 1"), ":9: zzz: ", "Use one of: id"),
        (("translated: yes", "translated: maybe"), ":9: translated: ", "'yes', 'no' or 'unknown'"),
        (("https://www.example.com/en/", "www.example.com"), ":4: home: ", "https://www.example.com/"),
        (("https://www.example.com/en/", "https://u:p@example.com/"), ":4: home: ", "password"),
        (("  - atom.xml", "  - ftp://example.com/x"), ":7: feeds[2]: ", "no address"),
        (("  - atom.xml", "  -"), ":7: feeds[2]: ", "string"),
        (("'article'", "'p >'"), ":11: selectors.body[2]: ", "CSS selector"),
        (("translated: yes", "section_link: '(a'"), ":9: section_link: ", "regular expression"),
        (("translated: yes", "pace: fast"), ":9: pace: ", "number"),
        (("translated: yes", "pace: -1"), ":9: pace: ", "greater than or equal to 0"),
        (("translated: yes", "enabled: perhaps"), ":9: enabled: ", "true or false"),
        (("translated: yes", "sections: /world"), ":9: sections: ", "- "),
        (("translated: yes", "language: English!"), ":9: language: ", "code"),
        (("id: one", "id: One Two"), ":2: id: ", "lower-case"),
        (("id: one", "id: two"), ":2: id: ", "'one'"),
        (("name: One\n", ""), ":2: name: ", "missing"),
        (("translated: yes", "name: Two"), ":9: name: ", "twice"),
        (("translated: yes", "translated: [yes"), ":", "not YAML"),
        (("tested: 2026-11-23", "tested: yesterday"), ":14: tested: ", "date"),
        (("https://www.example.com/en/", "${HOME}/x"), ":4: home: ", "NEWSMEND_"),
        (("https://www.example.com/en/", "${NEWSMEND_URL}/x"), ":4: home: ", "NEWSMEND_URL is not set"),
    ],
)
def test_a_fault_is_named_with_its_line_and_field(
    tmp_path: Path, wrong: tuple[str, str], where: str, words: str
) -> None:
    assert wrong[0] in GOOD
    path = _write(tmp_path, GOOD.replace(*wrong, 1))
    with pytest.raises(SourceError) as caught:
        load_source(path, {})
    assert f"{path}{where}" in str(caught.value)
    assert words in str(caught.value)


@pytest.mark.parametrize("text", ["", "- a\n- b\n", "just words", "a: &x [1]\nb: *x\n", "\tid: x", "id: {a: b}\n"])
def test_what_is_no_source_file_at_all(tmp_path: Path, text: str) -> None:
    with pytest.raises(SourceError, match=r"one\.yaml:?"):
        load_source(_write(tmp_path, text), {})


def test_not_utf_8(tmp_path: Path) -> None:
    path = tmp_path / "one.yaml"
    path.write_bytes(b"name: \xff\xfe")
    with pytest.raises(SourceError, match="UTF-8"):
        load_source(path, {})


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="cannot be read"):
        load_source(tmp_path / "none.yaml", {})


def test_variables_come_from_the_mapping_only(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NEWSMEND_URL", "https://environment.example")
    path = _write(tmp_path, "id: one\nname: One\nhome: ${NEWSMEND_URL:-https://default.example}/x\n")
    assert load_source(path, {}).home == "https://default.example/x"
    assert load_source(path, {"NEWSMEND_URL": "https://given.example"}).home == "https://given.example/x"
    assert load_source(path, {"NEWSMEND_URL": ""}).home == "https://default.example/x"


def test_a_folder_is_sorted_by_id(tmp_path: Path) -> None:
    for name in ("b", "a", "c"):
        _write(tmp_path, f"id: {name}\nname: {name}\nhome: https://example.com\n", f"{name}.yaml")
    _write(tmp_path, "not: read", "README.md")
    assert [source.id for source in load_sources(tmp_path, {})] == ["a", "b", "c"]


def test_one_id_in_two_files(tmp_path: Path) -> None:
    for name in ("a.yaml", "a.yml"):
        _write(tmp_path, "id: a\nname: a\nhome: https://example.com\n", name)
    with pytest.raises(SourceError, match=r"taken by .*a\.yaml"):
        load_sources(tmp_path, {})


def test_no_folder(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="NEWSMEND_SOURCES"):
        load_sources(tmp_path / "none", {})


def test_the_sources_that_we_ship() -> None:
    sources = load_sources(ROOT / "sources", {})
    real = [source for source in sources if source.id != "demo"]
    assert len(real) >= 12
    assert [source.id for source in sources if source.enabled] == ["demo"]
    for source in real:
        assert source.tested is None
        assert source.pace >= 2
        assert source.feeds or source.sitemaps or source.sections
        assert "untested" in (ROOT / "sources" / f"{source.id}.yaml").read_text()


def test_warc_places_are_relative_to_the_file(tmp_path: Path) -> None:
    path = tmp_path / "a" / "news.yaml"
    path.parent.mkdir()
    path.write_text(
        "id: news\nname: N\nhome: https://news.test/\nwarc: [../crawls, /data/x.warc.gz, 's3://b/CC-NEWS/']\n"
    )
    assert load_source(path, {}).warc == (str(tmp_path / "crawls"), "/data/x.warc.gz", "s3://b/CC-NEWS/")


@pytest.mark.parametrize("place", ["https://data.test/x.warc.gz", "simplecache::s3://b/", "ftp://x/", "ssh://x/", ""])
def test_warc_places_that_are_no_folder_or_object_store_are_refused(tmp_path: Path, place: str) -> None:
    path = tmp_path / "news.yaml"
    path.write_text(f"id: news\nname: N\nhome: https://news.test/\nwarc: ['{place}']\n")
    with pytest.raises(SourceError, match="no folder of WARC files"):
        load_source(path, {})
