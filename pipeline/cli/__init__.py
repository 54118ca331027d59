"""The `newsmend` command: a thin layer over the use cases. Heavy parts are imported by the command that needs them."""

from __future__ import annotations

import signal
import sys
from types import FrameType

import click

from pipeline.cli.archive import archive, reextract
from pipeline.cli.backup import backup, restore, retention
from pipeline.cli.database import database
from pipeline.cli.extract import extract
from pipeline.cli.fluency import fluency
from pipeline.cli.gazetteer import gazetteer
from pipeline.cli.health import health
from pipeline.cli.ingest import ingest, migrate
from pipeline.cli.languagetool import languagetool
from pipeline.cli.lessons import lessons
from pipeline.cli.log import export, log, replay, report, stats
from pipeline.cli.mend import mend
from pipeline.cli.model import model
from pipeline.cli.quarantine import quarantine
from pipeline.cli.remend import remend, restore_rule, withdraw
from pipeline.cli.rules import rules
from pipeline.cli.serve import serve
from pipeline.cli.sources import sources
from pipeline.cli.token import token
from pipeline.model.errors import NewsmendError, UsageError


@click.group(
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    epilog="Start with:  newsmend mend article.txt --diff",
)
@click.version_option(package_name="newsmend", prog_name="newsmend")
def newsmend() -> None:
    """Turn machine-translated news into text that an editor would sign, with a log that proves every change."""


for command in (
    mend, extract, ingest, sources, log, report, export, quarantine, replay, stats, migrate, gazetteer, languagetool,
    fluency, lessons, rules, model, archive, reextract,
    health, backup, restore, retention, database, serve, token, remend, withdraw, restore_rule,
):  # fmt: skip
    newsmend.add_command(command)


def _stop(number: int, frame: FrameType | None) -> None:
    """A polite signal ends a command as Ctrl-C does: open files are taken away, children are stopped."""
    raise KeyboardInterrupt(number)


def main() -> None:
    """Runs the command; exit codes: 0 done, 1 something failed and is recorded, 2 wrong use, 130 stopped."""
    signal.signal(signal.SIGTERM, _stop)
    try:
        sys.exit(newsmend(prog_name="newsmend", standalone_mode=False) or 0)
    except click.exceptions.Exit as end:
        sys.exit(end.exit_code)
    except click.ClickException as error:
        error.show()
        sys.exit(2)
    except click.Abort:
        click.echo("newsmend: stopped", err=True)
        sys.exit(130)
    except UsageError as error:
        click.echo(f"newsmend: {error}", err=True)
        sys.exit(2)
    except NewsmendError as error:
        click.echo(f"newsmend: {error}", err=True)
        sys.exit(1)
    except BrokenPipeError:
        sys.stderr.close()
        sys.exit(0)
    except UnicodeError as error:
        click.echo(f"newsmend: text that is not UTF-8: {error}. Convert it first, for example with iconv.", err=True)
        sys.exit(2)
    except OSError as error:
        click.echo(f"newsmend: {error.filename or 'input or output'}: {error.strerror or error}", err=True)
        sys.exit(1)
