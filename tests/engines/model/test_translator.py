"""The CTranslate2 adapter on a real model that is made here."""

from __future__ import annotations

from pathlib import Path

import pytest

pytest.importorskip("ctranslate2", reason="the extra `model` is not installed")
pytest.importorskip("sentencepiece", reason="the extra `model` is not installed")

from pipeline.engines.model.config import ModelConfig
from pipeline.engines.model.opening import open_backend
from pipeline.engines.model.protocol import Backend, Choice, Rewriting
from pipeline.model.errors import EngineError
from tests.engines.model import tiny_translator
from tests.engines.model.sealing import seal


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tiny_translator.make(tmp_path_factory.mktemp("translator"))


@pytest.fixture(scope="module")
def backend(folder: Path) -> Backend:
    return open_backend(ModelConfig(directory=folder))


def test_it_rewrites_the_words_that_it_knows(backend: Backend) -> None:
    asked = Rewriting("The minister gave informations to the press.", (), ())
    assert backend.answer(asked) == "The minister gave information to the press."
    assert backend.answer(Rewriting("The minister gave information to the press.", (), ())) is None


def test_words_that_it_does_not_know_keep_the_sentence(backend: Backend) -> None:
    assert backend.answer(Rewriting("The minister gave informations to Zelenskyy.", (), ())) is None


def test_it_chooses_the_likelier_wording(backend: Backend) -> None:
    wrong = "The minister gave informations to the press."
    assert backend.answer(Choice(wrong, 18, 30, ("advice", "information"), "")) == "information"
    right = "The minister gave information to the press."
    assert backend.answer(Choice(right, 18, 29, ("advice", "informations"), "")) is None


@pytest.mark.parametrize("text", ["the " * 400, "", "\u0000", "☃"])
def test_a_strange_sentence_is_kept(backend: Backend, text: str) -> None:
    assert backend.answer(Rewriting(text, (), ())) is None


def test_the_same_bytes_have_the_same_id(backend: Backend, tmp_path: Path) -> None:
    again = open_backend(ModelConfig(directory=tiny_translator.make(tmp_path / "again")))
    assert again.id == backend.id
    other = open_backend(ModelConfig(directory=tiny_translator.make(tmp_path / "other", {"▁the": "▁The"})))
    assert other.id != backend.id


def test_a_model_that_is_cut_short_is_refused(tmp_path: Path) -> None:
    folder = tiny_translator.make(tmp_path)
    whole = (folder / "model.bin").read_bytes()
    (folder / "model.bin").write_bytes(whole[: len(whole) // 2])
    with pytest.raises(EngineError, match=r"model\.bin is not the file"):
        open_backend(ModelConfig(directory=folder))
    seal(folder, {"kind": "ctranslate2", "licence": "Apache-2.0"})
    with pytest.raises(EngineError, match="cannot be loaded"):
        open_backend(ModelConfig(directory=folder))
