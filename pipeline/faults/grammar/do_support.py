"""A form of the verb that "did not" does not take."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from pipeline.faults.lexicon import is_common
from pipeline.faults.rule import Context, Example, leaves
from pipeline.model.document import Document
from pipeline.model.proposal import Fault, Proposal
from pipeline.text.words import word_set

_VERB = re.compile(
    r"\b(?P<do>[Dd](?:id|oes|o))(?: not|n['’]t) "
    r"(?P<between>(?:immediately|yet|even|also|really|want to|have to|need to) )?"
    r"(?P<verb>[a-z]{3,})(?= [a-z]|[.,;:]|\Z)"
)
_IRREGULAR = {
    "went": "go", "gave": "give", "took": "take", "saw": "see", "knew": "know", "wrote": "write", "spoke": "speak",
    "began": "begin", "chose": "choose", "fell": "fall", "grew": "grow", "thought": "think", "brought": "bring",
    "bought": "buy", "taught": "teach", "caught": "catch", "sent": "send", "spent": "spend", "built": "build",
    "lost": "lose", "met": "meet", "paid": "pay", "sold": "sell", "told": "tell", "said": "say", "became": "become",
    "made": "make", "kept": "keep", "felt": "feel", "held": "hold", "understood": "understand", "was": "be",
}  # fmt: skip
# Adjectives and nouns that end like verbs and stand where a verb is left out: "he did not, indeed".
_NO_VERB = word_set(
    "indeed need feed heed speed exceed proceed succeed bleed breed embed shed perhaps always this his its us "
    "less as is was has does goes"
)


@dataclass(frozen=True, slots=True)
class DoSupport:
    """A past or third-person form after "did not" or "does not" ("did not responded"): English has the plain form.
    People slip as well ("did not held"), so the plainest case is held."""

    id: str = "grammar.do-support"
    fault: Fault = Fault.GRAMMAR
    examples: tuple[Example, ...] = (
        Example("He did not immediately responded.", "He did not immediately respond."),
        Example("The law does not exists yet, and they didn't planned it.",
                "The law does not exist yet, and they didn't plan it."),
        Example("They did not went home.", "They did not go home."),
        leaves("They did not need it, and the law does not discuss or address this."),
        leaves("He does not embed it; he did not proceed."),
        leaves("The plans they do not like changed."),
    )  # fmt: skip

    def find(self, document: Document, context: Context) -> Iterator[Proposal]:
        for match in _VERB.finditer(document.text):
            verb, plain = match["verb"], _plain(match["verb"], match["do"].lower())
            if plain is not None:
                evidence = f"after '{match['do'].lower()} not' the verb is '{plain}', not '{verb}'"
                place = document.anchor(*match.span("verb"))
                sure = match["do"].lower() == "does" or match["between"] is not None
                yield Proposal(place, (plain,), self.fault, self.id, 0.98 if sure else 0.95, evidence)


def _plain(verb: str, auxiliary: str) -> str | None:
    """The plain form, where the word is one of the other forms of an everyday verb and nothing else."""
    if verb in _NO_VERB:
        return None
    if verb in _IRREGULAR:
        return _IRREGULAR[verb] if auxiliary == "did" else None
    if verb.endswith("ed"):
        return _stem(verb[:-2], verb[:-1])
    if verb.endswith("s") and not verb.endswith(("ss", "us", "is")) and auxiliary == "does":
        return _third(verb)
    return None


def _third(verb: str) -> str | None:
    if verb.endswith("ies"):
        return _usual(verb[:-3] + "y")
    if verb.endswith(("sses", "shes", "ches", "xes", "zzes")):
        return _usual(verb[:-2])
    return _usual(verb[:-1])


def _stem(short: str, with_e: str) -> str | None:
    """Of "responded" "respond", of "moved" "move", of "planned" "plan", of "tried" "try"."""
    if short.endswith("i"):
        return _usual(short[:-1] + "y")
    if len(short) > 3 and short[-1] == short[-2] and short[-1] not in "lsfz":
        return _usual(short[:-1])
    found = [word for word in (short, with_e) if is_common(word, 3.8)]
    return found[0] if len(found) == 1 else None


def _usual(word: str) -> str | None:
    return word if is_common(word, 3.8) else None
