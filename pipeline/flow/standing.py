"""What this deployment has learned about its rules: how far each is trusted, and which are withdrawn."""

from __future__ import annotations

from sqlalchemy import Connection

from pipeline.faults.catalogue import rules
from pipeline.flow.workplace import Workplace, now
from pipeline.model.digest import digest
from pipeline.model.errors import UsageError
from pipeline.repair.policy import Policy
from pipeline.repair.trust import weight
from pipeline.store import rule_switches, trusts
from pipeline.store.rule_switches import RESTORED, WITHDRAWN, Switch


def in_force(conn: Connection) -> Policy:
    """The policy that mendings of this moment go by."""
    return Policy(trust=trusts.newest(conn), withdrawn=rule_switches.withdrawn(conn))


def learn_trust(place: Workplace) -> bool:
    """Counts the decisions anew; True where mendings go by another trust from now on.

    It is not done with each decision: the same day, mended in one go, goes by one trust.
    """
    with place.store.begin() as conn:
        counts = trusts.counted(conn)
        weights = {rule: weight(c.accepted, c.decided, c.claimed) for rule, c in counts.items()}
        return trusts.add(conn, {rule: w for rule, w in weights.items() if w < 1}, now())


def withdraw(place: Workplace, rule: str, actor: str, reason: str) -> Switch:
    """Nothing that the rule says is done any more, but for what a reviewer accepted; articles follow when remended.

    Raises:
        UsageError: there is no such rule, it is withdrawn already, or no reason is given.
    """
    return _switch(place, rule, WITHDRAWN, actor, reason)


def restore(place: Workplace, rule: str, actor: str, reason: str) -> Switch:
    """The rule is in use again. Raises as `withdraw` does."""
    return _switch(place, rule, RESTORED, actor, reason)


def fingerprint(conn: Connection, *more: str) -> str:
    """Names what is in force by its content, and whatever else is given."""
    policy = in_force(conn)
    return digest(*more, *map(repr, sorted(policy.trust.items())), *map(repr, sorted(policy.withdrawn.items())))


def _switch(place: Workplace, rule: str, state: str, actor: str, reason: str) -> Switch:
    said, by = " ".join(reason.split()), actor.strip()
    if not said or not by:
        raise UsageError("it needs a reason, and who says so", where=f"rule {rule}", hint="Say why in a few words.")
    with place.store.begin() as conn:
        last = rule_switches.latest(conn).get(rule)
        if last is None and rule not in {known.id for known in rules()}:
            raise UsageError(f"no rule is called {rule[:80]!r}", hint="newsmend rules lists them.")
        if state == (last.state if last is not None else RESTORED):
            raise UsageError(f"it is {state.lower()} already", where=f"rule {rule}", hint="Nothing was changed.")
        made = Switch(rule, state, by, now(), said[:2000], 1 if last is None else last.number + 1)
        rule_switches.add(conn, made)
    return made
