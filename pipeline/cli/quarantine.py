"""`newsmend quarantine list` and `newsmend quarantine replay`."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Callable
from datetime import datetime
from typing import Any

import click

from pipeline.cli.ingest import DAY

STAGES = click.Choice(["discover", "fetch", "extract", "mend", "source"])
FORM = click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True)


def _choice(command: Callable[..., Any]) -> Callable[..., Any]:
    for option in (
        click.option("--stage", type=STAGES, help="Only this stage."),
        click.option("--day", type=DAY, help="Only this UTC day."),
        click.option("--source", help="Only this source."),
    ):
        command = option(command)
    return command


@click.group(invoke_without_command=True)
@FORM
@click.pass_context
def quarantine(ctx: click.Context, form: str) -> None:
    """What failed and waits: where, why, and what to do."""
    if ctx.invoked_subcommand is None:
        _show(None, None, None, form)


@quarantine.command("list", epilog="Example:  newsmend quarantine list --stage fetch --format json")
@_choice
@FORM
def list_(source: str | None, day: datetime | None, stage: str | None, form: str) -> None:
    """Every row with its reason."""
    _show(source, day, stage, form)


@quarantine.command(epilog="Example:  newsmend quarantine replay --source demo --day 2026-11-23")
@_choice
@click.pass_context
def replay(ctx: click.Context, source: str | None, day: datetime | None, stage: str | None) -> None:
    """Try again now: ask for the page or list, extract, mend, publish. Exit code 1 if something still waits."""
    from pipeline.flow.retry import chosen, retry
    from pipeline.flow.workplace import workplace

    with workplace() as place:
        rows = chosen(place, source=source, day=day.date() if day else None, stage=stage)
        done = retry(place, rows)
    left = len(rows) - done.resolved
    click.echo(f"{len(rows)} in quarantine, {done.tried} tried again, {done.resolved} resolved, {left} wait")
    ctx.exit(1 if left else 0)


def _show(source: str | None, day: datetime | None, stage: str | None, form: str) -> None:
    from pipeline.flow.retry import chosen
    from pipeline.flow.workplace import workplace
    from pipeline.text.printable import printable

    with workplace() as place:
        rows = chosen(place, source=source, day=day.date() if day else None, stage=stage)
    for row in rows:
        if form == "json":
            click.echo(json.dumps(dataclasses.asdict(row), ensure_ascii=False, default=str))
        else:
            url, error, hint = map(printable, (row.url, row.error, row.hint))
            click.echo(f"{row.source} {row.day} {row.stage}: {url}\n       {error}\n       {hint}")
    if form == "text":
        click.echo(f"{len(rows)} in quarantine. Try again: newsmend quarantine replay")
