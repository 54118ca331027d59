"""The real LanguageTool: always in CI, elsewhere where it is installed (`newsmend languagetool install`)."""

from __future__ import annotations

import itertools
from concurrent.futures import ThreadPoolExecutor

import pytest

from pipeline.engines.languagetool.client import SPELLER, LanguageTool
from pipeline.engines.languagetool.install import VERSION
from pipeline.engines.protocol import Alarm, Engine
from pipeline.model.errors import EngineError
from tests.cli.test_cli import newsmend

TEXTS = [
    "The minister have visited an hospital. The the talks went on , he said.",
    "",
    "Harbour 🎉 fest\nThe 🎉🎉 crews recieved an prize.\n\n\n𝐍𝐞𝐰𝐬: the the end 🎉",
    # each of these would be another's alarm, were it not for ACROSS_TEXTS
    "He said: “We will stay. The adviser left (at last. Thank you for it. Thank you for all. He left early. He slept,",
    "and they left. The advisor came.” It was late). Thank you for this. Moreover, he ate.",
    "Moreover, he left, the adviser said. Thank you for that. Thank you for coming.",
    "Half of a pair \ud83c and a NUL \x00 with an car.",
]


def marked(text: str, alarms: tuple[Alarm, ...]) -> dict[str, str]:
    return {alarm.rule: text[alarm.start : alarm.end] for alarm in alarms}


@pytest.fixture(scope="session")
def engine(languagetool: str) -> LanguageTool:
    return LanguageTool(languagetool, without=())


def test_it_finds_faults_at_their_places(engine: Engine) -> None:
    found = [marked(text, alarms) for text, alarms in zip(TEXTS, engine.check(TEXTS), strict=True)]
    assert found[0]["EN_A_VS_AN"] == "an"
    assert found[0]["ENGLISH_WORD_REPEAT_RULE"] == "The the"
    assert found[0]["COMMA_PARENTHESIS_WHITESPACE"] == " ,"
    assert found[1] == {}
    assert found[2]["MORFOLOGIK_RULE_EN_US"] == "recieved"
    assert found[2]["EN_A_VS_AN"] == "an"
    assert found[2]["ENGLISH_WORD_REPEAT_RULE"] == "the the"
    assert found[6]["EN_A_VS_AN"] == "an"


def test_suggestions_come_best_first(engine: Engine) -> None:
    (alarm,) = [alarm for alarm in engine.check(["They recieved it."])[0] if alarm.category == "TYPOS"]
    assert (alarm.replacements[0], alarm.start, alarm.end) == ("received", 5, 13)


def test_spelling_is_off_unless_it_is_asked_for(languagetool: str, engine: Engine) -> None:
    with_spelling = engine.check(TEXTS)
    assert LanguageTool(languagetool).check(TEXTS) == [
        tuple(alarm for alarm in alarms if alarm.rule != SPELLER) for alarms in with_spelling
    ]
    assert any(alarm.rule == SPELLER for alarms in with_spelling for alarm in alarms)


def test_the_version_is_the_one_that_we_install(engine: Engine) -> None:
    assert engine.version.startswith(f"LanguageTool {VERSION} (")
    assert engine.version.endswith(", en-US")


def test_what_a_text_gets_does_not_depend_on_its_company(engine: Engine) -> None:
    alone = {text: engine.check([text])[0] for text in TEXTS}
    for pair in itertools.permutations(TEXTS, 2):
        assert engine.check(pair) == [alone[text] for text in pair]
    assert engine.check(TEXTS * 3) == [alone[text] for text in TEXTS * 3]


def test_the_size_of_a_request_changes_nothing(languagetool: str, engine: Engine) -> None:
    many = [f"{text}\n{text}" for text in TEXTS]
    assert LanguageTool(languagetool, without=(), batch=200).check(many) == engine.check(many)


def test_four_connections_at_once_say_the_same(languagetool: str, engine: Engine) -> None:
    with ThreadPoolExecutor(4) as pool:
        found = list(pool.map(lambda _: LanguageTool(languagetool, without=()).check(TEXTS), range(8)))
    assert found == [engine.check(TEXTS)] * 8


@pytest.mark.parametrize(
    "text", ["Привет, мир. " * 20, "中文" * 500, "\x00\x01\x1b[31m", "&amp;%00+=&text=x", "a" * 30_000]
)
def test_strange_texts_are_checked_in_peace(engine: Engine, text: str) -> None:
    for alarm in engine.check([text])[0]:
        assert 0 <= alarm.start < alarm.end <= len(text)


def test_a_language_that_the_server_lacks_is_said(languagetool: str) -> None:
    with pytest.raises(EngineError, match="'de-DE'"):
        LanguageTool(languagetool, language="de-DE").check(["Hallo."])


def test_status_names_the_server(languagetool: str) -> None:
    done = newsmend("languagetool", "status", NEWSMEND_LANGUAGETOOL_URL=languagetool)
    assert done.returncode == 0
    assert f"LanguageTool {VERSION} (" in done.stdout
    assert done.stderr == ""
