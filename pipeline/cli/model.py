"""`newsmend model`."""

from __future__ import annotations

import json

import click


@click.group()
def model() -> None:
    """The optional model backend: it suggests, and a person decides. Off unless configured."""


@model.command(epilog="Example:  newsmend model status")
def status() -> None:
    """Say what is configured, and ask one sentence of ours to see whether it answers."""
    from pipeline.flow.model_trial import OFF, kept_answers, try_sentence
    from pipeline.settings import load

    settings = load()
    config = settings.model
    if config is None:
        click.echo(f"off. {OFF}")
        return
    place = config.url or str(config.directory)
    articles = f"{config.articles} articles a process" if config.articles else "every article"
    click.echo(f"configured  {place}{f', model {config.name}' if config.name else ''}")
    click.echo(f"limits      {config.timeout:g} s a question, {config.questions} questions a text, {articles}")
    click.echo(f"kept        {kept_answers(settings)} answers")
    tried = try_sentence(settings)
    click.echo(f"answers     in {tried.seconds:.2f} s, as {tried.model}")


@model.command("try", epilog="Example:  newsmend model try 'The minister gave informations to the press.'")
@click.argument("sentence")
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True)
def try_(sentence: str, form: str) -> None:
    """Show what the model makes of SENTENCE, and what the limits and the guard leave of it."""
    from pipeline.flow.model_trial import try_sentence
    from pipeline.settings import load

    tried = try_sentence(load(), sentence.strip())
    edits = [{"start": p.anchor.start, "before": p.anchor.quote, "after": p.replacements[0]} for p in tried.proposals]
    if form == "json":
        found = {"model": tried.model, "answer": tried.answer, "edits": edits}
        click.echo(json.dumps(found, ensure_ascii=False, indent=1))
        return
    click.echo(f"{tried.model}: {tried.answer or 'KEEP'}")
    for edit in edits:
        click.echo(f"HOLD  {edit['before']!r} -> {edit['after']!r}  (at {edit['start']}, for a person to decide)")
    if tried.answer is not None and not edits:
        click.echo("Nothing is left of it: it goes too far, or the guard refuses it.")
