"""What the API takes and gives, as its OpenAPI document tells it."""

from __future__ import annotations

from dataclasses import fields
from datetime import date, datetime
from typing import Any

from pydantic import BaseModel, ConfigDict, Field

from pipeline.model.decision import Verdict
from pipeline.review.decide import LONGEST
from pipeline.review.filters import Filters

SAID = {
    "source": "Id of a source.",
    "rule": "Id of a rule.",
    "fault": "Kind of fault, such as NAME.",
    "outcome": "APPLY, HOLD, FLAG, REJECTED, SUPERSEDED or REFUSED.",
    "state": "open, accepted, rejected, unsure or any.",
    "low": "Least confidence, 0 to 1.",
    "high": "Greatest confidence, 0 to 1.",
    "since": "First day of the article, such as 2026-11-23.",
    "until": "Last day of the article.",
    "run": "Id of a run, 64 hexadecimal digits.",
    "reviewer": "Who decided last.",
    "like": "Likeness of a correction, 64 hexadecimal digits.",
    "sample": "drawn: what was drawn by lot.",
    "second": "disagreed or agreed: a second reviewer with the first.",
    "text": "Words; each begins a word of title, original or correction.",
}


def filter_parameters() -> dict[str, Any]:
    """The queue's filters as OpenAPI's query parameters."""
    string = {"type": "string"}
    told = ((field.name, SAID.get(field.name, "")) for field in fields(Filters))
    return {"parameters": [{"name": name, "in": "query", "schema": string, "description": said} for name, said in told]}


class _Given(BaseModel):
    model_config = ConfigDict(from_attributes=True)


class Correction(_Given):
    """A correction that stands. `version` must come back with a decision; `after` null has no fix, "" deletes."""

    proposal: str
    document: str
    article: str
    title: str
    source: str
    day: date
    part: str
    before: str
    after: str | None
    left: str
    right: str
    fault: str
    rule: str
    outcome: str
    confidence: float
    evidence: str
    state: str
    version: int
    actor: str | None
    decided_at: datetime | None


class QueuePage(BaseModel):
    """The worst first; `more` is what `after` takes for the next page, null at the end. `count` stops at 1000."""

    items: list[Correction]
    more: str | None
    count: int


class LogEntry(_Given):
    """A ruling that stands, with its seal."""

    source: str
    seq: int
    day: date
    article_url: str
    article_id: str
    part: str
    start: int
    end: int
    before: str
    after: str | None
    fault: str
    rule: str
    outcome: str
    confidence: float
    evidence: str
    because: str
    state: str
    reviewer: str | None
    decided_at: datetime | None
    proposal_id: str
    run_id: str
    at: datetime
    prev_hash: str
    hash: str


class LogPage(BaseModel):
    """By source and number; `more` is what `after` takes for the next page, null at the end."""

    rows: list[LogEntry]
    more: str | None


class Said(_Given):
    """A decision, with its number in the decisions' log and its seal."""

    seq: int
    proposal: str
    verdict: Verdict
    actor: str
    at: datetime
    replacement: str | None
    note: str
    prev_hash: str
    hash: str


class DecisionPage(BaseModel):
    """In the order of writing; `more` is what `after` takes for the next page, null at the end."""

    decisions: list[Said]
    more: int | None


class Decide(BaseModel):
    """A verdict on a correction, and the version of it that was seen. `replacement` is for ACCEPT: own words."""

    model_config = ConfigDict(extra="forbid")

    proposal: str = Field(pattern="^[0-9a-f]{64}$")
    verdict: Verdict
    version: int = Field(ge=0, le=2**62)
    replacement: str | None = Field(None, max_length=LONGEST)
    note: str = Field("", max_length=LONGEST)


class Decided(BaseModel):
    """The correction as it stands now, once for each article that has this text."""

    items: list[Correction]


class Refused(BaseModel):
    """What happened, and what to do next; after 409 the state that there is now."""

    error: str
    hint: str = ""
    items: list[Correction] = []
