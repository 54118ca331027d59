"""Draws docs/img/diff.svg from what `newsmend mend --diff` prints for docs/img/article.txt."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from html import escape
from pathlib import Path

from click.testing import CliRunner

from pipeline.cli import newsmend

FOLDER = Path(__file__).parent
ARTICLE, PICTURE = FOLDER / "article.txt", FOLDER / "diff.svg"
COMMAND = ("mend", "--diff", "--date", "2026-11-23")
COLUMNS, LINE, CHARACTER, MARGIN = 104, 20, 8.7, 18
CODE = re.compile(r"\x1b\[(\d+)m")
COLOURS = {31: "r", 32: "g", 33: "y", 36: "c"}  # those of pipeline/cli/show.py
STYLE = (
    "text{font:14px ui-monospace,SFMono-Regular,Menlo,Consolas,monospace;fill:#d8dee9;white-space:pre}"
    ".r{fill:#ff7b72;text-decoration:line-through}.g{fill:#7ee787;font-weight:bold}"
    ".y{fill:#e3b341}.c{fill:#79c0ff}.p{fill:#8b949e}"
)

Cell = tuple[str, str]  # a character and its class


def printed() -> str:
    """What the command prints on a terminal."""
    result = CliRunner().invoke(newsmend, [*COMMAND, str(ARTICLE)], color=True, catch_exceptions=False)
    return result.output


def draw(output: str) -> str:
    """The picture of that output, as SVG."""
    prompt = [(character, "p") for character in f"$ newsmend {' '.join(COMMAND)} {ARTICLE.name}"]
    lines = [prompt, [], *_wrapped(_cells(output.rstrip()))]
    width, height = int(COLUMNS * CHARACTER + 2 * MARGIN), len(lines) * LINE + 2 * MARGIN
    rows = "\n".join(_row(line, MARGIN + LINE * (n + 1) - 5) for n, line in enumerate(lines) if line)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" role="img">\n'
        "<title>A mended text in a terminal: words taken out and put in, and a line of evidence for each</title>\n"
        f"<style>{STYLE}</style>\n"
        f'<rect width="{width}" height="{height}" rx="8" fill="#0d1117"/>\n{rows}\n</svg>\n'
    )


def _cells(output: str) -> Iterator[Cell]:
    colour = ""
    for n, part in enumerate(CODE.split(output)):
        if n % 2 == 0:
            yield from ((character, colour) for character in part)
        else:
            colour = COLOURS.get(int(part), "" if part == "0" else colour)


def _wrapped(cells: Iterable[Cell]) -> Iterator[list[Cell]]:
    """Lines of at most COLUMNS cells, broken at spaces; what goes on is indented as its line was."""
    line: list[Cell] = []
    for cell in [*cells, ("\n", "")]:
        if cell[0] != "\n":
            line.append(cell)
            continue
        indent = line[: len(line) - len("".join(character for character, _ in line).lstrip())]
        while len(line) > COLUMNS:
            at = max((n for n in range(len(indent) + 1, COLUMNS) if line[n][0] == " "), default=COLUMNS)
            yield line[:at]
            line = [*indent, *line[at:][line[at][0] == " " :]]
        yield line
        line = []


def _row(line: list[Cell], y: int) -> str:
    spans: list[list[str]] = []
    for character, colour in line:
        if spans and spans[-1][1] == colour:
            spans[-1][0] += character
        else:
            spans.append([character, colour])
    text = "".join(f'<tspan class="{colour}">{escape(t)}</tspan>' if colour else escape(t) for t, colour in spans)
    return f'<text x="{MARGIN}" y="{y}" xml:space="preserve">{text}</text>'


if __name__ == "__main__":
    PICTURE.write_text(draw(printed()), encoding="utf-8")
