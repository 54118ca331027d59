"""A real CTranslate2 model whose weights we set by hand: it copies a sentence, and swaps some words for others.

Each token is a one-hot vector in the first half of the space, each position one in the second. The decoder asks at each
position for the source token of the same position, and the value matrix turns wrong words into right ones.
"""

from __future__ import annotations

import io
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import ctranslate2.specs as specs
import numpy as np
import sentencepiece

from tests.engines.model.sealing import seal

LONGEST = 48
SWAPS = {"▁informations": "▁information", "▁advices": "▁advice", "▁ten": "▁twelve"}
TEXT = (
    "The minister gave informations to the press. The minister gave information to the press on Monday. "
    "She asked for advices and advice. He met ten people and twelve people. Good advice helps. It rains in the north."
)
_SHARP = 60.0


def make(folder: Path, swaps: Mapping[str, str] = SWAPS) -> Path:
    """Writes the model, its tokenizer and `meta.json`."""
    folder.mkdir(parents=True, exist_ok=True)
    pieces = _pieces(folder)
    _spec(pieces, swaps).save(str(folder))
    seal(folder, {"kind": "ctranslate2", "licence": "Apache-2.0", "max_length": LONGEST})
    return folder


def _pieces(folder: Path) -> list[str]:
    model = io.BytesIO()
    words = sorted(set(TEXT.split()))
    sentencepiece.SentencePieceTrainer.train(
        sentence_iterator=iter([TEXT]),
        model_writer=model,
        model_type="word",
        vocab_size=len(words) + 3,
        hard_vocab_limit=False,
        minloglevel=2,
    )
    (folder / "spiece.model").write_bytes(model.getvalue())
    processor = sentencepiece.SentencePieceProcessor(model_proto=model.getvalue())
    return [processor.id_to_piece(i) for i in range(processor.get_piece_size())]


def _spec(pieces: list[str], swaps: Mapping[str, str]) -> Any:
    """Pre-norm with no last norm: the residual carries token and position untouched."""
    count, depth = len(pieces), len(pieces) + LONGEST
    spec = specs.TransformerSpec.from_config(1, 1, pre_norm=True, no_final_norm=True)
    positions = np.zeros((LONGEST, depth), np.float32)
    positions[:, count:] = np.eye(LONGEST)
    embeddings = np.zeros((count, depth), np.float32)
    embeddings[:, :count] = np.eye(count)
    for side in (spec.encoder, spec.decoder):
        side.scale_embeddings = False
        side.position_encodings.encodings = positions
        layer = side.layer[0]
        _still(layer.self_attention, depth)
        _norm(layer.ffn.layer_norm, depth)
        layer.ffn.linear_0.weight = np.zeros((1, depth), np.float32)
        layer.ffn.linear_0.bias = np.zeros(1, np.float32)
        layer.ffn.linear_1.weight = np.zeros((depth, 1), np.float32)
        layer.ffn.linear_1.bias = np.zeros(depth, np.float32)
    spec.encoder.embeddings[0].weight = embeddings
    spec.decoder.embeddings.weight = embeddings
    _look(spec.decoder.layer[0].attention, pieces, swaps, depth)
    spec.decoder.projection.weight = embeddings.copy()
    spec.decoder.projection.bias = np.zeros(count, np.float32)
    spec.config.decoder_start_token, spec.config.bos_token = "<s>", "<s>"
    spec.config.eos_token, spec.config.unk_token = "</s>", "<unk>"
    spec.register_source_vocabulary(pieces)
    spec.register_target_vocabulary(pieces)
    spec.validate()
    spec.optimize()
    return spec


def _norm(norm: Any, depth: int) -> None:
    norm.gamma, norm.beta = np.ones(depth, np.float32), np.zeros(depth, np.float32)


def _still(attention: Any, depth: int) -> None:
    _norm(attention.layer_norm, depth)
    attention.linear[0].weight = np.zeros((3 * depth, depth), np.float32)
    attention.linear[0].bias = np.zeros(3 * depth, np.float32)
    attention.linear[1].weight = np.zeros((depth, depth), np.float32)
    attention.linear[1].bias = np.zeros(depth, np.float32)


def _look(attention: Any, pieces: list[str], swaps: Mapping[str, str], depth: int) -> None:
    """Queries and keys are positions; values are tokens, after the swaps."""
    count = len(pieces)
    _norm(attention.layer_norm, depth)
    place = np.zeros((depth, depth), np.float32)
    place[count:, count:] = np.eye(LONGEST)
    swapped = np.zeros((depth, depth), np.float32)
    for index, piece in enumerate(pieces):
        swapped[pieces.index(swaps.get(piece, piece)), index] = _SHARP
    attention.linear[0].weight = place * _SHARP
    attention.linear[0].bias = np.zeros(depth, np.float32)
    attention.linear[1].weight = np.concatenate([place, swapped])
    attention.linear[1].bias = np.zeros(2 * depth, np.float32)
    attention.linear[2].weight = np.eye(depth, dtype=np.float32)
    attention.linear[2].bias = np.zeros(depth, np.float32)
