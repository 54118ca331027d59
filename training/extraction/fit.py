"""Boosted trees from samples, and their form as JSON. The same samples give the same bytes."""

from __future__ import annotations

import json
import os
from collections.abc import Sequence
from pathlib import Path
from typing import Any

os.environ.setdefault("OMP_NUM_THREADS", "1")  # before numpy loads: sums in one order, so the same trees everywhere

import numpy as np
from sklearn.ensemble import HistGradientBoostingClassifier

from pipeline.extract.features import NAMES
from pipeline.extract.trees import SCALE
from training.extraction.pages import Sample

TREES, LEAVES, RATE, LEAST, SEED = 120, 31, 0.13, 40, 20261124
NEAR = 12  # blocks on both sides of the article; of the others one in FAR is taken, with that weight
FAR = 5
CHECKS = ((10, 1.4), (20, 1.9), (40, 2.4), (72, 2.8))  # after so many trees, a block this far from doubt is decided


def fit(samples: Sequence[Sample]) -> dict[str, Any]:
    """The trees as the JSON that pipeline.extract.trees reads."""
    parts = [_chosen(sample) for sample in samples]
    rows = np.array([row for part in parts for row in part[0]], dtype=np.float64)
    labels = np.array([label for part in parts for label in part[1]])
    weights = np.array([weight for part in parts for weight in part[2]])
    model = HistGradientBoostingClassifier(
        max_iter=TREES,
        learning_rate=RATE,
        max_leaf_nodes=LEAVES,
        min_samples_leaf=LEAST,
        l2_regularization=1.0,
        max_features=0.5,
        max_bins=127,
        early_stopping=False,
        random_state=SEED,
    ).fit(rows, labels, sample_weight=weights / weights.mean())
    return {
        "features": list(NAMES),
        "bias": _whole(float(model._baseline_prediction.ravel()[0])),
        "checks": [[number, _whole(margin)] for number, margin in CHECKS],
        "trees": [_node(predictors[0].nodes, 0) for predictors in model._predictors],
    }


def save(model: dict[str, Any], path: Path) -> None:
    """One tree a line, so that a change can be looked at."""
    head = json.dumps({key: value for key, value in model.items() if key != "trees"}, separators=(",", ":"))
    trees = ",\n".join(json.dumps(tree, separators=(",", ":")) for tree in model["trees"])
    path.write_text(f'{head[:-1]},\n"trees":[\n{trees}\n]}}\n', encoding="utf-8")


def _chosen(sample: Sample) -> tuple[list[list[float]], list[int], list[float]]:
    """All blocks near the article and a few of the others; each page weighs as the root of its words."""
    count = len(sample.labels)
    total = sum(max(1, words) ** 0.5 for words in sample.counts) ** 0.5
    rows, labels, weights = [], [], []
    for i in range(count):
        near = any(sample.labels[max(0, i - NEAR) : i + NEAR + 1])
        if near or i % FAR == 0:
            rows.append(sample.rows[i])
            labels.append(sample.labels[i])
            weights.append((1 if near else FAR) * max(1, sample.counts[i]) ** 0.5 / total)
    return rows, labels, weights


def _whole(margin: float) -> int:
    """Margins are whole numbers: their sum is the same in any order."""
    return round(margin * SCALE)


def _node(nodes: Any, index: int) -> Any:
    """[feature, threshold, left, right, mean] or the margin of a leaf; `mean` is for explanations."""
    node = nodes[index]
    if node["is_leaf"]:
        return _whole(float(node["value"]))
    return [
        int(node["feature_idx"]),
        float(f"{float(node['num_threshold']):.5g}"),
        _node(nodes, int(node["left"])),
        _node(nodes, int(node["right"])),
        _whole(float(node["value"])),
    ]
