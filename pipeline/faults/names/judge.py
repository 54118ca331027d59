"""How sure one may be that a word means a name: a small logistic model whose every weight can be read."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from pipeline.faults.names.evidence import Evidence

_ALONE_NEEDS, _TO_BE_SEEN = 0.93, 0.84  # nothing beside the word says who is meant: an editor must look
_ALIKE, _IN_COMPANY = 1.5, 0.95  # colleagues are named, somebody speaks, and it is the office's business
_SOMEBODY_ELSE = 0.6  # another first name stands before it
_MAY_BE_RIGHT = 0.3  # an accepted way to write the name, a plural, a people


# Where the effect of a figure bends: beyond each knot it has a weight of its own.
KNOTS: Mapping[str, tuple[float, ...]] = {
    "ratio": (0.8, 1.2, 1.6, 2.0),
    "margin": (0.0, 0.3, 0.6, 1.0),
    "edit share": (0.1, 0.15, 0.2, 0.3),
    "cost share": (0.3, 0.6, 1.0, 1.5),
    "letters": (0.5, 0.6, 0.7, 0.8, 0.9),
    "fame": (1.0, 1.5, 2.0, 2.5, 3.0, 3.5),
    "a known word": (1.0, 1.5, 2.0),
    "known variants": (1.0, 2.0),
    "partner shared": (0.5, 1.0, 1.5, 2.0),
    "partner frequency": (2.0, 3.0, 4.0, 5.0),
}


def bent(features: Mapping[str, float]) -> dict[str, float]:
    """The features, and by how much each figure is over each of its knots."""
    found = dict(features)
    for name, knots in KNOTS.items():
        value = features.get(name)
        if value is not None:
            for knot in knots:
                if value > knot:
                    found[f"{name} over {knot}"] = value - knot
    return found


@dataclass(frozen=True, slots=True)
class Model:
    """ln odds = bias + sum of weight x feature; figures bend at the knots."""

    bias: float
    weights: Mapping[str, float]

    def confidence(self, features: Mapping[str, float]) -> float:
        odds = self.bias + sum(self.weights.get(name, 0.0) * value for name, value in bent(features).items())
        return 1.0 / (1.0 + math.exp(-max(-30.0, min(30.0, odds))))


@dataclass(frozen=True, slots=True)
class Judge:
    """One model for each kind of case, trained by training/judge.py on real translations and on our own examples.

    "beside": another part of the name, or a title that fits, stands beside the unknown word; "word": the same, and the
    word is one of its own; "alone": nothing beside the word says who is meant; "rare": the same, and the word is a rare
    name of its own.
    """

    models: Mapping[str, Model]

    @classmethod
    def of(cls, data: Mapping[str, Any]) -> Judge:
        return cls({kind: Model(m["bias"], m["weights"]) for kind, m in data["models"].items()})

    def confidence(self, features: Mapping[str, float], *, known: bool) -> float:
        """The chance, 0 to 1, that the name is meant and the word is wrong."""
        kind = kind_of(features, known=known)
        confidence = self.models[kind].confidence(features)
        if kind == "alone" and features.get("colleagues") and features["ratio"] >= _ALIKE:
            confidence = max(confidence, _IN_COMPANY)
        elif kind == "alone" and (confidence < _ALONE_NEEDS or features.get("margin", 0.0) < 0.1):
            confidence = min(confidence, _TO_BE_SEEN)
        if features.get("another transliteration") or (features.get("another word") and not features.get("partner")):
            return min(confidence, _MAY_BE_RIGHT)
        if (
            kind in ("alone", "rare")
            and features.get("is person")
            and (features.get("stranger before") or features.get("of another trade"))
        ):
            return min(confidence, _SOMEBODY_ELSE)
        return confidence


def kind_of(features: Mapping[str, float], *, known: bool) -> str:
    """Which model rules on the case."""
    has_company = bool(features.get("partner") or features.get("title fits"))
    if known:
        return "word" if has_company else "rare"
    return "beside" if has_company else "alone"


@dataclass(frozen=True, slots=True)
class Verdict:
    """The likeliest name, how sure, and whether another name may be meant as well."""

    evidence: Evidence
    confidence: float
    tied: bool
