"""`newsmend fluency`."""

from __future__ import annotations

from pathlib import Path

import click

from pipeline.cli.show import progress

FILE = click.Path(path_type=Path, exists=True, dir_okay=False)


@click.group()
def fluency() -> None:
    """The language model that may veto an edit: it learns from what people wrote or accepted."""


@fluency.command(epilog="Examples:  newsmend fluency train   |   newsmend fluency train --text own-articles.txt")
@click.option("--text", "files", type=FILE, multiple=True, help="Text beside the store's, a paragraph a line.")
@click.option("--least-words", type=click.IntRange(1), help="Train on fewer words than a good model needs: for trials.")
def train(files: tuple[Path, ...], least_words: int | None) -> None:
    """Learn from accepted and human-written articles; what does not pass the gates changes nothing."""
    from pipeline.flow.fluency.deployment import train_deployed

    with progress("training") as step:
        trained = train_deployed(files=files, least_words=least_words, step=step)
    note = trained.note
    click.echo(f"{note.id}: {note.words:,} words, perplexity {note.perplexity:.0f}, {note.order_kept:.0%} in order")
    click.echo(f"published as {trained.published}" if trained.published else "nothing new to learn from", err=True)


@fluency.command(epilog="Example:  newsmend fluency status")
@click.pass_context
def status(ctx: click.Context) -> None:
    """What is installed and which model is in use; the exit code is 1 if none is."""
    from pipeline.flow.fluency.deployment import status_deployed

    found = status_deployed()
    click.echo(found.text)
    ctx.exit(0 if found.is_in_use else 1)


@fluency.command(epilog="Example:  newsmend fluency revert")
def revert() -> None:
    """Go back to the model that was in use before the last training."""
    from pipeline.flow.fluency.files import locked
    from pipeline.flow.fluency.files import revert as back
    from pipeline.settings import load

    folder = load().fluency
    with locked(folder):
        path = back(folder)
    click.echo(f"in use is {path if path is not None else 'no fluency model'}")


@fluency.command(epilog="Example:  newsmend fluency build --text text.txt --out model --day 2026-11-24 --pieces 1000")
@click.option("--text", "files", type=FILE, multiple=True, required=True, help="A paragraph a line.")
@click.option("--out", type=click.Path(path_type=Path, file_okay=False), required=True)
@click.option("--day", default="1970-01-01", show_default=True, help="The day in the model's name.")
@click.option("--pieces", type=click.IntRange(300, 64_000), default=8_000, show_default=True)
def build(files: tuple[Path, ...], out: Path, day: str, pieces: int) -> None:
    """Build a model from files alone, without gates; the same files give the same bytes."""
    from pipeline.flow.fluency.deployment import build_from

    with progress("training") as step:
        note = build_from(files, out, day, pieces, step)
    click.echo(f"{out}: {note.id}, {note.words:,} words")
