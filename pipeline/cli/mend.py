"""`newsmend mend`."""

from __future__ import annotations

import json
from datetime import datetime
from pathlib import Path
from typing import BinaryIO

import click

from pipeline.cli.show import diff, progress, ruling_line, whole_file
from pipeline.model.errors import UsageError

EXAMPLES = "Examples:  newsmend mend article.txt --diff   |   newsmend mend --jsonl in.jsonl --out out.jsonl"


@click.command(epilog=EXAMPLES)
@click.argument("file", type=click.File("rb"), default="-")
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True)
@click.option("--diff", "as_diff", is_flag=True, help="Show what was taken out and put in, and why.")
@click.option("--date", "on", type=click.DateTime(["%Y-%m-%d"]), help="Day of the article, for who holds which office.")
@click.option("--source", help="Id of the source.")
@click.option(
    "--jsonl", type=click.Path(exists=True, dir_okay=False, path_type=Path), help='{"id","text"[,"title"]} a line.'
)
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path), help="Where --jsonl writes.")
@click.option("--jobs", type=click.IntRange(1, 64), default=1, show_default=True, help="Processes for --jsonl.")
def mend(
    file: BinaryIO,
    form: str,
    as_diff: bool,
    on: datetime | None,
    source: str | None,
    jsonl: Path | None,
    out: Path | None,
    jobs: int,
) -> None:
    """Mend FILE (or standard input) and print the clean text."""
    if (jsonl is None) != (out is None):
        raise click.UsageError("--jsonl and --out go together")
    if as_diff and (form == "json" or jsonl is not None):
        raise click.UsageError("--diff is for people: it goes neither with --format json nor with --jsonl")
    if jsonl is not None and out is not None:
        _mend_lines(jsonl, out, jobs)
        return
    _mend_one(_read(file), form, as_diff, on, source)


def _read(file: BinaryIO) -> str:
    with file as stream:
        data: bytes = stream.read()
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        hint = "Save it as UTF-8 first, for example with iconv."
        raise UsageError(f"not UTF-8 at byte {error.start}", where=str(file.name), hint=hint) from error


def _mend_one(text: str, form: str, as_diff: bool, on: datetime | None, source: str | None) -> None:
    from pipeline.flow.mend import mend_text
    from pipeline.flow.mend_lines import as_record
    from pipeline.text.english import looks_english

    mended = mend_text(text, on=on.date() if on else None, source=source)
    if not looks_english(text):
        click.echo("newsmend: the text does not look like English; it was left as it is", err=True)
    for failure in mended.failures:
        click.echo(f"newsmend: {failure}", err=True)
    if form == "json":
        click.echo(json.dumps(as_record(mended), ensure_ascii=False, indent=1))
    elif as_diff:
        click.echo(diff(text, mended.rulings))
        for r in mended.rulings:
            p = r.proposal
            click.echo(ruling_line(r.outcome, p.anchor.quote, r.replacement, p.evidence, p.rule, p.confidence))
    else:
        click.echo(mended.text, nl=False)


def _mend_lines(source: Path, target: Path, jobs: int) -> None:
    """Written beside the target first, so that a stopped run leaves no half file."""
    from pipeline.flow.mend_lines import mend_lines

    with source.open(encoding="utf-8") as stream:
        total = sum(1 for line in stream if line.strip())
    with (
        whole_file(target) as sink,
        source.open(encoding="utf-8") as lines,
        progress("mended") as note,
    ):
        sink.writelines(line.encode() for line in mend_lines(lines, jobs, lambda done: note("mended", done, total)))
