"""How sure one may be that a word means a name: a small logistic model whose every weight can be read."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from pipeline.faults.names.evidence import Evidence

PLAUSIBLE = 0.3  # from here on the model of what may be applied has the last word
IN_COMPANY = ("beside", "word")
_TO_BE_SEEN = 0.84  # nothing beside the word says who is meant: an editor must look
_ALIKE, _AMONG_COLLEAGUES = 1.5, 0.97  # colleagues are named, somebody speaks, and it is the office's business
_PROVEN, _GARBLED, _CLEAR = 0.95, 0.7, 0.1  # two things say who is meant, and no other name is as close
_PLAIN = 0.5
_FEW = 0.5  # log10 of 1 + how many are known by the name beside it
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

    def odds(self, features: Mapping[str, float]) -> float:
        return self.bias + sum(self.weights.get(name, 0.0) * value for name, value in bent(features).items())

    def confidence(self, features: Mapping[str, float]) -> float:
        return chance(self.odds(features))


def chance(odds: float) -> float:
    """The chance, 0 to 1, of ln odds."""
    return 1.0 / (1.0 + math.exp(-max(-30.0, min(30.0, odds))))


@dataclass(frozen=True, slots=True)
class Judge:
    """One model for each kind of case, trained by training/judge.py on real translations and on our own examples.

    "beside": another part of the name, or a title that fits, stands beside the unknown word; "word": the same, and the
    word is one of its own; "alone": nothing beside the word says who is meant; "rare": the same, and the word is a rare
    name of its own. `sure` then weighs what is plausible: it learnt from those alone what an editor need not look at.
    """

    models: Mapping[str, Model]
    sure: Model
    kinds: Mapping[str, tuple[float, float]]  # slope and shift of the odds of `sure`, by kind

    @classmethod
    def of(cls, data: Mapping[str, Any]) -> Judge:
        models = {kind: Model(m["bias"], m["weights"]) for kind, m in data["models"].items()}
        sure = data["sure"]
        kinds = {kind: (slope, shift) for kind, (slope, shift) in sure["kinds"].items()}
        return cls(models, Model(sure["bias"], sure["weights"]), kinds)

    def likelihood(self, features: Mapping[str, float], *, known: bool) -> float:
        """How likely the name is meant, 0 to 1: ranks the names that a word may mean."""
        kind = kind_of(features, known=known)
        return self._capped(features, kind, self.models[kind].confidence(features))

    def confidence(self, features: Mapping[str, float], *, known: bool) -> float:
        """The chance, 0 to 1, that the name is meant and the word is wrong."""
        kind = kind_of(features, known=known)
        confidence = self.models[kind].confidence(features)
        if kind in IN_COMPANY and confidence >= PLAUSIBLE:
            slope, shift = self.kinds[kind]
            confidence = chance(slope * self.sure.odds(with_kind(features, kind)) + shift)
        return self._capped(features, kind, confidence)

    @staticmethod
    def _capped(features: Mapping[str, float], kind: str, confidence: float) -> float:
        if kind == "alone" and features.get("colleagues") and features["ratio"] >= _ALIKE:
            confidence = max(confidence, _AMONG_COLLEAGUES)
        elif kind == "alone":
            confidence = min(confidence, _TO_BE_SEEN)
        elif kind in IN_COMPANY and _is_proven(features, kind) and _is_close(features):
            confidence = max(confidence, _PROVEN)
        if features.get("another transliteration") or (features.get("another word") and not features.get("partner")):
            return min(confidence, _MAY_BE_RIGHT)
        if features.get("of another trade") and not features.get("title fits"):
            confidence = min(confidence, _SOMEBODY_ELSE)
        is_person_alone = kind in ("alone", "rare") and features.get("is person")
        if is_person_alone and features.get("stranger before"):
            return min(confidence, _SOMEBODY_ELSE)
        return confidence


def _is_proven(features: Mapping[str, float], kind: str) -> bool:
    """The office is held on that day; or the other name stands beside, and something else says the same."""
    if not features.get("partner"):
        return kind == "beside" and bool(features.get("title fits"))
    if kind == "word":
        is_only_theirs = features["partner shared"] < _FEW and features.get("a plain word")  # "Elon Mask"
        return bool(features.get("title fits") or is_only_theirs)
    return any(features.get(second) for second in ("title fits", "of the trade", "right form in article"))


def _is_close(features: Mapping[str, float]) -> bool:
    least = _PLAIN if features.get("a plain word") else _GARBLED  # nobody is called "Penny" after "Vice President Mike"
    return features["ratio"] >= least and features["margin"] >= _CLEAR


def with_kind(features: Mapping[str, float], kind: str) -> dict[str, float]:
    return {**features, f"kind {kind}": 1.0}


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
