"""The documents against what they describe."""

from __future__ import annotations

import re
import runpy
import shlex
import tomllib
from collections.abc import Iterator
from pathlib import Path

import click
import pytest

from pipeline.cli import newsmend
from pipeline.faults.rule import Example, Rule
from pipeline.fetch.sources import SourceFields, load_source
from pipeline.model.document import Document
from pipeline.model.proposal import Proposal
from pipeline.model.ruling import Outcome, Ruling
from pipeline.repair.guard import guard
from pipeline.repair.policy import Policy
from pipeline.repair.resolve import resolve
from pipeline.repair.rewrite import rewrite
from pipeline.store.tables import metadata

ROOT = Path(__file__).resolve().parents[1]
PAGES = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")])
DECISIONS = sorted((ROOT / "docs" / "adr").glob("*.md"))
SECTIONS = ["Context", "Decision", "Consequences", "A change violates this when…"]
LINK = re.compile(r"\]\(([^)\s]+)\)")
BLOCK = re.compile(r"^```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
INLINE = re.compile(r"`([^`\n]+)`")
TYPED = re.compile(r"(?:^|\s|bin/)newsmend ([a-z][^>|)#]*)")
VARIABLE = re.compile(r"NEWSMEND_[A-Z_]+")


def read(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


def blocks(text: str, language: str) -> list[str]:
    return [match[2] for match in BLOCK.finditer(text) if match[1] == language]


def code(text: str) -> list[str]:
    """Everything that is set as code, line by line."""
    lines = [line for match in BLOCK.finditer(text) for line in match[2].splitlines()]
    return lines + [match[1] for match in INLINE.finditer(BLOCK.sub("", text))]


def commands(group: click.Group, path: str = "newsmend") -> Iterator[tuple[str, click.Command]]:
    """Every command that can be run, with its whole name."""
    for name, command in group.commands.items():
        if isinstance(command, click.Group):
            yield from commands(command, f"{path} {name}")
        else:
            yield f"{path} {name}", command


COMMANDS = dict(commands(newsmend))


def name(page: Path) -> str:
    return str(page.relative_to(ROOT))


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_is_in_the_readme(command: str) -> None:
    assert any(re.search(rf"{command}(?![\w-])", line) for line in code(read("README.md")))


@pytest.mark.parametrize("page", PAGES, ids=name)
def test_every_command_line_can_be_typed(page: Path) -> None:
    for line in code(page.read_text(encoding="utf-8").replace("\\\n", " ")):
        for typed in TYPED.findall(line):
            words = shlex.split(typed)
            known = [words[:length] for length in (2, 1) if " ".join(["newsmend", *words[:length]]) in COMMANDS]
            assert known, f"no such command: {line}"
            command = COMMANDS[" ".join(["newsmend", *known[0]])]
            options = {option for parameter in command.params for option in parameter.opts} | {"--help"}
            assert {word for word in words if word.startswith("--")} <= options, line


def test_every_variable_is_explained() -> None:
    places = ["pipeline/settings.py", ".env.example", *(name(path) for path in (ROOT / "sources").glob("*.yaml"))]
    read_somewhere = {found for place in places for found in VARIABLE.findall(read(place))} - {"NEWSMEND_"}
    assert "NEWSMEND_DATABASE_URL" in read_somewhere
    rows = {match[1] for match in re.finditer(r"^\| `(NEWSMEND_\w+)` \|", read("docs/operating.md"), re.MULTILINE)}
    assert read_somewhere == rows


def test_the_decisions_are_numbered_without_gaps() -> None:
    assert [int(path.name[:4]) for path in DECISIONS] == list(range(1, len(DECISIONS) + 1))


@pytest.mark.parametrize("path", DECISIONS, ids=name)
def test_a_decision_has_every_section(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert text.startswith(f"# {path.name[:4]}. ")
    parts = re.split(r"^## (.+)$", text, flags=re.MULTILINE)[1:]
    assert parts[::2] == SECTIONS
    assert all(len(part.split()) > 10 for part in parts[1::2])


@pytest.mark.parametrize("page", PAGES, ids=name)
def test_links_lead_somewhere(page: Path) -> None:
    targets = [link.partition("#")[0] for link in LINK.findall(page.read_text(encoding="utf-8")) if "://" not in link]
    assert [target for target in targets if target and not (page.parent / target).exists()] == []


def test_the_example_of_a_source_is_a_source(tmp_path: Path) -> None:
    text = read("docs/adding-a-source.md")
    example, archived = blocks(text, "yaml")
    path = tmp_path / "news-example.yaml"
    path.write_text(archived, encoding="utf-8")
    assert load_source(path, {}).warc[1].startswith("s3://")
    path.write_text(example, encoding="utf-8")
    source = load_source(path, {})
    assert source.feeds == ("https://news.example/rss.xml",)
    assert source.selectors.body == ("article .text",)
    assert re.findall(r"^\| `(\w+)` \|", text, re.MULTILINE) == list(SourceFields.model_fields)


def test_every_table_of_the_store_is_described() -> None:
    section = read("docs/architecture.md").split("## The store")[1].split("\n## ")[0]
    assert set(re.findall(r"^\| `(\w+)` \|", section, re.MULTILINE)) == set(metadata.tables)


def test_make_does_what_the_documents_say() -> None:
    targets = set(re.findall(r"^([a-z-]+):.*##", read("Makefile"), re.MULTILINE))
    said = {
        word
        for page in PAGES
        for line in code(page.read_text("utf-8"))
        for word in re.findall(r"^make ([a-z-]+)", line)
    }
    assert said == targets


def test_the_changelog_knows_this_version() -> None:
    version = tomllib.loads(read("pyproject.toml"))["project"]["version"]
    assert f"## [{version}]" in read("CHANGELOG.md")


@pytest.fixture(scope="module")
def rule(tmp_path_factory: pytest.TempPathFactory) -> Rule:
    """The rule of docs/writing-a-rule.md."""
    (example,) = blocks(read("docs/writing-a-rule.md"), "python")
    path = tmp_path_factory.mktemp("rule") / "discuss_about.py"
    path.write_text(example, encoding="utf-8")
    found: Rule = runpy.run_path(str(path), run_name="discuss_about")["DiscussAbout"]()
    return found


def mended(rule: Rule, example: Example) -> tuple[str, list[Ruling], list[Proposal]]:
    """The text, why, and what the rule says about its own result."""
    document, context = Document("", example.before), example.context
    rulings = guard(document, resolve(rule.find(document, context), {}, Policy()))
    text = rewrite(document, rulings)
    return text, rulings, list(rule.find(Document("", text), context))


def test_the_example_of_a_rule_works(rule: Rule) -> None:
    assert {example.is_near_miss for example in rule.examples} == {True, False}
    for example in rule.examples:
        text, rulings, again = mended(rule, example)
        assert text == example.after
        assert {ruling.outcome for ruling in rulings} == (set() if example.is_near_miss else {Outcome.APPLY})
        assert again == []


def test_the_picture_shows_what_the_command_prints() -> None:
    drawing = runpy.run_path(str(ROOT / "docs" / "img" / "draw.py"), run_name="draw")
    now = drawing["draw"](drawing["printed"]())
    assert "APPLY" in now
    assert now == read("docs/img/diff.svg"), "draw it again: .venv/bin/python docs/img/draw.py"
