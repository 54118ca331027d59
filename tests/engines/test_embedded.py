from __future__ import annotations

import sys
import time
from concurrent.futures import ThreadPoolExecutor

import pytest

from pipeline.engines.embedded import PACKAGES, SPELLER, Embedded
from pipeline.engines.protocol import Alarm
from pipeline.model.errors import EngineError

FAULTY = "Déjà vu: 😀 the the minister said. She can heard it."
ODD = {
    "nothing": "",
    "spaces": " \n\t \n",
    "controls": "\x00\x01\x02 the the \x7f end",
    "half a pair": "a \ud800 b the the cat",
    "one word": "a" * 20_000,
    "brackets": "( " * 10_000,
    "quotes": '"' * 5_000,
    "abbreviations": "Mr. " * 5_000,
    "other script": "Министр сказал. " * 1_000,
    "emoji": "😀" * 5_000,
}


def test_places_are_code_points(embedded: Embedded) -> None:
    (alarms,) = embedded.check([FAULTY])
    assert [(alarm.rule, FAULTY[alarm.start : alarm.end]) for alarm in alarms] == [
        ("ENGLISH_WORD_REPEAT_RULE", "the the"),
        ("MD_BASEFORM", "heard"),
    ]
    assert [alarm.replacements for alarm in alarms] == [("the",), ("hear",)]


def test_texts_do_not_see_one_another(embedded: Embedded) -> None:
    texts = [FAULTY, "", "Nothing is wrong here.", f"Nothing is wrong here.\n\n{FAULTY}"]
    first, none, right, second = embedded.check(texts)
    assert (none, right) == ((), ())
    moved = len(texts[3]) - len(FAULTY)
    assert [(a.start + moved, a.end + moved, a.rule) for a in first] == [(a.start, a.end, a.rule) for a in second]
    assert embedded.check([FAULTY]) == [first]


def test_rules_that_are_built_in_can_be_left_out_too(embedded: Embedded) -> None:
    text = 'He said "nothing more. the end.'
    assert {"UPPERCASE_SENTENCE_START", "EN_UNPAIRED_QUOTES"} <= {alarm.rule for alarm in embedded.check([text])[0]}
    quiet = Embedded(without=(SPELLER, "UPPERCASE_SENTENCE_START", "EN_UNPAIRED_QUOTES"))
    assert quiet.check([text]) == [()]


@pytest.mark.parametrize("name", list(ODD))
def test_odd_texts_end_well_and_soon(embedded: Embedded, name: str) -> None:
    text, began = ODD[name], time.process_time()
    (alarms,) = embedded.check([text])
    assert all(0 <= alarm.start < alarm.end <= len(text) for alarm in alarms)
    assert time.process_time() - began < 30


def test_time_grows_with_the_length(embedded: Embedded) -> None:
    def seconds(times: int) -> float:
        text, began = "the ministers met again and again in the town , " * times, time.process_time()
        embedded.check([text])
        return time.process_time() - began

    seconds(100)
    assert seconds(2000) < 20 * max(seconds(250), 0.05)  # eight times the length; 64 times without pieces


def test_threads_share_one_engine(embedded: Embedded) -> None:
    fresh = Embedded()
    with ThreadPoolExecutor(4) as pool:
        answers: list[list[tuple[Alarm, ...]]] = list(pool.map(fresh.check, [[FAULTY]] * 8))
    assert answers == [embedded.check([FAULTY])] * 8


def test_the_version_names_engine_and_data(embedded: Embedded) -> None:
    assert all(package in embedded.version for package in PACKAGES)


def test_a_missing_engine_says_how_to_install_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "lt_py", None)  # what Python itself does for a module that cannot be imported
    with pytest.raises(EngineError, match=r"not installed.*pip install 'newsmend\[engine\]'"):
        Embedded().check(["A text."])
