"""The cache survives whatever a killed process, a full disk or a curious person leaves behind."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from pipeline.engines.model.protocol import Choice, Question, Rewriting
from pipeline.flow.model_cache import AnswerCache, Said, key_of

CHOICE = Choice("He said so.", 3, 7, ("told", "spoke"), "why")
REWRITING = Rewriting("He said so.", ("so",), ("why",))
WRITER = """
import sys
from pathlib import Path
from pipeline.engines.model.protocol import Rewriting
from pipeline.flow.model_cache import AnswerCache, Said, key_of
cache = AnswerCache(Path(sys.argv[1]))
print("ready", flush=True)
for number in range(10**6):
    question = Rewriting(f"Sentence {number}.", (), ())
    cache.put(key_of("m", question), Said("x" * 5000))
"""


@pytest.fixture
def cache(tmp_path: Path) -> AnswerCache:
    return AnswerCache(tmp_path / "answers")


@pytest.mark.parametrize("said", [Said(None), Said("told")])
def test_what_was_said_is_found_again(cache: AnswerCache, said: Said) -> None:
    key = key_of("m", CHOICE)
    assert cache.get(key, CHOICE) is None
    cache.put(key, said)
    cache.put(key, said)
    assert cache.get(key, CHOICE) == said
    assert cache.count() == 1


def test_every_part_of_a_question_makes_another_key() -> None:
    questions: list[Question] = [
        CHOICE,
        REWRITING,
        Choice("He said so.", 3, 7, ("spoke", "told"), "why"),
        Choice("He said so.", 3, 7, ("told", "spoke"), "other"),
        Rewriting("He said it.", ("so",), ("why",)),
        Rewriting("He said so.", (), ("why",)),
    ]
    assert len({key_of(model, question) for model in ("m", "n") for question in questions}) == 12


@pytest.mark.parametrize("broken", [b"", b"{", b"[]", b"null", b"\xff", b'{"answer": "told"}', b"[" * 60_000])
def test_a_broken_file_is_no_answer(cache: AnswerCache, broken: bytes) -> None:
    key = key_of("m", CHOICE)
    cache.put(key, Said("told"))
    (path,) = cache.folder.rglob("*.json")
    path.write_bytes(broken)
    assert cache.get(key, CHOICE) is None


def test_a_changed_answer_is_no_answer(cache: AnswerCache) -> None:
    key = key_of("m", CHOICE)
    cache.put(key, Said("told"))
    (path,) = cache.folder.rglob("*.json")
    changed = {**json.loads(path.read_text(encoding="utf-8")), "answer": "spoke"}
    path.write_text(json.dumps(changed), encoding="utf-8")
    assert cache.get(key, CHOICE) is None
    cache.put(key, Said("something else"))  # sealed, but no candidate
    assert cache.get(key, CHOICE) is None


def test_a_folder_that_cannot_be_written_is_said(tmp_path: Path) -> None:
    (tmp_path / "answers").write_text("a file", encoding="utf-8")
    with pytest.raises(OSError):
        AnswerCache(tmp_path / "answers").put(key_of("m", CHOICE), Said(None))


def test_a_killed_writer_leaves_whole_answers_only(cache: AnswerCache) -> None:
    writer = subprocess.Popen([sys.executable, "-c", WRITER, str(cache.folder)], stdout=subprocess.PIPE, text=True)
    assert writer.stdout is not None
    assert writer.stdout.readline() == "ready\n"
    until = time.monotonic() + 30
    while cache.count() < 20 and time.monotonic() < until:
        time.sleep(0.01)
    os.kill(writer.pid, signal.SIGKILL)
    writer.wait()
    writer.stdout.close()
    count = cache.count()
    assert count >= 20
    found = 0
    for number in range(count + 1):
        question = Rewriting(f"Sentence {number}.", (), ())
        found += cache.get(key_of("m", question), question) == Said("x" * 5000)
    assert found == count
