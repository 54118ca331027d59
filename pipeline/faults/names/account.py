"""The evidence for a name as the sentence that an editor reads."""

from __future__ import annotations

from datetime import date

from pipeline.faults.names.evidence import Gatherer
from pipeline.faults.names.judge import Verdict
from pipeline.faults.names.suspects import Suspect
from pipeline.model.entity import Entity, Office


def account(written: str, suspect: Suspect, verdict: Verdict, known: Gatherer, day: date | None) -> str:
    """Clauses: not a name, who is meant and since when, what in the article says so, and what makes one unsure."""
    clauses = verdict.evidence.clauses
    said = [
        f"'{written}' is a word or name of its own, but not here"
        if suspect.known
        else f"'{written}' is not a known name",
        who(verdict.evidence.holder.entity, known, day),
        *(
            clauses[kind]
            for kind in ("office", "partner", "trade", "article", "colleagues", "business", "topics", "country")
            if kind in clauses
        ),
    ]
    if verdict.tied:
        said.append("another name is nearly as likely")
    if day is None and "office" in clauses:
        said.append("the article has no date, so the newest facts were used")
    return "; ".join(said)


def who(entity: Entity, known: Gatherer, day: date | None) -> str:
    """Who or what is meant, in a few words."""
    offices = entity.holds(day)
    if offices:
        return f"{entity.name} {_holding(offices[0], known)}"
    place = known.governments.names.get(entity.country, entity.country)
    if entity.known_for:
        return f"{entity.name} is known for: {entity.known_for}" + (f" ({place})" if place else "")
    if entity.is_person:
        return f"{entity.name} is in the news"
    return f"{entity.name} is a known {entity.kind}" + (f" ({place})" if place else "")


def _holding(office: Office, known: Gatherer) -> str:
    title = f"{known.titles.label(office.kind, office.government)} ({known.governments.names[office.government]})"
    if office.end is None:
        return f"has been {title} since {office.start}"
    return f"was {title} from {office.start} to {office.end}"
