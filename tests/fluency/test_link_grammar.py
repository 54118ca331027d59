from __future__ import annotations

from collections.abc import Iterator

import pytest

from pipeline.fluency.link_grammar import LinkGrammar, harmless
from pipeline.model.errors import FluencyError

WHOLE = "The cat sat on the mat."


@pytest.fixture(scope="module")
def parser(link_parser: str) -> Iterator[LinkGrammar]:
    parser = LinkGrammar(link_parser)
    yield parser
    parser.close()


def test_words_that_fit_nowhere_are_counted(parser: LinkGrammar) -> None:
    assert parser.nulls(WHOLE) == 0
    assert (parser.nulls("The president he said on Monday that.") or 0) > 0
    assert parser.id.startswith("Link Grammar 5")


@pytest.mark.parametrize(
    "hostile",
    ["!exit", "!file /etc/passwd", "% comment", "*The cat", ": x", "a\n!exit\nb", "\x00\x01a", "((((", "", "x" * 499,
     "word " * 60, "\ud800 x", "Привет мир.", "&quot; <unk> '; rm", "width set to 100003", "\\ a"],
)  # fmt: skip
def test_a_hostile_sentence_ends_nothing(parser: LinkGrammar, hostile: str) -> None:
    parser.nulls(WHOLE)
    before = parser._process
    parser.nulls(hostile)
    assert parser._process is before, "the program went on"
    assert parser.nulls(WHOLE) == 0


def test_a_dead_process_is_replaced(parser: LinkGrammar) -> None:
    parser.nulls(WHOLE)
    assert parser._process is not None
    parser._process.kill()
    parser._process.wait()
    assert parser.nulls(WHOLE) == 0


def test_a_program_that_hangs_is_ended(tmp_path: object, monkeypatch: pytest.MonkeyPatch) -> None:
    from pathlib import Path

    monkeypatch.setattr("pipeline.fluency.link_grammar.START_SECONDS", 1)
    program = Path(str(tmp_path)) / "slow-parser"
    program.write_text('#!/bin/sh\n[ "$1" = --version ] && exit 0\nexec sleep 60\n')
    program.chmod(0o755)
    parser = LinkGrammar(str(program), seconds=0.1)
    assert parser.nulls(WHOLE) is None
    assert parser._process is None


def test_what_is_missing_is_named() -> None:
    with pytest.raises(FluencyError, match="apt-get install link-grammar"):
        LinkGrammar("no-such-parser")


def test_commands_lose_their_mark() -> None:
    assert harmless("!exit") == "exit"
    assert harmless("... !!") is None
