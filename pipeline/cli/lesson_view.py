"""A lesson and its test as a person reads them, and as JSON."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Sequence
from typing import TYPE_CHECKING

import click

from pipeline.cli.show import ruling_line, table

if TYPE_CHECKING:
    from pipeline.model.lesson import Lesson
    from pipeline.model.trial import Effect, Trial


def show_lesson(events: Sequence[Lesson]) -> None:
    """Its fields, what was done with it, its last test."""
    lesson = events[-1]
    for field in dataclasses.fields(lesson.entity):
        if value := getattr(lesson.entity, field.name):
            click.echo(f"{field.name}: {', '.join(map(str, value)) if isinstance(value, tuple) else value}")
    if lesson.from_decisions:
        click.echo(f"from accepted proposals: {len(lesson.from_decisions)}")
    rows = [(event.number, event.stage, event.actor, f"{event.at:%Y-%m-%d %H:%M}", event.reason) for event in events]
    click.echo("\n" + table(("step", "stage", "by", "at (UTC)", "reason"), rows))
    if lesson.trial is not None:
        click.echo("")
        show_trial(lesson.trial)


def show_trial(trial: Trial) -> None:
    rows = [
        (what, outcome, count)
        for what, counts in (("new", trial.new), ("changed", trial.changed), ("gone", trial.gone))
        for outcome, count in counts.items()
    ]
    click.echo(f"{trial.texts} texts, {trial.conflicts} conflicts with what reviewers refused")
    click.echo(table(("proposals", "outcome", "count"), rows))
    parts = (("Conflicts", trial.conflicting), ("New or changed", trial.effects), ("Gone", trial.lost))
    for title, effects in parts:
        if effects:
            click.echo(f"\n{title} (the first {len(effects)}):\n")
        for effect in effects:
            _show_effect(effect)
    for failure in trial.failures:
        click.echo(f"a rule failed: {failure}", err=True)


def _show_effect(effect: Effect) -> None:
    outcome = effect.now or effect.was
    click.echo(f"{effect.url} ({effect.part}): …{effect.context}…")
    click.echo(ruling_line(outcome, effect.before, effect.after, effect.evidence, effect.rule, effect.confidence))


def as_json(lesson: Lesson) -> str:
    return json.dumps(dataclasses.asdict(lesson), ensure_ascii=False, default=str)
