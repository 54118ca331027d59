"""`newsmend languagetool`: the group and `serve`."""

from __future__ import annotations

import click

from pipeline.cli.languagetool_install import install, status


@click.group()
def languagetool() -> None:
    """Grammar checking: LanguageTool's server, and a small one of our own that speaks its protocol."""


@languagetool.command(epilog="Examples:  newsmend languagetool serve   |   newsmend languagetool serve --port 8090")
@click.option("--port", type=click.IntRange(0, 65535), default=8081, show_default=True, help="0 takes a free one.")
def serve(port: int) -> None:
    """Answer LanguageTool's /v2 protocol on 127.0.0.1 until Ctrl-C, with the embedded engine (extra `engine`)."""
    from pipeline.engines.server.serve import open_server

    with open_server(port) as server:
        click.echo(f"listening on http://127.0.0.1:{server.server_port}/v2/", err=True)
        try:
            server.serve_forever()
        except KeyboardInterrupt:
            click.echo("stopped", err=True)


for command in (install, status):
    languagetool.add_command(command)
