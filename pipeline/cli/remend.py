"""`newsmend remend`, `newsmend withdraw`, `newsmend restore-rule`."""

from __future__ import annotations

import getpass
from datetime import datetime

import click

from pipeline.cli.show import progress

SHOWN = 200
DAY = click.DateTime(["%Y-%m-%d"])
ACTOR = click.option("--actor", default=getpass.getuser, show_default="your login", help="Who says so, for the record.")


@click.command(epilog="Examples:  newsmend remend   |   newsmend remend --source demo --from 2026-11-01")
@click.option("--source", help="Id of one source. [default: all]")
@click.option("--from", "first", type=DAY, help="First day of the articles.")
@click.option("--to", "last", type=DAY, help="Last day of the articles.")
@click.option("--dry-run", is_flag=True, help="Only say how many articles would be read with the rules.")
def remend(source: str | None, first: datetime | None, last: datetime | None, dry_run: bool) -> None:
    """Mend what changed rules, lessons, trust and withdrawn rules touch; the rest stays as it is."""
    from pipeline.flow import remend as flow
    from pipeline.flow.workplace import workplace

    days = {"first": first.date() if first else None, "last": last.date() if last else None}
    with workplace() as place, progress("remending") as note:
        place.store.check()
        if dry_run:
            total, ids = flow.find_unsettled(place, source=source, **days, progress=note)
            click.echo(f"{total} articles, {len(ids)} to be read with the rules")
            return
        done = flow.remend(place, source=source, **days, progress=note)
    for one in done.touched[:SHOWN]:
        for shift in one.shifts:
            was, now = shift.was or "nothing", shift.now or "nothing"
            click.echo(f"{one.url} ({one.part}): {shift.before!r} {shift.rule}: {was} -> {now}: {shift.because}")
    if len(done.touched) > SHOWN:
        click.echo(f"… and {len(done.touched) - SHOWN} texts more", err=True)
    click.echo(f"{done.articles} articles, {done.asked} read with the rules, {len(done.touched)} texts changed")


@click.command(epilog="Example:  newsmend withdraw name.garbled --reason 'Two people have this name'")
@click.argument("rule")
@click.option("--reason", required=True, help="Why, for the record.")
@ACTOR
def withdraw(rule: str, reason: str, actor: str) -> None:
    """Do nothing any more that RULE says, but for what a reviewer accepted."""
    _switch("withdraw", rule, reason, actor)


@click.command("restore-rule", epilog="Example:  newsmend restore-rule name.garbled --reason 'The list was mended'")
@click.argument("rule")
@click.option("--reason", required=True, help="Why, for the record.")
@ACTOR
def restore_rule(rule: str, reason: str, actor: str) -> None:
    """Use a withdrawn RULE again."""
    _switch("restore", rule, reason, actor)


def _switch(act: str, rule: str, reason: str, actor: str) -> None:
    from pipeline.flow import standing
    from pipeline.flow.workplace import workplace

    with workplace() as place:
        made = getattr(standing, act)(place, rule, actor, reason)
    click.echo(f"{made.rule}: {made.state}")
    click.echo("Stored articles follow with the next run of news_remend, or now: newsmend remend", err=True)
