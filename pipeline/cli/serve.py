"""`newsmend serve`."""

from __future__ import annotations

import getpass
import ipaddress
import os
import secrets
from contextlib import ExitStack

import click

from pipeline.model.errors import UsageError

SHORTEST = 16
TOKEN = "NEWSMEND_TOKEN"  # noqa: S105 - the variable's name


@click.command(epilog="Examples:  newsmend serve   |   newsmend serve --port 9000 --as ada")
@click.option("--port", type=click.IntRange(0, 65_535), default=8787, show_default=True, help="0: any free one.")
@click.option("--host", default="127.0.0.1", show_default=True, help="The address to listen on.")
@click.option("--as", "name", help="The name that the log gives to your decisions. [default: your login]")
@click.option("--beyond-this-machine", is_flag=True, help="Allow a --host that other machines can reach.")
def serve(port: int, host: str, name: str | None, beyond_this_machine: bool) -> None:
    """Read and decide corrections in the browser, without Airflow.

    The address that is printed holds a token; whoever has it may decide. NEWSMEND_TOKEN sets it for longer.
    """
    if not beyond_this_machine and not _loopback(host):
        hint = "There is no encryption here. Put a proxy with TLS before it, then say --beyond-this-machine."
        raise UsageError(f"{host} can be reached from other machines", where="--host", hint=hint)
    try:
        from pipeline.web.serve import run
    except ImportError as error:
        raise UsageError(f"{error.name} is not installed", hint="pip install 'newsmend[web]'") from error
    from pipeline.flow.workplace import workplace

    token = _token()
    with ExitStack() as stack:
        place = stack.enter_context(workplace())
        place.store.check()
        run(place, host, port, token, name or _login(), click.echo, any_host=beyond_this_machine)


def _token() -> str:
    token = os.environ.get(TOKEN)
    if token is None:
        return secrets.token_urlsafe(32)
    if len(token) < SHORTEST or not token.isascii() or not token.isprintable():
        raise UsageError(f"it needs {SHORTEST} plain characters or more", where=TOKEN, hint="Leave it out to get one.")
    return token


def _loopback(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def _login() -> str:
    try:
        return getpass.getuser()
    except (OSError, KeyError):
        return "reviewer"
