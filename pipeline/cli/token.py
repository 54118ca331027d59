"""`newsmend token make`, `list` and `revoke`."""

from __future__ import annotations

import getpass
from datetime import timedelta

import click

from pipeline.cli.show import table

LONGEST = 366


@click.group()
def token() -> None:
    """Tokens for programs that ask the desk's API; `newsmend serve` answers to them."""


@token.command(epilog="Example:  newsmend token make --as newsroom-cms --role view --days 90")
@click.option("--as", "name", required=True, help="Who uses it: the name that the log gives to its decisions.")
@click.option("--role", type=click.Choice(["view", "review"]), default="view", show_default=True)
@click.option("--days", type=click.IntRange(1, LONGEST), default=90, show_default=True, help="How long it holds.")
def make(name: str, role: str, days: int) -> None:
    """Make a token and print it once; only its hash is kept."""
    from pipeline.flow.api_tokens import make as run
    from pipeline.flow.workplace import workplace
    from pipeline.store.api_tokens import Role

    with workplace() as place:
        made, secret = run(place, name, Role(role), timedelta(days=days), _login())
    click.echo(
        f"Token {made.id} for {made.name} may {role} until {made.expires:%Y-%m-%d %H:%M} UTC. Keep it:", err=True
    )
    click.echo(secret)


@token.command("list", epilog="Example:  newsmend token list")
def show() -> None:
    """Every token there ever was, without its secret."""
    from pipeline.flow.api_tokens import listed
    from pipeline.flow.workplace import now, workplace

    with workplace() as place:
        found, moment = listed(place), now()
    rows = [
        (t.id, t.name, t.role.value, t.made_by, f"{t.at:%Y-%m-%d}", f"{t.expires:%Y-%m-%d}",
         "revoked" if t.revoked else "holds" if t.good(moment) else "expired")
        for t in found
    ]  # fmt: skip
    click.echo(table(("id", "name", "role", "made by", "made", "until", "state"), rows) if rows else "No token.")


@token.command(epilog="Example:  newsmend token revoke 1f2e3d4c")
@click.argument("id")
def revoke(id: str) -> None:
    """Take a token back; it opens nothing from now on."""
    from pipeline.flow.api_tokens import revoke as run
    from pipeline.flow.workplace import workplace

    with workplace() as place:
        run(place, id)
    click.echo(f"Token {id} is taken back.", err=True)


def _login() -> str:
    try:
        return getpass.getuser()
    except (OSError, KeyError):
        return "operator"
