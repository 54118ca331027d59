"""`newsmend gazetteer`."""

from __future__ import annotations

from pathlib import Path

import click

from pipeline.cli.show import progress
from pipeline.model.errors import UsageError


@click.group()
def gazetteer() -> None:
    """The names of people and things that the rules know."""


@gazetteer.command(epilog="Examples:  newsmend gazetteer refresh --dry-run   |   newsmend gazetteer refresh --fresh")
@click.option("--dry-run", is_flag=True, help="Only show what would change.")
@click.option("--fresh", is_flag=True, help="Ask again what was answered within the last six days.")
@click.option("--format", "shape", type=click.Choice(["text", "json"]), default="text", show_default=True)
@click.pass_context
def refresh(ctx: click.Context, dry_run: bool, fresh: bool, shape: str) -> None:
    """Bring the names up to date from Wikidata; what does not pass the gates changes nothing."""
    from pipeline.flow.gazetteer.deployment import refresh_deployed

    with progress("asking Wikidata") as note:
        report = refresh_deployed(dry_run=dry_run, fresh=fresh, note=note)
    click.echo(report.diff.as_json() if shape == "json" else report.diff.summary() + "\n", nl=False)
    if report.published is not None:
        click.echo(f"published as {report.published}", err=True)
    else:
        click.echo("a dry run: nothing was published" if dry_run else "the names stay as they are", err=True)
    if report.refused:
        click.echo(f"newsmend: {report.refused}", err=True)
        ctx.exit(1)


@gazetteer.command(epilog="Example:  newsmend gazetteer build --sources gazetteer")
@click.option("--sources", type=click.Path(path_type=Path), default=Path("gazetteer"), show_default=True)
@click.option("--out", type=click.Path(path_type=Path), default=Path("pipeline/faults/names/data"), show_default=True)
def build(sources: Path, out: Path) -> None:
    """Build the gazetteer and the known names from their reviewed sources (needs the extra `gazetteer`)."""
    try:
        from pipeline.flow.gazetteer.build import build as make

        built = make(sources, out, lambda line: click.echo(line, err=True))
    except ModuleNotFoundError as error:
        raise UsageError(f"{error.name} is not installed", hint="pip install -e '.[gazetteer]'") from error
    click.echo(f"{built.path}: {built.kinds.total():,} records")


@gazetteer.command(epilog="Example:  newsmend gazetteer revert")
def revert() -> None:
    """Go back to the names that were in use before the last refresh."""
    from pipeline.flow.gazetteer.files import locked
    from pipeline.flow.gazetteer.files import revert as back
    from pipeline.settings import load

    folder = load().gazetteer
    with locked(folder):
        path = back(folder)
    click.echo(f"in use is {path if path is not None else 'the embedded gazetteer'}")
