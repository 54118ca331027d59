"""`newsmend rules`."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import click

from pipeline.cli.show import table
from pipeline.model.proposal import Fault

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pipeline.faults.rule import Example
    from pipeline.flow.rules import Measurement, RuleCard

HOW = (("apply", "applied"), ("hold", "held"), ("point", "pointed at"))
SHOWN = 6  # examples of each sort; a phrasebook has hundreds


@click.command(epilog="Examples:  newsmend rules --fault CASE   |   newsmend rules grammar.article --format json")
@click.argument("rule", required=False)
@click.option("--fault", type=click.Choice([kind.value for kind in Fault], case_sensitive=False), help="One kind only.")
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True)
def rules(rule: str | None, fault: str | None, form: str) -> None:
    """List the rules with how right they are; with RULE, all about that one and its examples."""
    from pipeline.flow.rules import cards, measurement

    found = cards(Fault(fault.upper()) if fault else None, rule)
    if form == "json":
        for card in found:
            click.echo(json.dumps(_record(card, measurement()), ensure_ascii=False))
    elif rule is not None:
        click.echo(_page(found[0], measurement()))
    else:
        click.echo(_list(found))
        click.echo(f"\n{len(found)} rules. One of them, with its examples: newsmend rules {found[0].id}")


def _list(cards: Sequence[RuleCard]) -> str:
    header = ("rule", "fault", "applied: right", "held: right", "pointed: right", "apply at", "hold at", "trust")
    lines = table(header, [_row(card) for card in cards]).split("\n")
    return "\n".join([click.style(lines[0], bold=True), *lines[1:]])


def _row(card: RuleCard) -> tuple[str, ...]:
    told = (_share(card, how) for how, _ in HOW)
    at = card.thresholds
    return (card.id, card.fault, *told, f"{at.apply_at:.2f}", f"{at.hold_at:.2f}", _trust(card))


def _share(card: RuleCard, how: str) -> str:
    figure = card.measured.get(how)
    return "-" if figure is None else f"{figure.precision:.2f} of {figure.cases:,}"


def _trust(card: RuleCard) -> str:
    return "-" if card.trust is None else f"{card.trust:.2f}"


def _page(card: RuleCard, measured: Measurement) -> str:
    at = card.thresholds
    lines = [f"{click.style(card.id, bold=True)}  {card.fault}", card.about, ""]
    lines.append(
        f"A proposal is applied from a confidence of {at.apply_at:g}, and held for a reviewer from {at.hold_at:g}."
    )
    told = ", ".join(f"{word} {_share(card, how)}" for how, word in HOW if how in card.measured)
    lines.append(f"Right on real translations: {told or 'no case'} ({measured.date}, {measured.command}).")
    said = f"{card.accepted} of {card.decided} accepted" if card.decided else "nothing reviewed yet"
    lines += [f"Trust: {_trust(card)} ({said}).", ""]
    repairs = [example for example in card.examples if not example.is_near_miss]
    near = [example for example in card.examples if example.is_near_miss]
    for title, some in (("Finds", repairs), ("Leaves alone", near)):
        more = f" ({SHOWN} of {len(some):,})" if len(some) > SHOWN else ""
        lines += [click.style(f"{title}{more}:", bold=True), *(_example(e) for e in some[:SHOWN]), ""]
    return "\n".join(lines).rstrip()


def _example(example: Example) -> str:
    on = f"  ({example.published})" if example.published else ""
    on += f"  under the headline '{example.title}'" if example.title else ""
    if example.before != example.after:
        before, after = click.style(f"- {example.before}", fg="red"), click.style(f"+ {example.after}", fg="green")
        return f"  {before}{on}\n  {after}"
    pointed = "".join(f"  [{click.style(flag, fg='cyan')}]" for flag in example.flags)
    return f"  {example.before}{on}{pointed}"


def _record(card: RuleCard, measured: Measurement) -> dict[str, Any]:
    """One rule as a program reads it."""
    return {
        "rule": card.id,
        "fault": card.fault.value,
        "about": card.about,
        "apply_at": card.thresholds.apply_at,
        "hold_at": card.thresholds.hold_at,
        "measured": {how: {"precision": f.precision, "cases": f.cases} for how, f in card.measured.items()},
        "measured_on": measured.date,
        "measured_by": measured.command,
        "trust": card.trust,
        "accepted": card.accepted,
        "decided": card.decided,
        "examples": [
            {
                "before": e.before,
                "after": e.after,
                "flags": list(e.flags),
                "published": e.published.isoformat() if e.published else None,
                "title": e.title,
            }
            for e in card.examples
        ],
    }
