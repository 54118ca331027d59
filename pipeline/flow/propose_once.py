"""What the rules say of a text, asked once: copies of an article, and the next decision on it, get the same answer.

Rules are pure functions of the text and its context, so the answer may be kept; where it was printed is in neither.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Sequence
from threading import Lock

from pipeline.faults.rule import Context, Rule
from pipeline.flow.mend import propose
from pipeline.model.document import Document
from pipeline.model.errors import RuleFailure
from pipeline.model.proposal import Proposal

MOST = 256  # texts; the copies of a day's batch, and what a desk of reviewers has open

_known: OrderedDict[tuple[object, ...], tuple[Sequence[Rule], list[Proposal]]] = OrderedDict()
_lock = Lock()


def propose_once(
    document: Document, context: Context, asked: Sequence[Rule]
) -> tuple[list[Proposal], list[RuleFailure]]:
    """As `propose`; the answer for the same words, day, headline, style and rules is kept, unless a rule failed."""
    style = tuple(sorted(context.style.items()))
    key = (document.text, context.published, context.title, style, tuple(map(id, asked)))
    with _lock:
        if key in _known:
            _known.move_to_end(key)
            return list(_known[key][1]), []
    found, failures = propose(document, context, asked)
    if not failures:
        with _lock:
            _known[key] = asked, list(found)  # the rules are kept with it, so that their ids name them and no others
            while len(_known) > MOST:
                _known.popitem(last=False)
    return found, failures
