"""A real ONNX tagger whose weights we set by hand: two tables, one for the word and one for the next word.

"a" before a word that begins with a vowel is REPLACE_an; "informations" is REPLACE_information; "very" before "very" is
DELETE; everything else is KEEP.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import onnx
import tokenizers
from onnx import TensorProto, helper, numpy_helper

from tests.engines.model.sealing import seal

TAGS = ["$KEEP", "$DELETE", "$REPLACE_an", "$REPLACE_information", "$TRANSFORM_VERB_VB_VBZ"]
WORDS = (
    "[UNK] a an the very minister gave informations information to press apple old man plan about honest said he . ,"
)
VOWELS = ("apple", "old", "an")


def make(folder: Path, *, labels: int = len(TAGS)) -> Path:
    """Writes the tagger, its tokenizer, its tags and `meta.json`."""
    folder.mkdir(parents=True, exist_ok=True)
    words = WORDS.split()
    tokenizer = tokenizers.Tokenizer(
        tokenizers.models.WordLevel({word: i for i, word in enumerate(words)}, unk_token="[UNK]")
    )
    tokenizer.save(str(folder / "tokenizer.json"))
    (folder / "tags.json").write_text(json.dumps(TAGS), encoding="utf-8")
    onnx.save(_graph(words), str(folder / "tagger.onnx"))
    thresholds = {"keep_bias": 0.05, "min_probability": 0.6}
    meta = {"kind": "onnx", "licence": "Apache-2.0", "labels": labels, "max_length": 64, "thresholds": thresholds}
    seal(folder, meta)
    return folder


def _graph(words: list[str]) -> onnx.ModelProto:
    """logits[t] = this[id of t] + following[id of t + 1]; the last word is followed by nothing."""
    this, following = np.zeros((len(words), len(TAGS)), np.float32), np.zeros((len(words), len(TAGS)), np.float32)
    this[:, 0] = 8
    this[words.index("a"), 2] = 5
    this[words.index("very"), 1] = 5
    this[words.index("informations"), 3] = 14
    for vowel in VOWELS:
        following[words.index(vowel), 2] = 7
    following[words.index("very"), 1] = 7
    start, axis = np.array([1], np.int64), np.array([1], np.int64)
    nodes = [
        helper.make_node("Gather", ["this", "input_ids"], ["own"], axis=0),
        helper.make_node("Gather", ["following", "input_ids"], ["all"], axis=0),
        helper.make_node("Slice", ["all", "start", "end", "axis"], ["later"]),
        helper.make_node("Pad", ["later", "pads"], ["shifted"]),
        helper.make_node("Add", ["own", "shifted"], ["logits"]),
    ]
    constants: dict[str, Any] = {
        "this": this,
        "following": following,
        "start": start,
        "axis": axis,
        "end": np.array([2**31], np.int64),
        "pads": np.array([0, 0, 0, 0, 1, 0], np.int64),
    }
    graph = helper.make_graph(
        nodes,
        "tagger",
        [helper.make_tensor_value_info("input_ids", TensorProto.INT64, [1, "n"])],
        [helper.make_tensor_value_info("logits", TensorProto.FLOAT, [1, "n", len(TAGS)])],
        [numpy_helper.from_array(value, name) for name, value in constants.items()],
    )
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=9)
    onnx.checker.check_model(model)
    return model
