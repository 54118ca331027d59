from __future__ import annotations

import json
import logging
import random
from pathlib import Path

import pytest

from pipeline.flow.fluency.deployment import status_deployed
from pipeline.flow.fluency.files import CURRENT, current, locked, revert, versions
from pipeline.flow.fluency.gates import Gates
from pipeline.flow.fluency.in_use import fluency_in_use, syntax_in_use, witnesses
from pipeline.flow.fluency.train import train
from pipeline.fluency.installed import missing
from pipeline.model.errors import FluencyError
from pipeline.settings import load
from tests.fluency.conftest import absent
from tests.fluency.text import paragraphs

LOOSE = Gates(least_words=2_000)


@pytest.fixture(autouse=True)
def _installed(monkeypatch: pytest.MonkeyPatch) -> None:
    if gone := missing():
        absent(f"not installed: {', '.join(gone)}")
    monkeypatch.setattr("pipeline.flow.fluency.gates.LEAST_ORDER", 0.5)  # the demo's text is small


def trained(folder: Path, extra: str = "") -> Path:
    path = train(folder, [*paragraphs(), extra], "2026-11-24", gates=LOOSE, pieces=800).published
    assert path is not None
    return path


def test_train_again_and_back(tmp_path: Path) -> None:
    one = trained(tmp_path)
    assert train(tmp_path, paragraphs(), "2026-12-01", gates=LOOSE, pieces=800).published is None
    two = trained(tmp_path, "The new mayor opened a second library beside the old harbour bridge.")
    assert current(tmp_path) == two
    assert revert(tmp_path) == one
    assert current(tmp_path) == one
    assert revert(tmp_path) is None
    assert current(tmp_path) is None
    with pytest.raises(FluencyError, match="no fluency model is in use"):
        revert(tmp_path)


def test_too_few_words_change_nothing(tmp_path: Path) -> None:
    with pytest.raises(FluencyError, match=r"words gate.*100,000 are needed"):
        train(tmp_path, paragraphs(), "2026-11-24")
    assert versions(tmp_path) == []


def test_a_worse_model_changes_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    one = trained(tmp_path)
    rng = random.Random(3)
    words = [word for text in paragraphs() for word in text.split()]
    nonsense = [" ".join(rng.choices(words, k=12)) + "." for _ in range(500)]
    with monkeypatch.context() as patch:
        patch.setattr("pipeline.flow.fluency.gates.LEAST_ORDER", 0.8)
        with pytest.raises(FluencyError, match="order gate"):
            train(tmp_path, nonsense, "2026-12-01", gates=LOOSE, pieces=800)
    backwards = [" ".join(word[::-1] for word in text.split()).capitalize() for text in paragraphs()]
    with pytest.raises(FluencyError, match="perplexity gate"):
        train(tmp_path, backwards, "2026-12-01", gates=LOOSE, pieces=800)
    with pytest.raises(FluencyError, match="count gate"):
        train(tmp_path, list(paragraphs())[:80], "2026-12-01", gates=Gates(100), pieces=400)
    assert (current(tmp_path), versions(tmp_path)) == (one, [one])


def test_old_versions_go_and_the_one_before_stays(tmp_path: Path) -> None:
    made = [trained(tmp_path, f"The {word} opened a library beside the harbour.") for word in ("mayor", "king", "pope")]
    made.append(trained(tmp_path, "The judge opened a new school in the small town."))
    assert versions(tmp_path) == made[1:]


def test_only_one_trains_at_a_time(tmp_path: Path) -> None:
    with locked(tmp_path), pytest.raises(FluencyError, match="another training"):
        trained(tmp_path)


@pytest.mark.parametrize("text", ["", "{", "[]", '{"version": "../../x"}', '{"version": 3}', "\x00"])
def test_a_broken_pointer_is_named_and_costs_no_text(
    tmp_path: Path, text: str, caplog: pytest.LogCaptureFixture
) -> None:
    (tmp_path / CURRENT).write_text(text)
    settings = load({"NEWSMEND_FLUENCY": str(tmp_path)})
    with pytest.raises(FluencyError, match="does not name a version"):
        current(tmp_path)
    with caplog.at_level(logging.WARNING):
        assert fluency_in_use(settings) is None
        assert fluency_in_use(settings) is None
    assert len(caplog.records) == 1
    assert not status_deployed(settings).is_in_use


def test_the_model_in_use_is_the_newest(tmp_path: Path) -> None:
    settings = load({"NEWSMEND_FLUENCY": str(tmp_path)})
    assert witnesses(settings).said == ""
    trained(tmp_path)
    first = fluency_in_use(settings)
    assert first is not None
    assert first is fluency_in_use(settings)
    trained(tmp_path, "The new mayor opened a second library beside the old harbour bridge.")
    second = fluency_in_use(settings)
    assert second is not None
    assert second.id != first.id
    assert witnesses(settings).said == second.id
    assert second.id in status_deployed(settings).text


def test_link_grammar_is_off_by_default() -> None:
    assert syntax_in_use(load({})) is None


def test_without_kenlm_there_is_one_word_and_no_model(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    trained(tmp_path)
    monkeypatch.setattr("pipeline.fluency.installed.NEEDED", ("kenlm_is_not_here",))
    settings = load({"NEWSMEND_FLUENCY": str(tmp_path)})
    assert fluency_in_use(settings) is None
    assert "newsmend[fluency]" in caplog.text
    with pytest.raises(FluencyError, match="not installed"):
        trained(tmp_path)
    assert "not installed" in status_deployed(settings).text


def test_a_file_of_another_shape(tmp_path: Path) -> None:
    path = trained(tmp_path)
    note = json.loads((path / "model.json").read_text())
    (path / "model.json").write_text(json.dumps(note | {"before": "../.."}))
    with pytest.raises(FluencyError):
        revert(tmp_path)
