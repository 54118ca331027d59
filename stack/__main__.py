"""`python -m stack run|status|stop|demo-cli`."""

from __future__ import annotations

import argparse
import os
import signal
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from types import FrameType

from pipeline.model.errors import NewsmendError
from stack import console, ingest, summary
from stack.airflow_api import Airflow
from stack.console import say, step
from stack.demo_cli import demo_cli
from stack.failure import AlreadyRunning, ChildExited, StackError
from stack.layout import ROOT, Layout
from stack.runner import Runner, alone, down, refuse_second
from stack.status import show


class Stopped(Exception):
    """Ctrl-C, or a polite signal."""


def main(arguments: Sequence[str] | None = None) -> int:
    """The exit code of the command."""
    options = _parser().parse_args(arguments)
    layout = Layout(Path(options.var).resolve())
    try:
        if options.command == "run":
            return run(layout, options)
        return {"status": show, "stop": stop, "demo-cli": demo_cli}[options.command](layout)
    except NewsmendError as error:
        console.report(error, error.log if isinstance(error, StackError) else ())
    except OSError as error:
        say(f"Error: {error}. Is the disk full, or may you not write to {layout.var}?")
    return 1


def run(layout: Layout, options: argparse.Namespace) -> int:
    """Starts the stack, fills it, and keeps it until Ctrl-C (or leaves it, detached)."""
    layout.create()
    with alone(layout):
        refuse_second(layout)
        runner = Runner(layout, options.port, options.demo_port)
        keep = False
        try:
            _catch_signals()
            airflow = runner.up()
            if not options.no_ingest:
                _fill(airflow, runner)
            summary.addresses(layout, detached=options.detach)
            keep = options.detach
            if not keep:
                _guard(runner)
        except Stopped:
            say("")
        finally:
            if not keep:
                _ignore_signals()
                with step("Stopping everything"):
                    down(layout)
    return 0


def stop(layout: Layout) -> int:
    """Ends a stack: by a signal to its runner where that is in the foreground, else by itself."""
    if not layout.var.is_dir():
        say("Newsmend does not run.")
        return 0
    try:
        with alone(layout):
            say("Stopped." if down(layout) else "Newsmend does not run.")
    except AlreadyRunning:
        _signal_runner(layout)
        say("Stopped.")
    return 0


def _signal_runner(layout: Layout, patience: float = 60.0) -> None:
    os.kill(int(layout.lock.read_text()), signal.SIGTERM)
    deadline = time.monotonic() + patience
    while time.monotonic() < deadline:
        try:
            with alone(layout):
                return
        except AlreadyRunning:
            time.sleep(0.2)
    raise StackError(f"did not stop in {patience:.0f} s", where="Newsmend", hint="See its terminal.")


def _fill(airflow: Airflow, runner: Runner) -> None:
    days = ingest.last_days()
    try:
        with step(f"Fetching, mending and publishing {days[0]} to {days[-1]}") as current:
            ingest.wait_for_dags(airflow, runner.watch)
            ingest.trigger(airflow, days)
            ingest.wait_for_days(airflow, days, current, runner.watch)
    except ChildExited:
        raise
    except StackError as error:
        console.report(error, error.log or ingest.task_log(runner.layout))
    summary.report(runner.env)


def _guard(runner: Runner) -> None:
    while True:
        time.sleep(1.0)
        try:
            runner.watch()
        except ChildExited as ended:
            console.report(ended, ended.log)
            say("The others run on. Ctrl-C and `make run` start everything anew.")
            runner.forget(ended.where)


def _catch_signals() -> None:
    def stopped(_number: int, _frame: FrameType | None) -> None:
        raise Stopped

    signal.signal(signal.SIGINT, stopped)
    signal.signal(signal.SIGTERM, stopped)
    if signal.getsignal(signal.SIGHUP) is not signal.SIG_IGN:
        signal.signal(signal.SIGHUP, stopped)


def _ignore_signals() -> None:
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.SIG_IGN)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m stack", description="The local Newsmend stack.")
    parser.add_argument("command", choices=("run", "status", "stop", "demo-cli"))
    parser.add_argument("--var", default=str(ROOT / "var"), help="the folder of everything that is stored")
    parser.add_argument("--port", type=int, help="the port of Airflow's UI")
    parser.add_argument("--demo-port", type=int, help="the port of the demo news site")
    parser.add_argument("--no-ingest", action="store_true", help="start only; fetch nothing")
    parser.add_argument("--detach", action="store_true", help="leave the stack running and return")
    return parser


if __name__ == "__main__":
    sys.exit(main())
