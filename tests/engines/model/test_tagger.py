"""The ONNX adapter on a real tagger that is made here."""

from __future__ import annotations

from pathlib import Path

import pytest

pytest.importorskip("onnx", reason="the extra `dev` is not installed")
pytest.importorskip("onnxruntime", reason="the extra `model` is not installed")
pytest.importorskip("tokenizers", reason="the extra `model` is not installed")

from pipeline.engines.model.config import ModelConfig
from pipeline.engines.model.opening import open_backend
from pipeline.engines.model.protocol import Backend, Choice, Rewriting
from pipeline.engines.model.tags import tagged
from pipeline.model.errors import EngineError
from tests.engines.model import tiny_tagger
from tests.engines.model.sealing import seal


@pytest.fixture(scope="module")
def backend(tmp_path_factory: pytest.TempPathFactory) -> Backend:
    return open_backend(ModelConfig(directory=tiny_tagger.make(tmp_path_factory.mktemp("tagger"))))


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("The minister gave informations to the press.", "The minister gave information to the press."),
        ("He gave a apple to a man.", "He gave an apple to a man."),
        ("The plan was very  very honest, he said.", "The plan was  very honest, he said."),
        ("He gave an apple.", None),
        ("Zelenskyy spoke.", None),
        ("", None),
        ("a apple " * 200, None),  # over max_length
    ],
)
def test_the_tags_become_a_sentence(backend: Backend, before: str, after: str | None) -> None:
    assert backend.answer(Rewriting(before, (), ())) == after


def test_it_chooses_only_what_its_tags_say(backend: Backend) -> None:
    assert backend.answer(Choice("He gave a apple.", 8, 9, ("the", "an"), "")) == "an"
    assert backend.answer(Choice("He gave a apple.", 8, 9, ("the", "one"), "")) is None


@pytest.mark.parametrize(
    ("tag", "after"),
    [
        ("KEEP", "He said"),
        ("$DELETE", "said"),
        ("$REPLACE_She", "She said"),
        ("$APPEND_also", "He also said"),
        ("APPEND_,", "He, said"),
        ("$TRANSFORM_CASE_LOWER", "he said"),
        ("$TRANSFORM_VERB_VB_VBZ", "He said"),
        ("$MERGE_SPACE", "He said"),
    ],
)
def test_tags_that_we_do_not_know_keep_the_word(tag: str, after: str) -> None:
    assert tagged(["He", "said"], ["", " "], [tag, "$KEEP"]) == after


def test_tags_and_model_must_belong_together(tmp_path: Path) -> None:
    with pytest.raises(EngineError, match="not as many tags"):
        open_backend(ModelConfig(directory=tiny_tagger.make(tmp_path, labels=7)))
    (tmp_path / "tags.json").write_text('["$KEEP", "$DELETE"]', encoding="utf-8")
    seal(tmp_path, {"kind": "onnx", "licence": "Apache-2.0"})
    found = open_backend(ModelConfig(directory=tmp_path))
    with pytest.raises(EngineError, match="answers in the shape"):
        found.answer(Rewriting("He said so.", (), ()))


@pytest.mark.parametrize("name", ["tagger.onnx", "tokenizer.json"])
def test_a_file_of_nonsense_is_refused(tmp_path: Path, name: str) -> None:
    folder = tiny_tagger.make(tmp_path)
    (folder / name).write_bytes(b"\x00nonsense")
    seal(folder, {"kind": "onnx", "licence": "Apache-2.0"})
    with pytest.raises(EngineError, match="cannot be loaded"):
        open_backend(ModelConfig(directory=folder))
