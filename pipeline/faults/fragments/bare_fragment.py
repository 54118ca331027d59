"""A very short sentence without a verb, or one that says nothing, behind a whole one."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from pipeline.faults.rule import Context, Example, leaves
from pipeline.model.document import Document
from pipeline.model.proposal import Fault, Proposal
from pipeline.text.words import word_set

# From a full stop to the next one lie at most three plain words: no name with a dot, no figure, no quotation.
_SHORT = re.compile(r"(?<=[a-z’'%\d)]\.) (?P<s>(?P<first>[A-Z][a-z]+)(?: [a-z-]{2,}){1,4}\.)(?=\s|\Z)")
_SAID = (
    "stipulated|added|noted|reported|mentioned|specified|emphasi[sz]ed|indicated|stated|said|clarified|informed|underlined"
    "|explained|stressed|pointed out|provided for|foreseen|envisaged|prescribed|recalled|highlighted|recorded|known"
)
# A verb of saying that says nothing: what was stipulated stands in another sentence.
_STUB = re.compile(rf"(?:It|This|That) (?:is|was|has|had|will)(?: also)?(?: been| be)?(?: also)? (?:{_SAID})\.")
_MOST = 3
_SUBJECTS = word_set("It This That There Nothing")
_LEADS = word_set(
    "Not As Further With Without In Except Then Better Only Also From For At By On Of To Under After Before Until "
    "Despite Due Among Between During Against"
)
_NOUNS = word_set("The A An Its Their His Her")
_VERBS = word_set(
    "is are was were be been has have had do does did will would can could shall should may might must said went "
    "came got made took gave saw knew found told became left felt put began kept held stood heard let meant set "
    "met ran paid sat lay led grew lost fell sent built broke spent cut rose won hurt cost fought hit sold shut "
    "burst quit shed spread sank sang shook slept spoke stole stuck swung tore woke wore wrote drove flew fled "
    "froze hung hid"
)
_CLOSED = re.compile(r"’(?!\w)")
_PRONOUNS = word_set("i he she it we you they who")
_BEFORE_PARTICIPLES = word_set("Not As Further Only")
_NO_VERB = "the sentence has no subject and no verb"
_IDIOMS = word_set("course fact short order addition return turn particular general conclusion")


def _shows(text: str, flag: str) -> Example:
    return Example(text, text, (flag,))


@dataclass(frozen=True, slots=True)
class BareFragment:
    """Two or three words behind a whole sentence that have no verb ("With difficulty.") or whose verb says nothing
    without more ("It is recorded."): a piece of the sentence before, or of one that was lost. Pointed at."""

    id: str = "fragment.bare"
    fault: Fault = Fault.FRAGMENT
    examples: tuple[Example, ...] = (
        _shows("It cost a lot. With difficulty. He paid.", "With difficulty."),
        _shows("Allies must help. It has also been stipulated.", "It has also been stipulated."),
        _shows("The fair opens in May. It is recorded.", "It is recorded."),
        _shows("They dug a well. The place open.", "The place open."),
        _shows("It was put off. Rain and war.", "Rain and war."),
        leaves("Who left? Not the mayor. The rest stayed. Of course."),
        leaves("‘We paid it,’ she said. ‘He left. Without a word. I stayed.’"),
        leaves("“He left. Without a word. I stayed,” she said."),
        leaves("The house burned.\nWithout a word."),
        leaves("The mayor of St. Paul left. The city voted."),
    )

    def find(self, document: Document, context: Context) -> Iterator[Proposal]:
        for match in _SHORT.finditer(document.text):
            evidence = _evidence(match["s"], match["first"])
            if evidence is not None and not _is_spoken(document.text, match.start("s")):
                place = document.anchor(*match.span("s"))
                yield Proposal(place, (), self.fault, self.id, 0.75, evidence)


def _evidence(sentence: str, first: str) -> str | None:
    rest = sentence.rstrip(".").split(" ")[1:]
    if _STUB.fullmatch(sentence) is not None or (first in _SUBJECTS and len(rest) < _MOST):
        return "the sentence does not say what it is about: it belongs to the one before it, or to one that was lost"
    if len(rest) >= _MOST or any(word in _VERBS or word in _PRONOUNS for word in rest):
        return None
    if rest[-1].endswith("ed"):  # "Not confirmed.": a participle; "The crowd cheered.": a verb
        return _NO_VERB if first in _BEFORE_PARTICIPLES else None
    if first in _LEADS:
        return None if rest[-1] in _IDIOMS else _NO_VERB
    if (first in _NOUNS and len(rest) == 2 and not rest[-1].endswith("s")) or rest[:-1] == ["and"]:
        return "the sentence has no verb"
    return None


def _is_spoken(text: str, at: int) -> bool:
    """Whether a quotation is open here: people speak in pieces."""
    start = max(text.rfind("\n", 0, at) + 1, at - 2000)
    single = text.rfind("‘", start, at)
    return (
        text.count('"', start, at) % 2 == 1
        or text.count("“", start, at) > text.count("”", start, at)
        or (single >= 0 and _CLOSED.search(text, single, at) is None)
    )
