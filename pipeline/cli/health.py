"""`newsmend health`."""

from __future__ import annotations

import dataclasses
import json
from datetime import UTC, datetime, timedelta

import click

from pipeline.cli.ingest import DAY
from pipeline.model.errors import UsageError


@click.command(epilog="Example:  newsmend health --day 2026-11-23 --notify")
@click.option("--day", type=DAY, help="The UTC day to look at. [default: yesterday]")
@click.option("--stale-hours", type=click.IntRange(1, 10000), default=48, show_default=True, help="How old.")
@click.option("--notify", is_flag=True, help="Send what is wrong by NEWSMEND_ALERT_WEBHOOK and NEWSMEND_ALERT_MAIL.")
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True)
@click.pass_context
def health(ctx: click.Context, day: datetime | None, stale_hours: int, notify: bool, form: str) -> None:
    """Is each source well? Stale, silent, unaccounted, in quarantine, another rate of edits. Exit code 1 if not."""
    from pipeline.flow.alert import tell
    from pipeline.flow.freshness import alarms
    from pipeline.flow.workplace import workplace

    on = (day or datetime.now(UTC) - timedelta(days=1)).date()
    with workplace() as place:
        found = alarms(place, on, stale=timedelta(hours=stale_hours))
        if notify and not (place.settings.alert_webhook or place.settings.alert_mail):
            hint = "Set NEWSMEND_ALERT_WEBHOOK or NEWSMEND_ALERT_MAIL."
            raise UsageError("nobody to tell", where="--notify", hint=hint)
        for alarm in found:
            click.echo(json.dumps(dataclasses.asdict(alarm), default=str) if form == "json" else str(alarm))
        if form == "text":
            click.echo(f"{on}: {len(found) or 'no'} alarm(s)")
        if notify and found:
            tell(place.settings, f"Newsmend: {len(found)} alarm(s) for {on}", [str(alarm) for alarm in found])
    ctx.exit(1 if found else 0)
