"""The mended sentence does not read worse: a language model and a parser may veto, and never detect."""

from __future__ import annotations

from pipeline.model.proposal import Fault
from pipeline.repair.fluency import Fluency, Syntax
from pipeline.repair.guards.change import Change

# log10 of the probability: a hundred times less likely. At 0.3 an n-gram model stops 47 % of the right edits that
# people made in translations, and 40 % of the wrong ones; at 2 it stops 1 % of the right repairs of planted faults, and
# 75 % of their opposites (docs/quality.md, "Fluency").
MARGIN = 2.0
# Neither reads what these change: rare names, capitals, spaces.
NOT_READ = frozenset({Fault.NAME, Fault.CONSISTENCY, Fault.CASE, Fault.PUNCTUATION})


def reads_worse(change: Change, fluency: Fluency | None, syntax: Syntax | None) -> str | None:
    """`change` is a whole sentence, or a long stretch of one."""
    if change.same_words or change.kinds <= NOT_READ:
        return None
    if fluency is not None and (gain := fluency.gain(change.before, change.after)) < -MARGIN:
        return f"the sentence to one that reads worse: {gain:+.2f} by {fluency.id}"
    if syntax is None:
        return None
    old, new = syntax.nulls(change.before), syntax.nulls(change.after)
    if old is None or new is None or new <= old:
        return None
    return f"the sentence to one that parses worse: {new} words without a link, {old} before, by {syntax.id}"
