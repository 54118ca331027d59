"""`newsmend languagetool install` and `newsmend languagetool status`; the group is in languagetool.py."""

from __future__ import annotations

import shlex
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import click

FOLDER = click.option(
    "--folder",
    type=click.Path(path_type=Path, file_okay=False),
    help="What LTP_PATH names.  [default: languagetool in NEWSMEND_HOME]",
)


@click.command(epilog="Examples:  newsmend languagetool install   |   newsmend languagetool install --folder /opt/lt")
@FOLDER
@click.option("--force", is_flag=True, help="Install anew what is there already.")
def install(folder: Path | None, force: bool) -> None:
    """Fetch LanguageTool's server from Maven Central (97 MB; needs Java 17 or newer, and Maven)."""
    from pipeline.flow.languagetool import install as fetch

    with _spinner() as note:
        done = fetch(folder, force=force, note=note)
    jar = shlex.quote(str(done.jar))
    click.echo(f"{'installed' if done.is_new else 'already installed'}: {done.home}", err=True)
    click.echo(
        "# language-tool-python starts and stops it by itself with\n"
        f"export LTP_PATH={shlex.quote(str(done.home.parent))}\n"
        "# or let it run as a service, in a terminal of its own\n"
        f"java -Xmx1g -cp {jar} org.languagetool.server.HTTPServer --port 8010\n"
        "# and say where it is\n"
        "export NEWSMEND_LANGUAGETOOL_URL=http://127.0.0.1:8010"
    )


@click.command(epilog="Example:  newsmend languagetool status")
@FOLDER
@click.pass_context
def status(ctx: click.Context, folder: Path | None) -> None:
    """Say what is installed, and whether the server answers; 1 if one should and does not."""
    from pipeline.flow.languagetool import default_folder
    from pipeline.flow.languagetool import status as ask

    now = ask(folder)
    missing = f"LanguageTool {now.wanted} is not in {folder or default_folder()}: newsmend languagetool install"
    click.echo(f"installed  {now.home or missing}")
    click.echo(f"java       {now.java or 'none'}")
    click.echo(f"server     {now.server or 'none'}{f' at {now.url}' if now.url else ' (NEWSMEND_LANGUAGETOOL_URL)'}")
    if now.problem:
        click.echo(f"newsmend: {now.problem}", err=True)
        ctx.exit(1)


@contextmanager
def _spinner() -> Iterator[Callable[[str], None]]:
    """What is being fetched, on a terminal; nothing in a pipe."""
    if not sys.stderr.isatty():
        yield lambda _: None
        return
    from rich.console import Console
    from rich.text import Text

    with Console(stderr=True).status("asking Maven") as line:
        fetched = 0

        def note(name: str) -> None:
            nonlocal fetched
            fetched += 1
            line.update(Text(f"{fetched} files fetched, {name}"))

        yield note
