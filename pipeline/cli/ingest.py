"""`newsmend ingest` and `newsmend migrate`."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING

import click

from pipeline.cli.show import progress, table
from pipeline.model.errors import NewsmendError, UsageError

if TYPE_CHECKING:
    from pipeline.flow.ingest import DayReport
    from pipeline.flow.workplace import Workplace
    from pipeline.model.source import Source

EXAMPLES = "Examples:  newsmend ingest --source demo   |   newsmend ingest --from 2026-11-01 --to 2026-11-07 --dry-run"
OLDEST = date(1990, 1, 1)  # before there was news on the web
DAY = click.DateTime(["%Y-%m-%d"])


@click.command(epilog=EXAMPLES)
@click.option("--source", help="Only this source; else all that are enabled.")
@click.option("--from", "first", type=DAY, help="First UTC day. [default: yesterday]")
@click.option("--to", "last", type=DAY, help="Last UTC day, included. [default: as --from]")
@click.option("--day", type=DAY, help="One day; short for --from and --to.")
@click.option("--dry-run", is_flag=True, help="Only tell articles, requests and minutes; no article is fetched.")
@click.pass_context
def ingest(
    ctx: click.Context,
    source: str | None,
    first: datetime | None,
    last: datetime | None,
    day: datetime | None,
    dry_run: bool,
) -> None:
    """Fetch, mend and store: the same job that the DAGs run, without Airflow's server."""
    from pipeline.flow.window import days
    from pipeline.flow.workplace import workplace

    if day is not None and (first or last):
        raise click.UsageError("--day stands for --from and --to: give one or the other")
    start = (day or first or datetime.now(UTC) - timedelta(days=1)).date()
    end = (day or last or datetime.combine(start, datetime.min.time())).date()
    if end < start:
        raise click.UsageError(f"--to {end} is before --from {start}")
    if not OLDEST <= start <= end <= datetime.now(UTC).date():
        raise click.UsageError(f"days go from {OLDEST} to today; these are {start} to {end}")
    with workplace(migrate=not dry_run) as place:
        chosen = place.chosen(source)
        if not chosen:
            raise UsageError(
                "no source is enabled", hint="Name one with --source, or enable one: newsmend sources list."
            )
        wanted = days(start, end)
        ok = _dry_run(place, chosen, wanted) if dry_run else _ingest(place, chosen, wanted)
        for error in place.broken.values() if source is None else ():
            ok = False
            click.echo(f"newsmend: left out: {error}", err=True)
    ctx.exit(0 if ok else 1)


def _ingest(place: Workplace, chosen: list[Source], wanted: list[date]) -> bool:
    from pipeline.flow.ingest import ingest_day

    rows: list[DayReport] = []
    ok = True
    for day in wanted:
        for source in chosen:
            try:
                with progress(f"{source.id} {day}") as note:
                    rows.append(ingest_day(place, source, day, note))
            except NewsmendError as error:
                ok = False
                click.echo(f"newsmend: {source.id} {day}: {error}", err=True)
    header = ("day", "source", "found", "stored", "duplicate", "refused", "quarantined", "mended")
    click.echo(
        table(
            header,
            [
                (r.day, r.source, f.found, f.stored, f.duplicate, f.refused, f.quarantined, r.mended)
                for r in rows
                for f in [r.funnel]
            ],
        )
    )
    ok &= not any(
        row.funnel.quarantined or row.funnel.pending or (row.failures and not row.funnel.found) for row in rows
    )
    for failure in sorted({failure for row in rows for failure in row.failures}):
        click.echo(f"in quarantine: {failure}", err=True)
    return ok


def _dry_run(place: Workplace, chosen: list[Source], wanted: list[date]) -> bool:
    from pipeline.flow.dry_run import plan

    place.store.migrate()
    seen = list(plan(place, chosen, wanted))
    rows = [
        (one.day, one.source, one.found, one.articles, f"{one.minutes:.1f}", "-" if one.edits is None else one.edits)
        for one in seen
    ]
    click.echo(table(("day", "source", "found", "to fetch", "minutes", "expected edits"), rows))
    hosts: Counter[str] = Counter()
    for one in seen:
        hosts.update(one.hosts)
    for host, requests in sorted(hosts.items()):
        click.echo(f"{host}: {requests} requests for articles")
    click.echo(f"all: {sum(one.articles for one in seen)} articles, {sum(one.minutes for one in seen):.1f} minutes")
    for failure in sorted({failure for one in seen for failure in one.failures}):
        click.echo(f"cannot be read: {failure}", err=True)
    return not any(one.failures and not one.found for one in seen)


@click.command(epilog="Example:  NEWSMEND_DATABASE_URL=postgresql://... newsmend migrate")
def migrate() -> None:
    """Bring the store to the version of this program; safe to run at any time."""
    from pipeline.flow.workplace import workplace

    with workplace(migrate=True) as place:
        click.echo(f"{place.store.where} is up to date")
