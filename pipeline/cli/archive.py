"""`newsmend archive` and `newsmend reextract`."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import click

from pipeline.cli.show import progress, table

DAY = click.DateTime(["%Y-%m-%d"])
SHOWN = 10
EXAMPLES = (
    "Examples:  newsmend reextract --from-archive --dry-run   |   newsmend reextract --from-archive --source demo"
)


@click.group()
def archive() -> None:
    """The raw pages: many small files, or few large ones."""


@archive.command(epilog="Example:  newsmend archive pack --before 2026-11-01")
@click.option("--before", type=DAY, help="First UTC day that is left as it is. [default: yesterday]")
def pack(before: datetime | None) -> None:
    """Put the pages of past days into WARC files of about 100 MB; safe to stop and to run again."""
    from pipeline.flow.pack import pack_days
    from pipeline.flow.workplace import workplace

    day = (before or datetime.now(UTC) - timedelta(days=1)).date()
    with workplace() as place, progress("packing") as note:
        place.store.check()
        done = pack_days(place, day, note)
    click.echo(f"{done.files} files of {done.days} days are in {done.packs} packs")


@click.command(epilog=EXAMPLES)
@click.option("--from-archive", is_flag=True, help="Read the stored raw pages (the only way there is).")
@click.option("--source", help="Only this source.")
@click.option("--from", "first", type=DAY, help="First UTC day.")
@click.option("--to", "last", type=DAY, help="Last UTC day, included.")
@click.option("--jobs", type=click.IntRange(1), help="Processes. [default: one for each core]")
@click.option("--dry-run", is_flag=True, help="Only count what would change.")
@click.pass_context
def reextract(
    ctx: click.Context,
    from_archive: bool,
    source: str | None,
    first: datetime | None,
    last: datetime | None,
    jobs: int | None,
    dry_run: bool,
) -> None:
    """Give every stored page to today's extractor, without the network; changed texts become revisions."""
    from pipeline.flow.reextract import reextract as run
    from pipeline.flow.workplace import workplace

    if not from_archive:
        raise click.UsageError("say --from-archive: pages are read from the archive, never fetched again")
    with workplace() as place, progress("extracted") as note:
        place.store.check()
        done = run(
            place,
            source=source,
            first=first.date() if first else None,
            last=last.date() if last else None,
            jobs=jobs,
            dry_run=dry_run,
            progress=note,
        )
    header = ("pages", "same", "changed", "found", "no article now", "withdrawn", "failed")
    counts = (done.pages, done.same, len(done.changed), done.found, len(done.lost), done.withdrawn, len(done.failed))
    click.echo(table(header, [counts]))
    for line in [*(f"no article now, kept: {lost}" for lost in done.lost[:SHOWN]), *done.failed[:SHOWN]]:
        click.echo(line, err=True)
    ctx.exit(1 if done.failed else 0)
