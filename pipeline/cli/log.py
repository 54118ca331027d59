"""`newsmend log`, `report`, `export`, `replay` and `stats`."""

from __future__ import annotations

import dataclasses
import json
import sys
from datetime import datetime
from pathlib import Path

import click

from pipeline.cli.ingest import DAY
from pipeline.cli.show import ruling_line, table, whole_file


@click.command(epilog="Examples:  newsmend log --outcome HOLD   |   newsmend log --day 2026-11-23 --format json")
@click.option("--source", help="Only this source.")
@click.option("--day", type=DAY, help="Only articles of this UTC day.")
@click.option("--outcome", type=click.Choice(["APPLY", "HOLD", "FLAG", "REJECTED", "SUPERSEDED", "REFUSED"]))
@click.option("--rule", help="Only this rule.")
@click.option("--history", is_flag=True, help="Rulings of earlier runs and texts as well.")
@click.option("--limit", type=click.IntRange(1), help="At most so many.")
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True)
def log(
    source: str | None,
    day: datetime | None,
    outcome: str | None,
    rule: str | None,
    history: bool,
    limit: int | None,
    form: str,
) -> None:
    """The correction log: every ruling, with its evidence."""
    from pipeline.flow.log import log_rows
    from pipeline.flow.workplace import workplace

    on = day.date() if day else None
    with workplace() as place:
        for row in log_rows(place, source=source, day=on, outcome=outcome, rule=rule, history=history, limit=limit):
            if form == "json":
                click.echo(json.dumps(dataclasses.asdict(row), ensure_ascii=False, default=str))
            else:
                click.echo(f"{row.article_url} ({row.part})")
                click.echo(ruling_line(row.outcome, row.before, row.after, row.evidence, row.rule, row.confidence))


@click.command(epilog="Example:  newsmend report --limit 20")
@click.option("--limit", type=click.IntRange(1), default=10, show_default=True, help="How many corrections.")
def report(limit: int) -> None:
    """What was stored, day by day, and the corrections that tell most."""
    from pipeline.flow.report import summary
    from pipeline.flow.workplace import workplace

    with workplace() as place:
        found = summary(place, limit)
    header = ("day", "found", "stored", "duplicate", "refused", "quarantined")
    rows = [(d, f.found, f.stored, f.duplicate, f.refused, f.quarantined) for d, f in sorted(found.days.items())]
    click.echo(table(header, rows))
    counts = ", ".join(f"{count} {outcome}" for outcome, count in sorted(found.outcomes.items())) or "none"
    click.echo(f"\nRulings: {counts}. In quarantine: {len(found.open_quarantine)}.")
    for waiting in found.open_quarantine[:3]:
        click.echo(f"  {waiting.url}: {waiting.error}")
    click.echo(f"\nThe {len(found.corrections)} most telling corrections:\n")
    for row in found.corrections:
        click.echo(ruling_line(row.outcome, row.before, row.after, row.evidence, row.rule, row.confidence))


@click.command(epilog="Example:  newsmend export --format parquet --out articles.parquet")
@click.option("--format", "form", type=click.Choice(["jsonl", "csv", "parquet"]), default="jsonl", show_default=True)
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path), help="A file; else standard output.")
def export(form: str, out: Path | None) -> None:
    """Every stored article with its corrections, sorted by address; the same store gives the same bytes."""
    from pipeline.flow.export import write
    from pipeline.flow.workplace import workplace

    if form == "parquet" and out is None and sys.stdout.isatty():
        raise click.UsageError("Parquet is not for a terminal: give --out FILE")
    with workplace() as place:
        if out is None:
            write(place, form, sys.stdout.buffer)
        else:
            with whole_file(out) as sink:
                write(place, form, sink)


@click.command(epilog="Example:  newsmend replay --verify --source demo")
@click.option("--verify", is_flag=True, help="Rebuild every text from raw page and log, and compare byte for byte.")
@click.option("--source", help="Only this source.")
@click.pass_context
def replay(ctx: click.Context, verify: bool, source: str | None) -> None:
    """Prove that the log rebuilds every stored text; names the first bad row where it does not."""
    from pipeline.flow.replay import Checked
    from pipeline.flow.replay import verify as run
    from pipeline.flow.workplace import workplace

    if not verify:
        raise click.UsageError("say --verify")
    checked, wrong = Checked(), 0
    with workplace() as place:
        for mismatch in run(place, checked, source=source):
            wrong += 1
            click.echo(f"{mismatch.where}: {mismatch.why}", err=True)
    counts = f"{checked.documents} texts, {checked.mendings} mendings, {checked.logs} logs"
    counts += f" ({checked.released} texts without page, by retention)" if checked.released else ""
    click.echo(f"{counts}: {wrong or 'no'} mismatch(es)")
    ctx.exit(1 if wrong else 0)


@click.command(epilog="Example:  newsmend stats")
def stats() -> None:
    """Figures per source and per rule."""
    from pipeline.flow.report import figures
    from pipeline.flow.workplace import workplace

    with workplace() as place:
        found = figures(place)
    kinds = ("APPLY", "HOLD", "FLAG", "REFUSED", "REJECTED", "SUPERSEDED")
    rows = [(s.source, s.articles, s.words, *[s.outcomes.get(k, 0) for k in kinds]) for s in found.sources]
    click.echo(table(("source", "articles", "words", *kinds), rows))
    click.echo()
    by_rule = [(r.rule, r.fault, *[r.outcomes.get(k, 0) for k in kinds]) for r in found.rules]
    click.echo(table(("rule", "fault", *kinds), by_rule))
