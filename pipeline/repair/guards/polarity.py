"""Verbs that say which way it went are the same: raise and cut, win and lose, accept and reject."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib.resources import files

from pipeline.model.proposal import Fault
from pipeline.repair.guards.change import Change


@cache
def verbs() -> Mapping[str, str]:
    """Every form of every verb of the list, to its first form. Forms that are other words as well are not listed."""
    text = files("pipeline.repair.guards").joinpath("data", "polarity.tsv").read_text(encoding="utf-8")
    found: dict[str, str] = {}
    for line in text.splitlines()[1:]:
        for forms in line.split("\t")[:2]:
            lemma, *others = forms.split()
            found |= dict.fromkeys((lemma, *others), lemma)
    return found


def polarity(change: Change) -> str | None:
    """A verb of the list that is gone or new, in whatever form."""
    known = verbs()
    gone = {known[w] for w in change.gone if w in known}
    come = {known[w] for w in change.come if w in known}
    come -= {verb for verb in come if any(w.startswith(verb.removesuffix("e")) for w in change.gone)}  # "rised"
    gone -= {verb for verb in gone if any(known.get(w) == verb for w in change.come)}
    if gone == come or (change.only(Fault.NAME, Fault.CONSISTENCY) and not come):
        return None
    changed = sorted(gone ^ come)
    return f"the verb {changed[0]!r}"
