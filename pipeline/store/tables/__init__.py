"""The tables. Unique keys make every write idempotent; `ruling`, `decision`, `lesson`, `marking`
and `journal` are insert-only (see migrations).

Addresses can be longer than an index entry may be, so keys hold their digest, `url_key`.
"""

from __future__ import annotations

from pipeline.store.tables.archive import article, document, fetch, page, source
from pipeline.store.tables.base import metadata
from pipeline.store.tables.copies import article_copy, text_band, text_print
from pipeline.store.tables.hosts import host_pace, list_state, robots
from pipeline.store.tables.journal import api_token, journal, journal_head
from pipeline.store.tables.learning import batch, batch_item, remending, rule_switch, same_mending, trust
from pipeline.store.tables.log import chain, correction_log, mending, proposal, ruling
from pipeline.store.tables.review import claim, decision, lesson, marking, review_item
from pipeline.store.tables.runs import quarantine, run
from pipeline.store.tables.sampling import sample, second_opinion

__all__ = [
    "api_token",
    "article",
    "article_copy",
    "batch",
    "batch_item",
    "chain",
    "claim",
    "correction_log",
    "decision",
    "document",
    "fetch",
    "host_pace",
    "journal",
    "journal_head",
    "lesson",
    "list_state",
    "marking",
    "mending",
    "metadata",
    "page",
    "proposal",
    "quarantine",
    "remending",
    "review_item",
    "robots",
    "rule_switch",
    "ruling",
    "run",
    "same_mending",
    "sample",
    "second_opinion",
    "source",
    "text_band",
    "text_print",
    "trust",
]
