"""Ingest real news pages through the real DAGs: `python -m benchmarks.real_pages [--limit N] [--stack VAR]`.

The pages are served as one site on loopback, the source is drafted by `newsmend sources probe` and used as drafted,
and news_ingest, news_mend and news_publish run for the day on which, by the site's sitemap, every page changed.
Printed are the funnel with every reason, the edits by rule and language, and the minutes; benchmarks/out/real_pages/
gets articles.jsonl, edits.tsv, refused.tsv and figures.json. The pages are not part of this project; where they are
not there, this says so and ends.
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

import yaml

from benchmarks.dag_runs import in_process, on_stack, running_stack
from benchmarks.fixture_site import Fixture, load, serving
from benchmarks.real_report import Findings, collect, summary, write
from pipeline.flow.workplace import workplace
from pipeline.settings import load as settings
from stack.layout import BIN, ROOT

DATA = ROOT.parent / "shared" / "data" / "extraction" / "fundus_fixtures"
OUT = ROOT / "benchmarks" / "out" / "real_pages"
DAY = date(2026, 10, 1)  # later than every page


def draft(url: str, folder: Path) -> Path:
    """The source file that `newsmend sources probe` drafts for the site, saved under the name that it asks for."""
    command = [str(BIN / "newsmend"), "sources", "probe", url]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        raise SystemExit(f"`newsmend sources probe` failed: {done.stderr.strip()}")
    path = folder / f"{yaml.safe_load(done.stdout)['id']}.yaml"
    path.write_text(done.stdout, encoding="utf-8")
    return path


@contextmanager
def drafted(url: str, folder: Path) -> Iterator[str]:
    """The id of the site's source, while its file lies in the folder."""
    path = draft(url, folder)
    print(path.read_text(encoding="utf-8"))
    try:
        yield path.stem
    finally:
        path.unlink(missing_ok=True)


def ingest_here(pages: tuple[Fixture, ...], day: date, out: Path) -> Findings:
    """Into a new store below `out`, which stays for looking at; Airflow's own database goes."""
    home = out / "home"
    shutil.rmtree(home, ignore_errors=True)
    home.mkdir(parents=True)
    with tempfile.TemporaryDirectory(prefix="newsmend-real-pages-") as temporary, serving(pages, day) as url:
        sources = Path(temporary) / "sources"
        sources.mkdir()
        os.environ.update({"NEWSMEND_HOME": str(home), "NEWSMEND_SOURCES": str(sources)})
        os.environ.pop("NEWSMEND_DATABASE_URL", None)
        with drafted(url, sources) as source:
            seconds = in_process(Path(temporary) / "airflow", source, day)
            return _collected(source, url, pages, seconds)


def ingest_on_stack(pages: tuple[Fixture, ...], day: date, var: Path) -> Findings:
    """Into the store of a running stack, beside what it holds; the source's file is there only for the run."""
    with running_stack(var) as airflow, serving(pages, day) as url, drafted(url, settings().sources) as source:
        return _collected(source, url, pages, on_stack(airflow, source, day))


def _collected(source: str, url: str, pages: tuple[Fixture, ...], seconds: dict[str, float]) -> Findings:
    with workplace() as place:
        return collect(place, source, url, pages, seconds)


def main() -> None:
    """Reads the command line; exit code 1 where a page was lost or a text cannot be rebuilt."""
    parser = argparse.ArgumentParser(description="Ingest real news pages through the real DAGs.")
    parser.add_argument("--data", type=Path, default=DATA, help="folder with html/ and ground_truth.jsonl.gz")
    parser.add_argument("--out", type=Path, default=OUT)
    parser.add_argument("--day", type=date.fromisoformat, default=DAY, help="the day on which the site was rebuilt")
    parser.add_argument("--limit", type=int, default=0, help="this many pages, spread evenly")
    parser.add_argument("--stack", type=Path, metavar="VAR", help="use the running stack of this var/ folder")
    args = parser.parse_args()
    if not (args.data / "ground_truth.jsonl.gz").exists():
        print(f"Skipped: the saved pages are not in {args.data}; name their folder with --data.")
        return
    pages = load(args.data)
    pages = pages[:: max(1, len(pages) // args.limit)][: args.limit] if args.limit else pages
    started = time.monotonic()
    print(f"{len(pages)} pages as one site, rebuilt on {args.day}")
    if args.stack is None:
        findings = ingest_here(pages, args.day, args.out.resolve())
    else:
        findings = ingest_on_stack(pages, args.day, args.stack)
    counted = write(args.out, findings)
    print(summary(counted))
    print(f"All in all {(time.monotonic() - started) / 60:.1f} minutes; the files are in {args.out}")
    sys.exit(0 if counted["adds_up"] and not counted["lost"] and not counted["mismatches"] else 1)


if __name__ == "__main__":
    main()
