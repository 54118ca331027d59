"""Trains the judge of pipeline/faults/names/judge.py.

    python -m training.judge --data MT_FOLDER [--judged FILE] --out pipeline/faults/names/data/judge.json

Learns from machine translations with references and from our own garbles and traps (training/examples/). `--judged`
names a file of (word, name, 1 or -1) lines: cases that an editor looked at where the reference itself is at fault (1)
or another accepted spelling is meant (-1: left out). Prints cross-validated figures.
"""

from __future__ import annotations

import argparse
import hashlib
import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
from sklearn.linear_model import LogisticRegression

from pipeline.faults.catalogue import embedded
from pipeline.faults.names.assembly import gatherer_of
from pipeline.faults.names.judge import IN_COMPANY, PLAUSIBLE, Model, bent, with_kind
from training.cases import RIGHT, UNCLEAR, WRONG, Case, translated, written

EXAMPLES = Path(__file__).parent / "examples"
KINDS = ("beside", "alone", "word", "rare")
FOLDS, PENALTY = 5, 10.0
TRAP_WEIGHT = 4.0  # a trap stands for many names that nobody wrote down
HUMAN_WEIGHT = 2.0  # human text is what the product must leave alone
SURE_PENALTY = 0.3
TOP = 0.5  # what may be applied is calibrated where it matters
CAPPED = ("another transliteration", "another word")  # the judge caps these by rule


def kept(cases: Sequence[Case]) -> list[Case]:
    """Each case once, without those on which the judge rules without the model."""
    seen: set[tuple[str, int, str]] = set()
    found = []
    for case in cases:
        key = (case.text, case.at, case.name)
        capped = case.features.get(CAPPED[0]) or (case.kind in ("alone", "rare") and case.features.get(CAPPED[1]))
        if key not in seen and not capped:
            seen.add(key)
            found.append(case)
    return found


def weights(cases: Sequence[Case]) -> np.ndarray[Any, Any]:
    """A garble that is seen often counts more than one seen once, but not as often as it is seen."""
    often = Counter((case.word, case.name, case.truth) for case in cases)
    own = [{"traps": TRAP_WEIGHT, "ref": HUMAN_WEIGHT}.get(case.origin, 1.0) for case in cases]
    return np.array([w * often[c.word, c.name, c.truth] ** -0.5 for w, c in zip(own, cases, strict=True)])


def table(cases: Sequence[Case], names: Sequence[str]) -> np.ndarray[Any, Any]:
    features = [bent(case.features) for case in cases]
    return np.array([[found.get(name, 0.0) for name in names] for found in features])


@dataclass(frozen=True, slots=True)
class Fitted:
    """A logistic model of figures that were scaled to at most 1, so that one penalty suits all."""

    model: LogisticRegression
    largest: np.ndarray[Any, Any]

    def confidence(self, cases: Sequence[Case], names: Sequence[str]) -> np.ndarray[Any, Any]:
        return np.asarray(self.model.predict_proba(table(cases, names) / self.largest)[:, 1])


def fit(cases: Sequence[Case], names: Sequence[str], penalty: float = PENALTY) -> Fitted:
    clear = [case for case in cases if case.truth != UNCLEAR]
    figures = table(clear, names)
    largest = np.maximum(np.abs(figures).max(axis=0), 1e-9)
    model = LogisticRegression(C=penalty, max_iter=5000)
    return Fitted(model.fit(figures / largest, [case.truth for case in clear], weights(clear)), largest)


def fold(group: str) -> int:
    return int(hashlib.sha256(group.encode()).hexdigest(), 16) % FOLDS


def cross_validated(
    cases: Sequence[Case], names: Sequence[str], groups: Sequence[str], penalty: float = PENALTY
) -> np.ndarray[Any, Any]:
    """The confidence in each case of models that saw nothing of its group."""
    confidence = np.zeros(len(cases))
    folds = np.array([fold(group) for group in groups])
    for number in range(FOLDS):
        model = fit([case for case, f in zip(cases, folds, strict=True) if f != number], names, penalty)
        mine = np.flatnonzero(folds == number)
        if len(mine):
            confidence[mine] = model.confidence([cases[i] for i in mine], names)
    return confidence


