"""Engines beside our own rules: what is heard of them, and what becomes of a text where one is down."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from sqlalchemy import select

from pipeline.engines.allowed import read
from pipeline.engines.breaker import Breaker
from pipeline.engines.embedded import is_installed
from pipeline.engines.languagetool.client import LanguageTool
from pipeline.engines.protocol import Alarm, Engine
from pipeline.faults.rule import Context
from pipeline.flow import engines as use
from pipeline.flow.engines import Heard, engines_in_use, listen
from pipeline.flow.mend import mend
from pipeline.flow.mend_stored import mend_articles
from pipeline.flow.workplace import Workplace
from pipeline.model.document import Document
from pipeline.model.errors import UsageError
from pipeline.model.proposal import Fault
from pipeline.model.ruling import Outcome
from pipeline.repair.policy import Policy
from pipeline.settings import load
from pipeline.store import tables
from tests.store.samples import add_article

HEAD = "engine\trule\twhat\tprecision\tseen\n"
LIST = read(
    f"{HEAD}line\tSURE\tapply\t0.995\t200\nline\tHALF\thold\t0.99\t12\nline\tWEAK\tflag\t0.4\t50\nline\tSPELL\thold\t0.9\t50\n"
)
TEXT = "The minister said that Zelenksyy will to go, and nobody objected to the plan of the government."


class Line:
    """An engine that points at words."""

    id, version = "line", "7"

    def __init__(self, *alarms: tuple[str, str, str, tuple[str, ...]]) -> None:
        self._alarms = alarms

    def check(self, texts: Sequence[str]) -> list[tuple[Alarm, ...]]:
        return [tuple(self._alarm(text, *alarm) for alarm in self._alarms if alarm[0] in text) for text in texts]

    def _alarm(self, text: str, word: str, rule: str, category: str, replacements: tuple[str, ...]) -> Alarm:
        start = text.index(word)
        return Alarm(start, start + len(word), rule, category, "Is it right?", replacements)


def outcomes(heard: Heard) -> dict[str, float]:
    return {proposal.rule: proposal.confidence for proposal in heard.proposals}


def test_a_rule_may_do_what_the_list_says_and_no_more() -> None:
    engine = Line(
        ("will to go", "SURE", "GRAMMAR", ("will go",)),
        ("objected to", "HALF", "COLLOCATIONS", ("objected",)),
        ("plan of", "WEAK", "PUNCTUATION", ("plan for",)),
        ("nobody", "UNHEARD", "GRAMMAR", ("no one",)),
    )
    heard = listen(Document("", TEXT), [engine], LIST)
    assert outcomes(heard) == {"line.SURE": 0.995, "line.HALF": 0.96, "line.WEAK": 0.4}
    assert [p.replacements for p in heard.proposals] == [("will go",), ("objected",), ()]
    assert [p.fault for p in heard.proposals] == [Fault.GRAMMAR, Fault.PHRASE, Fault.PUNCTUATION]
    assert heard.said == f"line 7; allowed {LIST.fingerprint}"
    assert "line says: Is it right? (SURE; right in" in heard.proposals[0].evidence
    default = Policy().default
    assert heard.proposals[0].confidence >= default.apply_at > heard.proposals[1].confidence >= default.hold_at


def test_a_spelling_alarm_on_a_name_is_nobodys_edit() -> None:
    engine = Line(("Zelenksyy", "SPELL", "TYPOS", ("Zelensky",)), ("objected", "SPELL", "TYPOS", ("abjected",)))
    assert [p.anchor.quote for p in listen(Document("", TEXT), [engine], LIST).proposals] == ["objected"]


def test_the_same_words_are_no_repair() -> None:
    heard = listen(Document("", TEXT), [Line(("plan", "SURE", "GRAMMAR", ("plan",)))], LIST)
    assert [p.replacements for p in heard.proposals] == [()]


def test_an_engine_that_is_down_costs_only_itself(caplog: pytest.LogCaptureFixture) -> None:
    down = Breaker(LanguageTool("http://127.0.0.1:9"))  # the port that discards: nobody listens
    engines: list[Engine] = [down, Line(("will to go", "SURE", "GRAMMAR", ("will go",)))]
    for _ in range(5):
        heard = listen(Document("", TEXT), engines, LIST)
        assert outcomes(heard) == {"line.SURE": 0.995}
        assert heard.said.startswith("languagetool silent; line 7;")
    assert [record.levelname for record in caplog.records if "languagetool" in record.message] == ["WARNING"]


@pytest.mark.parametrize(
    ("value", "kinds"),
    [
        ("none", []),
        ("", []),
        ("embedded", ["embedded"]),
        (" embedded , LanguageTool,embedded", ["embedded", "languagetool"]),
    ],
)
def test_settings_name_the_engines(value: str, kinds: list[str]) -> None:
    env = {"NEWSMEND_ENGINES": value, "NEWSMEND_LANGUAGETOOL_URL": "http://127.0.0.1:9"}
    assert [engine.id for engine in engines_in_use(load(env))] == kinds


def test_the_process_has_one_of_each() -> None:
    settings = load({"NEWSMEND_ENGINES": "embedded"})
    assert engines_in_use(settings) is engines_in_use(load({"NEWSMEND_ENGINES": "embedded"}))


@pytest.mark.parametrize("value", ["grammarly", "none,embedded", "languagetool"])
def test_wrong_settings_are_a_clear_word(value: str) -> None:
    with pytest.raises(UsageError, match="NEWSMEND_ENGINES"):
        engines_in_use(load({"NEWSMEND_ENGINES": value}))


def test_texts_are_mended_with_the_engine(monkeypatch: pytest.MonkeyPatch) -> None:
    if not is_installed():
        pytest.skip("lingotweaker is not installed: pip install 'newsmend[engine]' brings it")
    text = "The minister said that she can heard the crowd, and that the government would answer soon."
    monkeypatch.setenv("NEWSMEND_ENGINES", "embedded")
    allowed = read(f"{HEAD}embedded\tMD_BASEFORM\thold\t0.8\t40\n")
    monkeypatch.setattr(use, "allow_list", lambda: allowed)
    ruling = next(r for r in mend(Document("", text), Context()).rulings if r.proposal.rule == "embedded.MD_BASEFORM")
    assert (ruling.outcome, ruling.replacement, ruling.proposal.anchor.quote) == (Outcome.HOLD, "hear", "heard")


def runs(place: Workplace) -> set[str]:
    with place.store.read() as conn:
        return set(conn.execute(select(tables.run.c.rules)).scalars())


def test_a_run_says_which_engines_answered(place: Workplace, monkeypatch: pytest.MonkeyPatch) -> None:
    with place.store.begin() as conn:
        ids = [add_article(conn, text=TEXT)]
    assert mend_articles(place, ids).changed > 0
    plain = runs(place)
    engines: list[Engine] = [Line(("minister", "SURE", "GRAMMAR", ("minister",)))]
    monkeypatch.setattr("pipeline.flow.mend_stored.engines_in_use", lambda settings: tuple(engines))
    assert mend_articles(place, ids).changed > 0
    assert mend_articles(place, ids).changed == 0
    engines[:] = [Breaker(LanguageTool("http://127.0.0.1:9")), *engines]
    assert mend_articles(place, ids).changed > 0
    marks = [rules.partition(" engines: ")[2].partition(";")[0] for rules in runs(place) - plain]
    assert sorted(marks) == ["languagetool silent", "line 7"]
    engines.clear()
    mend_articles(place, ids)  # the first mending stands again
    assert mend_articles(place, ids).changed == 0
    assert len(runs(place)) == len(plain) + 2
