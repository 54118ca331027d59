"""`newsmend lessons`."""

from __future__ import annotations

import getpass
from typing import TYPE_CHECKING

import click

from pipeline.cli.lesson_view import as_json, show_lesson, show_trial
from pipeline.cli.show import progress, table

if TYPE_CHECKING:
    from collections.abc import Callable

    from pipeline.model.lesson import Lesson

STAGES = ("DRAFT", "TESTED", "PUBLISHED", "REVERTED")


def _me() -> str:
    try:
        return getpass.getuser()
    except (KeyError, OSError, ImportError):
        return ""


ACTOR = click.option("--actor", default=_me, show_default="you", help="Who does it, for the record.")
FORM = click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True)


@click.group()
def lessons() -> None:
    """Names that reviewers teach the rules: drafted, tested on the archive, published, and reverted."""


@lessons.command("list", epilog="Examples:  newsmend lessons list   |   newsmend lessons list --stage PUBLISHED")
@click.option("--stage", type=click.Choice(STAGES), help="Only lessons at this stage.")
@FORM
def list_lessons(stage: str | None, form: str) -> None:
    """Every lesson and how far it is."""
    from pipeline.flow.gazetteer.learn import all_lessons
    from pipeline.flow.workplace import workplace
    from pipeline.model.lesson import Stage

    with workplace() as place:
        found = all_lessons(place, Stage(stage) if stage else None)
    if form == "json":
        for lesson in found:
            click.echo(as_json(lesson))
        return
    rows = [(one.id, one.stage, one.entity.name, one.entity.kind, one.actor, f"{one.at:%Y-%m-%d}") for one in found]
    click.echo(table(("id", "stage", "name", "kind", "by", "on"), rows))


@lessons.command(
    epilog="Examples:  newsmend lessons draft   |   newsmend lessons draft --name 'Tarvo Kuusmets' --country EE"
)
@click.option("--name", help="The whole name, as newsrooms write it.")
@click.option("--family", help="The part that stands alone later on. [default: the last word of a person's name]")
@click.option("--variant", "variants", multiple=True, help="Another accepted spelling of the whole name; repeatable.")
@click.option("--kind", default="person", show_default=True, help="person, or what it is: city, company, club...")
@click.option("--country", default="", help="Code of the country, such as EE.")
@click.option("--field", default="", help="What a person is known in, such as football.")
@click.option("--known-for", default="", help="A few words that articles about it use.")
@click.option("--reason", default="", help="Why, for the record.")
@ACTOR
def draft(
    name: str | None, family: str | None, variants: tuple[str, ...], kind: str, country: str, field: str,
    known_for: str, reason: str, actor: str,
) -> None:  # fmt: skip
    """Draft a lesson for --name, or one for each name that reviewers accepted."""
    from pipeline.flow.gazetteer import fullname, learn
    from pipeline.flow.workplace import workplace
    from pipeline.model.entity import PERSON, Entity

    with workplace() as place:
        if name is None:
            made = learn.draft_accepted(place, actor)
            drafts, left_out = made.lessons, made.left_out
        else:
            own = family or (fullname.family_of(name) if kind == PERSON else name)
            entity = Entity("", name, own, kind, variants, country, field, known_for)
            drafts, left_out = (learn.draft(place, entity, actor, reason=reason),), ()
    for lesson in drafts:
        click.echo(f"{lesson.id}  {lesson.entity.name}")
    for line in left_out:
        click.echo(f"left out: {line}", err=True)
    if not drafts:
        click.echo("no new name: reviewers accepted none that has no lesson yet", err=True)


@lessons.command(epilog="Examples:  newsmend lessons test ID   |   newsmend lessons test ID --days 30 --limit 5000")
@click.argument("id")
@click.option("--days", type=click.IntRange(1), help="Only articles of the last so many days.")
@click.option("--limit", type=click.IntRange(1), default=1000, show_default=True, help="At most so many, newest first.")
@ACTOR
@click.pass_context
def test(ctx: click.Context, id: str, days: int | None, limit: int, actor: str) -> None:
    """Run the rules with and without the lesson over stored articles; exit code 1 where it has conflicts."""
    from pipeline.flow.gazetteer import learn
    from pipeline.flow.workplace import workplace

    with workplace() as place, progress("testing") as note:
        trial = learn.test(place, id, actor, days=days, limit=limit, progress=note).trial
    if trial is not None:
        show_trial(trial)
        ctx.exit(1 if trial.conflicts or trial.failures else 0)


@lessons.command(epilog="Example:  newsmend lessons publish ID --reason 'Mayor of Tartu since October'")
@click.argument("id")
@click.option("--reason", required=True, help="Why, for the record.")
@click.option("--despite-conflicts", is_flag=True, help="Even if it applies edits that reviewers refused before.")
@ACTOR
def publish(id: str, reason: str, despite_conflicts: bool, actor: str) -> None:
    """Make the rules know the name; it must be tested."""
    from pipeline.flow.gazetteer import learn

    _step(lambda place: learn.publish(place, id, actor, reason, despite_conflicts=despite_conflicts))


@lessons.command(epilog="Example:  newsmend lessons revert ID --reason 'Two people have this name'")
@click.argument("id")
@click.option("--reason", required=True, help="Why, for the record.")
@ACTOR
def revert(id: str, reason: str, actor: str) -> None:
    """Make the rules forget the name again."""
    from pipeline.flow.gazetteer import learn

    _step(lambda place: learn.revert(place, id, actor, reason))


@lessons.command(epilog="Examples:  newsmend lessons show ID   |   newsmend lessons show ID --format json")
@click.argument("id")
@FORM
def show(id: str, form: str) -> None:
    """A lesson: its fields, its last test, and everything that was done with it."""
    from pipeline.flow.gazetteer.learn import history
    from pipeline.flow.workplace import workplace

    with workplace() as place:
        events = history(place, id)
    if form == "json":
        for event in events:
            click.echo(as_json(event))
        return
    show_lesson(events)


def _step(act: Callable[..., Lesson]) -> None:
    from pipeline.flow.workplace import workplace

    with workplace() as place:
        lesson = act(place)
    click.echo(f"{lesson.id}  {lesson.entity.name}: {lesson.stage}")
    click.echo("Articles change when they are mended again: clear their days' runs of news_mend.", err=True)
