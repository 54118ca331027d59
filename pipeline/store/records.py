"""What the store gives back: one frozen record a table or question."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

PENDING, STORED, DUPLICATE, REFUSED, QUARANTINED = "pending", "stored", "duplicate", "refused", "quarantined"
LIVE, WITHDRAWN = "live", "withdrawn"


@dataclass(frozen=True, slots=True)
class FetchRow:
    """One address on one day of one source. `outcome` is pending, stored, duplicate, refused or quarantined."""

    id: int
    source: str
    url: str
    day: date
    found_in: str
    title: str
    published: datetime | None
    modified: datetime | None
    outcome: str
    reason: str
    status: int
    etag: str | None
    last_modified: str | None
    page: str | None
    article: str | None
    attempts: int
    at: datetime
    retry_at: datetime | None = None
    listed_as: str | None = None


@dataclass(frozen=True, slots=True)
class HostSlot:
    """When a host may be asked: after `wait` seconds; or not, while it is held or taken for dead (seconds left)."""

    wait: float
    held_for: float = 0.0
    dead_for: float = 0.0
    strikes: int = 0


@dataclass(frozen=True, slots=True)
class RobotsRow:
    """A robots.txt file; `refusal` says why nothing may be fetched, `text` is None where there is no file."""

    status: int
    refusal: str
    text: str | None
    until: datetime


@dataclass(frozen=True, slots=True)
class ListRow:
    """The last answer of a feed or sitemap; its bytes are in the archive under `path`. `interval` is in seconds."""

    source: str
    url: str
    final_url: str
    content_type: str
    etag: str | None
    last_modified: str | None
    path: str
    sha: str
    checked_at: datetime
    changed_at: datetime
    interval: int
    failures: int
    retired_at: datetime | None


@dataclass(frozen=True, slots=True)
class CopyRow:
    """An article that is a copy of an earlier one. `layer` is exact, title or near."""

    article: str
    original: str
    layer: str
    similarity: float


@dataclass(frozen=True, slots=True)
class PageRow:
    """One answer of the network; its bytes are in the archive under the key `path`. `sha` is the body's digest."""

    id: str
    url: str
    final_url: str
    status: int
    path: str
    sha: str
    size: int
    fetched_at: datetime


@dataclass(frozen=True, slots=True)
class ArticleRow:
    """One article of one source. `state` is live or withdrawn; `page` is the first page that gave it."""

    id: str
    source: str
    url: str
    day: date
    title: str
    authors: tuple[str, ...]
    published: datetime | None
    updated: datetime | None
    language: str | None
    publisher: str | None
    state: str
    page: str


@dataclass(frozen=True, slots=True)
class DocumentRow:
    """One text of an article. `part` is title or body; the greatest `revision` is the text that stands."""

    id: str
    article: str
    part: str
    text_sha: str
    text: str
    page: str
    revision: int


@dataclass(frozen=True, slots=True)
class Mending:
    """What one run made of one document under the decisions named by `decisions_sha`."""

    id: str
    run: str
    document: str
    decisions_sha: str
    clean_text: str
    clean_sha: str


@dataclass(frozen=True, slots=True)
class LogRow:
    """One line of the correction log; `seq` counts from 1 in each source."""

    seq: int
    source: str
    article_url: str
    article_id: str
    day: date
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
    proposal_id: str
    run_id: str
    hash: str


@dataclass(frozen=True, slots=True)
class QuarantineRow:
    """What failed, where and why; `resolved_at` is None while it waits."""

    id: int
    source: str
    url: str
    day: date
    stage: str
    error: str
    hint: str
    at: datetime
    resolved_at: datetime | None


@dataclass(frozen=True, slots=True)
class Funnel:
    """What became of the addresses that were found."""

    found: int = 0
    stored: int = 0
    duplicate: int = 0
    refused: int = 0
    quarantined: int = 0
    pending: int = 0

    @property
    def adds_up(self) -> bool:
        """True once every address that was found has an end; nothing pending, nothing lost."""
        return self.found == self.stored + self.duplicate + self.refused + self.quarantined


@dataclass(frozen=True, slots=True)
class ChainBreak:
    """The first row of a source's log that does not fit what was written."""

    source: str
    seq: int
    why: str


@dataclass(frozen=True, slots=True)
class SourceStats:
    """Figures of one source; `outcomes` counts the rulings that stand, by outcome."""

    source: str
    articles: int
    documents: int
    words: int
    outcomes: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class RuleStats:
    """Figures of one rule over the rulings that stand."""

    rule: str
    fault: str
    proposals: int
    outcomes: Mapping[str, int] = field(default_factory=dict)
