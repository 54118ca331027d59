"""The rules that read names, on their labelled repairs and traps, with another gazetteer."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from pipeline.faults.names.gazetteer import Gazetteer
from pipeline.faults.rule import Example, Rule
from pipeline.model.document import Document
from pipeline.model.errors import GazetteerError
from pipeline.repair.guard import guard
from pipeline.repair.policy import Policy
from pipeline.repair.resolve import resolve
from pipeline.repair.rewrite import rewrite

RulesOf = Callable[[Gazetteer], Iterable[Rule]]


def regressions(gazetteer: Gazetteer, rules_of: RulesOf) -> list[str]:
    """What the rules get wrong with this gazetteer: a repair of what was right, or another repair than the labelled.

    Raises:
        GazetteerError: a rule fails, so that nothing can be said.
    """
    found = []
    for rule in rules_of(gazetteer):
        for example in rule.examples:
            text = _mended(rule, example)
            if text != example.after:
                found.append(f"{rule.id}: {example.before!r} became {text!r}, {example.after!r} is right")
    return found


def _mended(rule: Rule, example: Example) -> str:
    document, context = Document("", example.before), example.context
    try:
        proposals = list(rule.find(document, context))
    except Exception as error:  # whatever a rule raises, it must not pass for "no regression"
        what = f"the regression gate cannot be asked: {rule.id} raised {type(error).__name__}: {error}"
        hint = "The old names stay. This is a fault of the rule: report it."
        raise GazetteerError(what, where="gazetteer refresh", hint=hint) from error
    return rewrite(document, guard(document, resolve(proposals, {}, Policy())))
