"""Link Grammar's `link-parser` as a second witness: one process, asked sentence by sentence, each with a deadline.

A line that begins with "!", "*", ":" or "%" would be a command or a mark to the program, and a long one ends it: what a
page says is made harmless first, or not asked about. Answers are told apart by a setting that counts up.
"""

from __future__ import annotations

import os
import re
import select
import shutil
import subprocess
import threading
import time

from pipeline.fluency.tokens import plain
from pipeline.model.errors import FluencyError

PROGRAM = "link-parser"
HINT = "apt-get install link-grammar"
MOST_WORDS, MOST_CHARACTERS = 60, 500
SECONDS, START_SECONDS = 2, 15
_FLUSH = "A dog ran.\n\n"  # what is written reaches us only when the line after the next sentence was read
_FIRST_MARK = 100_000  # the width of a screen that is never drawn: it only tells answers apart
_HARMLESS_START = re.compile(r"\A[^\w\"'(]+")
_NULLS = re.compile(r"^Found \d+ linkages? \(.*\) at null count (\d+)\s*$", re.MULTILINE)
_WHOLE = re.compile(r"^Found \d+ linkages? \([^)]*\)\s*$", re.MULTILINE)


class LinkGrammar:
    """Implements the guard's `Syntax`. One sentence at a time; a process that hangs or dies is replaced."""

    def __init__(self, program: str = PROGRAM, seconds: float = SECONDS) -> None:
        """Raises: FluencyError: the program is not installed."""
        found = shutil.which(program)
        if found is None:
            raise FluencyError(f"{program} is not installed", where="Link Grammar", hint=HINT)
        self._program, self._seconds = found, seconds
        self._process: subprocess.Popen[bytes] | None = None
        self._mark, self._lock = _FIRST_MARK, threading.Lock()
        self.version = self._ask_version()

    @property
    def id(self) -> str:
        return f"Link Grammar {self.version}"

    def nulls(self, sentence: str) -> int | None:
        """Words without a link; None for what is empty, too long, not parsed in time, or ends the program."""
        line = harmless(sentence)
        if line is None:
            return None
        with self._lock:
            answer = self._ask(line)
        if answer is None:
            return None
        if (found := _NULLS.search(answer)) is not None:
            return int(found[1])
        return 0 if _WHOLE.search(answer) else None

    def close(self) -> None:
        """Ends the process; the next question starts another."""
        process, self._process = self._process, None
        if process is None:
            return
        process.kill()
        process.wait()
        for stream in (process.stdin, process.stdout):
            if stream is not None:
                try:
                    stream.close()
                except OSError:
                    continue  # what was not read by a dead process

    def _ask(self, line: str) -> str | None:
        started = self._process is None or self._process.poll() is not None
        if started:
            self._start()
        self._mark += 2
        until = time.monotonic() + self._seconds + 1 + (START_SECONDS if started else 0)
        try:
            answer = self._exchange(f"!width={self._mark}\n{line}\n!width={self._mark + 1}\n{_FLUSH}", until)
        except OSError:
            answer = None
        if answer is None:
            self.close()
        return answer

    def _exchange(self, question: str, until: float) -> str | None:
        """What the program wrote between the two marks of this question."""
        process = self._process
        if process is None or process.stdin is None or process.stdout is None:
            return None
        process.stdin.write(question.encode("utf-8", "replace"))
        process.stdin.flush()
        start, end = (f"width set to {self._mark + n}\n".encode() for n in (0, 1))
        answer = b""
        while end not in answer:
            ready = select.select([process.stdout], [], [], max(0.0, until - time.monotonic()))[0]
            part = os.read(process.stdout.fileno(), 65536) if ready else b""
            if not part:
                return None
            answer += part
        return answer.partition(start)[2].partition(end)[0].decode("utf-8", "replace")

    def _start(self) -> None:
        self.close()
        self._process = subprocess.Popen(
            [self._program, "en", "-graphics=0", "-verbosity=1", "-limit=20", f"-timeout={max(1, int(self._seconds))}",
             "-null=1"],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
            env={"PATH": os.defpath, "LANG": "C.UTF-8", "HOME": os.devnull},
        )  # fmt: skip

    def _ask_version(self) -> str:
        try:
            done = subprocess.run([self._program, "--version"], capture_output=True, timeout=START_SECONDS, check=False)
        except (OSError, subprocess.TimeoutExpired) as error:
            raise FluencyError(f"{self._program} does not start: {error}", where="Link Grammar", hint=HINT) from error
        found = re.search(rb"link-grammar-(\d[\w.]*)", done.stdout + done.stderr)
        return found[1].decode() if found else "unknown"


def harmless(sentence: str) -> str | None:
    """One short line that the program takes for a sentence; None where there is none."""
    if len(sentence) > 4 * MOST_CHARACTERS:
        return None
    line = _HARMLESS_START.sub("", f" {plain(sentence)}", count=1)
    if not any(c.isalnum() for c in line) or len(line) > MOST_CHARACTERS or len(line.split()) > MOST_WORDS:
        return None
    return line
