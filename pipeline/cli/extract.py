"""`newsmend extract`."""

from __future__ import annotations

import json
from pathlib import Path

import click

from pipeline.cli.show import whole_file

EXAMPLES = (
    "Examples:  newsmend extract page.html --url https://news.example/a [--explain]   |   "
    "newsmend extract --jsonl IN --out OUT"
)


@click.command(epilog=EXAMPLES)
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path), required=False)
@click.option("--url", help="Address that the page was fetched from.")
@click.option(
    "--jsonl", type=click.Path(exists=True, dir_okay=False, path_type=Path), help='{"id","url","html"} a line.'
)
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path), help="Where --jsonl writes.")
@click.option(
    "--explain", is_flag=True, help="Why each block of FILE was kept (+) or dropped (-), instead of the article."
)
def extract(file: Path | None, url: str | None, jsonl: Path | None, out: Path | None, explain: bool) -> None:
    """Take the article out of a page: title, authors, dates, language, paragraphs."""
    from pipeline.flow.extract_lines import explain_page, extract_lines, extract_page

    if jsonl is not None and out is not None:
        with jsonl.open(encoding="utf-8") as lines, whole_file(out) as sink:
            sink.writelines(line.encode() for line in extract_lines(lines))
        return
    if file is None or url is None:
        raise click.UsageError("give FILE and --url, or --jsonl and --out")
    if explain:
        click.echo("\n".join(explain_page(file.read_bytes(), url, "")))
        return
    click.echo(json.dumps(extract_page(file.read_bytes(), url, ""), ensure_ascii=False, indent=1))