def report(kind: str, cases: Sequence[Case], confidence: np.ndarray[Any, Any]) -> None:
    """How many of the words are right, wrong and unclear at each level, the best case of each word only."""
    best: dict[tuple[str, int], int] = {}
    for i, case in enumerate(cases):
        key = (case.text, case.at)
        if key not in best or confidence[i] > confidence[best[key]]:
            best[key] = i
    chosen = list(best.values())
    whole = sum(cases[i].truth == RIGHT for i in chosen)
    print(f"{kind}: {len(cases):,} cases, {whole} garbles")
    for level in (0.99, 0.97, 0.95, 0.9, 0.85, 0.8, 0.7, 0.5, 0.3, 0.1):
        at = Counter((cases[i].origin, cases[i].truth) for i in chosen if confidence[i] >= level)
        right = sum(n for (_, truth), n in at.items() if truth == RIGHT)
        wrong = {origin: n for (origin, truth), n in at.items() if truth == WRONG}
        unclear = sum(n for (_, truth), n in at.items() if truth == UNCLEAR)
        print(f"  {level:.2f}: right {right}, wrong {wrong}, unclear {unclear}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True, help="folder with news/ and names/")
    parser.add_argument("--judged", type=Path, help="what an editor said of single cases")
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--show", type=int, default=0, help="print that many of the surest wrong cases of each kind")
    asked = parser.parse_args()
    gatherer = gatherer_of(embedded())
    lines = asked.judged.read_text(encoding="utf-8").splitlines() if asked.judged else []
    judged = {(line.split("\t")[0], line.split("\t")[1]): int(line.split("\t")[2]) for line in lines}
    cases = list(translated(asked.data, gatherer, judged))
    for name in ("garbles", "traps"):
        if (EXAMPLES / f"{name}.tsv").is_file():
            cases += written(EXAMPLES / f"{name}.tsv", gatherer)
    cases = kept(cases)
    data = {"version": 2, **trained(cases, asked.show)}
    asked.out.write_text(json.dumps(data, indent=1, sort_keys=True) + "\n", encoding="utf-8")


def trained(cases: Sequence[Case], most_shown: int) -> dict[str, Any]:
    """The models of each kind, and the model of what may be applied, which learns from what those find plausible."""
    names = sorted({feature for case in cases for feature in bent(case.features)} - set(CAPPED[:1]))
    models, plausible = {}, []
    for kind in KINDS:
        mine = [case for case in cases if case.kind == kind]
        confidence = cross_validated(mine, names, [case.sentence for case in mine])
        report(kind, mine, confidence)
        show(mine, confidence, most_shown)
        models[kind] = calibrated(fit(mine, names), mine, confidence, names)
        likely = [Model(models[kind]["bias"], models[kind]["weights"]).confidence(case.features) for case in mine]
        if kind in IN_COMPANY:
            plausible += [case for case, sure in zip(mine, likely, strict=True) if sure >= PLAUSIBLE]
    return {"models": models, "sure": sure_model(plausible, most_shown)}


def sure_model(plausible: Sequence[Case], most_shown: int) -> dict[str, Any]:
    """Which of the plausible ones in company are right.

    Learnt as if what people wrote were always right, slips as well.

    Tested on names that it did not see, since its use is on names that nobody has listed. The confidence of each kind
    is then set by what an editor said of the cases.
    """
    cases = [
        replace(case, features=with_kind(case.features, case.kind), truth=WRONG if case.origin == "ref" else case.truth)
        for case in plausible
    ]
    names = sorted({feature for case in cases for feature in bent(case.features)} - set(CAPPED[:1]))
    confidence = cross_validated(cases, names, [case.name for case in cases], SURE_PENALTY)
    report("sure", cases, confidence)
    show(cases, confidence, most_shown)
    return {**plain(fit(cases, names, SURE_PENALTY), names), "kinds": by_kind(plausible, confidence)}


def by_kind(cases: Sequence[Case], confidence: np.ndarray[Any, Any]) -> dict[str, list[float]]:
    found = {}
    for kind in IN_COMPANY:
        mine = [i for i, case in enumerate(cases) if case.kind == kind and confidence[i] >= TOP]
        slope, shift = platt([cases[i] for i in mine], confidence[mine])
        print(f"  {kind}: odds x {slope:.2f} {shift:+.2f}")
        found[kind] = [round(slope, 3), round(shift, 3)]
    return found


def calibrated(
    fitted: Fitted, cases: Sequence[Case], confidence: np.ndarray[Any, Any], names: Sequence[str]
) -> dict[str, Any]:
    """The model with its odds stretched so that cross-validated confidence is what it says."""
    slope, shift = platt(cases, confidence)
    print(f"  calibration: odds x {slope:.2f} {shift:+.2f}")
    return plain(fitted, names, slope, shift)


def plain(fitted: Fitted, names: Sequence[str], slope: float = 1.0, shift: float = 0.0) -> dict[str, Any]:
    """The weights of the figures as they are."""
    found = zip(names, fitted.model.coef_[0] / fitted.largest, strict=True)
    learned = {name: round(float(weight) * slope, 3) for name, weight in found if abs(weight) > 0.005}
    return {"bias": round(float(fitted.model.intercept_[0]) * slope + shift, 3), "weights": learned}


def platt(cases: Sequence[Case], confidence: np.ndarray[Any, Any]) -> tuple[float, float]:
    """Slope and shift of the odds that make the confidence what it says.

    Platt, "Probabilistic outputs for support vector machines" (1999): a logistic of the odds, with the folds' odds.
    """
    clear = [i for i, case in enumerate(cases) if case.truth != UNCLEAR]
    odds = np.log(np.clip(confidence[clear], 1e-6, 1 - 1e-6) / np.clip(1 - confidence[clear], 1e-6, 1 - 1e-6))
    truth = np.array([cases[i].truth for i in clear])
    scale = LogisticRegression(C=1e6).fit(odds.reshape(-1, 1), truth, weights([cases[i] for i in clear]))
    return float(scale.coef_[0][0]), float(scale.intercept_[0])


def show(cases: Sequence[Case], confidence: np.ndarray[Any, Any], most: int) -> None:
    """The surest cases that are not right, for an editor to look at."""
    seen: set[tuple[str, str]] = set()
    for i in np.argsort(-confidence):
        case = cases[i]
        if len(seen) >= most:
            break
        if case.truth != RIGHT and (case.word, case.name) not in seen:
            seen.add((case.word, case.name))
            around = case.text[max(0, case.at - 50) : case.at + 40].replace("\n", " ")
            print(f"    {confidence[i]:.3f} {case.origin} {case.truth} {case.word} -> {case.name} | {around}")


if __name__ == "__main__":
    main()
