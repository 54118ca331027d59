"""The tables. Unique keys make every write idempotent; `ruling`, `decision`, `lesson` and `marking` are insert-only
(see migrations).

Addresses can be longer than an index entry may be, so keys hold their digest, `url_key`.
"""

from __future__ import annotations

from pipeline.store.tables.archive import article, document, fetch, page, source
from pipeline.store.tables.base import metadata
from pipeline.store.tables.copies import article_copy, text_band, text_print
from pipeline.store.tables.hosts import host_pace, list_state, robots
from pipeline.store.tables.log import chain, correction_log, mending, proposal, ruling
from pipeline.store.tables.review import claim, decision, lesson, marking, review_item
from pipeline.store.tables.runs import quarantine, run

__all__ = [
    "article",
    "article_copy",
    "chain",
    "claim",
    "correction_log",
    "decision",
    "document",
    "fetch",
    "host_pace",
    "lesson",
    "list_state",
    "marking",
    "mending",
    "metadata",
    "page",
    "proposal",
    "quarantine",
    "review_item",
    "robots",
    "ruling",
    "run",
    "source",
    "text_band",
    "text_print",
]
