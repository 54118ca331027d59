"""Figures by source and by rule, of what stands."""

from __future__ import annotations

from collections import defaultdict

from sqlalchemy import Connection, func, select

from pipeline.store import documents, tables
from pipeline.store.records import RuleStats, SourceStats
from pipeline.store.tables import correction_log

_v = correction_log.c


def per_source(conn: Connection) -> list[SourceStats]:
    """Sorted by source."""
    a, d = tables.article.c, tables.document.c
    counted_articles = select(a.source, func.count()).group_by(a.source)
    articles = {row[0]: row[1] for row in conn.execute(counted_articles)}
    current = documents.standing().with_only_columns(a.source, func.count(), func.sum(d.words))
    texts = current.join_from(tables.document, tables.article, d.article == a.id).group_by(a.source)
    sizes = {source: (count, int(words)) for source, count, words in conn.execute(texts)}
    outcomes: dict[str, dict[str, int]] = defaultdict(dict)
    counted = select(_v.source, _v.outcome, func.count()).where(_v.standing == 1).group_by(_v.source, _v.outcome)
    for source, outcome, count in conn.execute(counted.order_by(_v.source, _v.outcome)):
        outcomes[source][outcome] = count
    return [
        SourceStats(source, count, *sizes.get(source, (0, 0)), outcomes.get(source, {}))
        for source, count in sorted(articles.items())
    ]


def per_rule(conn: Connection) -> list[RuleStats]:
    """Sorted by rule and fault."""
    groups = (_v.rule, _v.fault, _v.outcome)
    outcomes: dict[tuple[str, str], dict[str, int]] = defaultdict(dict)
    counted = select(*groups, func.count()).where(_v.standing == 1).group_by(*groups).order_by(*groups)
    for rule, fault, outcome, count in conn.execute(counted):
        outcomes[rule, fault][outcome] = count
    return [RuleStats(rule, fault, sum(counts.values()), counts) for (rule, fault), counts in sorted(outcomes.items())]
