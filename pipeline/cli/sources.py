"""`newsmend sources`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from pipeline.cli.show import table

if TYPE_CHECKING:
    from pipeline.flow.workplace import Workplace


@click.group()
def sources() -> None:
    """What is configured; whether each works; a draft for a new site."""


@sources.command("list", epilog="Example:  newsmend sources list")
@click.pass_context
def list_sources(ctx: click.Context) -> None:
    """Every configured source."""
    from pipeline.flow.workplace import workplace

    with workplace() as place:
        rows = [
            (s.id, "on" if s.enabled else "off", s.language, s.translated, s.tested or "untested", s.name)
            for s in place.sources.values()
        ]
    click.echo(table(("id", "state", "language", "translated", "tested", "name"), rows))
    ctx.exit(_say_broken(place))


def _say_broken(place: Workplace) -> int:
    """Names each file with a fault on standard error; the exit code."""
    for error in place.broken.values():
        click.echo(f"newsmend: {error}", err=True)
    return 1 if place.broken else 0


@sources.command(epilog="Example:  newsmend sources check demo")
@click.argument("ids", nargs=-1)
@click.option("--all", "everything", is_flag=True, help="Disabled ones as well.")
@click.pass_context
def check(ctx: click.Context, ids: tuple[str, ...], everything: bool) -> None:
    """Ask the sources (all enabled ones, or IDS) for their newest articles; store nothing."""
    from pipeline.flow.sources import check as run
    from pipeline.flow.workplace import workplace

    failed = False
    with workplace() as place:
        chosen = [place.source(i) for i in ids] or [s for s in place.sources.values() if everything or s.enabled]
        for result in run(place, chosen):
            failed |= not result.works
            mark = click.style("works", fg="green") if result.works else click.style("fails", fg="red")
            click.echo(f"{mark}  {result.source.id}: {result.found} found, {result.read} of {result.tried} read")
            for complaint in result.complaints:
                click.echo(f"       {complaint}")
        failed |= not ids and _say_broken(place) > 0
    ctx.exit(1 if failed else 0)


@sources.command(epilog="Example:  newsmend sources freeze dw https://www.dw.com/en/a-1 > sources/frozen/dw.json")
@click.argument("source_id", metavar="ID")
@click.argument("url")
def freeze(source_id: str, url: str) -> None:
    """Print the page at URL with its text, for the field `frozen` of the source ID; `check` compares with it."""
    from pipeline.flow.sources import freeze as run
    from pipeline.flow.workplace import workplace

    with workplace() as place:
        click.echo(run(place, place.source(source_id), url), nl=False)


@sources.command(epilog="Example:  newsmend sources probe https://news.example/ > sources/news.yaml")
@click.argument("url")
def probe(url: str) -> None:
    """Draft a source file for the site at URL and print it."""
    from pipeline.flow.sources import draft
    from pipeline.flow.workplace import workplace

    with workplace() as place:
        click.echo(draft(place, url), nl=False)
