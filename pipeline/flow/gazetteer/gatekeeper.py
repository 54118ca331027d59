"""What a step of a lesson needs before it is taken."""

from __future__ import annotations

from pipeline.flow.mend import rules_fingerprint
from pipeline.model.errors import UsageError
from pipeline.model.lesson import Lesson
from pipeline.model.trial import Trial


def must_pass(lesson: Lesson, trial: Trial | None, despite_conflicts: bool) -> None:
    """Raises UsageError where the test does not allow it to be published."""
    where, again = f"lesson {lesson.id}", f"Test it again: newsmend lessons test {lesson.id}."
    if trial is None or not trial.texts:
        raise UsageError("it was tested on no text", where=where, hint="Ingest articles, or test more days.")
    if trial.rules != rules_fingerprint():
        raise UsageError("the rules changed since it was tested", where=where, hint=again)
    if trial.failures:
        raise UsageError(f"a rule failed with it: {trial.failures[0]}", where=where, hint="Report this.")
    if trial.conflicts and not despite_conflicts:
        what = f"it would apply {trial.conflicts} edits that reviewers refused before"
        raise UsageError(what, where=where, hint="Look at them; --despite-conflicts publishes it all the same.")


def must_say(value: str, what: str, option: str) -> None:
    """Raises UsageError where the value is empty; names the option that gives it."""
    if not value.strip():
        raise UsageError(f"it needs {what}", where="lessons", hint=f"Say it with {option}.")
