"""`newsmend backup`, `newsmend restore` and `newsmend retention`."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import click

from pipeline.cli.show import whole_file


@click.command(epilog="Example:  newsmend backup newsmend-2026-11-24.jsonl.gz")
@click.argument("target", metavar="FILE", type=click.Path(dir_okay=False, path_type=Path))
def backup(target: Path) -> None:
    """Write the whole store into one file, consistent while others write; copy the archive's folder beside it."""
    from pipeline.flow.backup import write_backup
    from pipeline.flow.workplace import workplace

    with workplace() as place, whole_file(target) as sink:
        write_backup(place, sink)
    click.echo(f"{target}: {target.stat().st_size} bytes")


@click.command(epilog="Example:  NEWSMEND_DATABASE_URL=postgresql://... newsmend restore newsmend-2026-11-24.jsonl.gz")
@click.argument("source", metavar="FILE", type=click.Path(exists=True, dir_okay=False, path_type=Path))
def restore(source: Path) -> None:
    """Fill an empty database from a backup, of this version or an older one, on PostgreSQL or SQLite."""
    from pipeline.flow.backup import restore_backup
    from pipeline.flow.workplace import workplace

    with workplace() as place, source.open("rb") as file:
        counts = restore_backup(place.store, file)
        where = place.store.where
    click.echo(f"{where}: {sum(counts.values())} rows, {counts.get('article', 0)} articles")


@click.command(epilog="Example:  newsmend retention --days 365 --dry-run")
@click.option("--days", type=click.IntRange(30, 36500), required=True, help="Keep raw pages for so many days.")
@click.option("--dry-run", is_flag=True, help="Only count.")
def retention(days: int, dry_run: bool) -> None:
    """Let go of old raw pages. Articles, texts and the log stay; a page that is gone cannot be extracted again."""
    from pipeline.flow.retention import release_pages
    from pipeline.flow.workplace import workplace

    before = (datetime.now(UTC) - timedelta(days=days)).date()
    with workplace() as place:
        place.store.check()
        done = release_pages(place, before, dry_run=dry_run)
    verb = "would go" if dry_run else "are gone"
    click.echo(f"{done.files} files of {done.days} days before {before} {verb}")
