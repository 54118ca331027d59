"""A model in a folder, from the configuration to a proposal."""

from __future__ import annotations

import logging
from collections.abc import Callable
from pathlib import Path

import pytest

pytest.importorskip("ctranslate2", reason="the extra `model` is not installed")
pytest.importorskip("onnx", reason="the extra `dev` is not installed")
pytest.importorskip("onnxruntime", reason="the extra `model` is not installed")

from pipeline.flow.model_backend import advise
from pipeline.model.document import Document
from pipeline.model.proposal import Fault, Proposal
from pipeline.repair.policy import Policy
from pipeline.settings import Settings, load
from tests.engines.model import tiny_tagger, tiny_translator

DOCUMENT = Document("https://news.test/1", "The minister gave informations to the press.")
FLAGGED = Proposal(DOCUMENT.anchor(18, 30), (), Fault.GRAMMAR, "t.rule", 0.6, "No plural.")


def settings(home: Path, folder: Path) -> Settings:
    return load({"NEWSMEND_HOME": str(home), "NEWSMEND_MODEL_DIR": str(folder)})


@pytest.mark.parametrize("make", [tiny_translator.make, tiny_tagger.make], ids=["ctranslate2", "onnx"])
def test_a_folder_is_a_backend(tmp_path: Path, make: Callable[[Path], Path]) -> None:
    folder = make(tmp_path / "model")
    advice = advise(DOCUMENT, [FLAGGED], Policy(), settings(tmp_path, folder))
    assert advice.proposals[0] == FLAGGED
    (added,) = advice.proposals[1:]
    assert (added.rule, added.replacements) == ("model.rewrite", ("information",))
    assert advice.said.split(":")[0] in added.evidence


def test_a_model_that_invents_a_figure_is_refused(tmp_path: Path) -> None:
    document = Document("", "He met ten people and twelve people.")
    flagged = Proposal(document.anchor(11, 17), (), Fault.GRAMMAR, "t.rule", 0.6, "why")
    folder = tiny_translator.make(tmp_path / "model", {"▁ten": "▁twelve"})
    advice = advise(document, [flagged], Policy(), settings(tmp_path, folder))
    assert advice.proposals == [flagged]
    assert advice.said  # it did answer


def test_a_broken_folder_costs_advice_only(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    (tmp_path / "model").mkdir()
    with caplog.at_level(logging.WARNING):
        for _ in range(3):
            advice = advise(DOCUMENT, [FLAGGED], Policy(), settings(tmp_path, tmp_path / "model"))
            assert (advice.proposals, advice.said) == ([FLAGGED], "")
    assert len(caplog.records) == 1
    assert "meta.json" in caplog.text
