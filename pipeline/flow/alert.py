"""Telling people: a webhook, mail, or both; what cannot be told is an error of its own."""

from __future__ import annotations

import smtplib
from collections.abc import Callable, Mapping, Sequence
from email.message import EmailMessage
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

from pipeline.model.errors import NewsmendError, UsageError
from pipeline.settings import Settings, load
from pipeline.text.printable import printable

TIMEOUT = 20.0  # seconds
HINT = "Write it like: smtp://user:password@mail.example:587?from=newsmend@example.com&to=desk@example.com"
MOST_LINES = 100


def tell(settings: Settings, subject: str, lines: Sequence[str]) -> int:
    """Sends it wherever the settings say; the number of ways it went.

    Raises:
        NewsmendError: a way failed; the other one was tried.
        UsageError: NEWSMEND_ALERT_MAIL makes no sense.
    """
    shown = [printable(line) for line in lines[:MOST_LINES]]
    if len(lines) > MOST_LINES:
        shown.append(f"and {len(lines) - MOST_LINES} more")
    ways: list[tuple[str, Callable[[], None]]] = []
    if settings.alert_webhook:
        ways.append(("NEWSMEND_ALERT_WEBHOOK", lambda: _post(settings.alert_webhook, subject, shown)))
    if settings.alert_mail:
        ways.append(("NEWSMEND_ALERT_MAIL", lambda: _mail(settings.alert_mail, subject, shown)))
    failures = []
    for name, send in ways:
        try:
            send()
        except UsageError:
            raise
        except Exception as error:  # no address or password of ours may get into a log
            failures.append(f"{name} ({type(error).__name__})")
    if failures:
        raise NewsmendError(f"not told by {', '.join(failures)}", where=subject, hint="Is the address right?")
    return len(ways)


def run_failed(context: Mapping[str, Any]) -> None:
    """Airflow's callback for a run that failed in the end."""
    tell(load(), *_about(context, "failed"))


def run_late(context: Mapping[str, Any] | None = None, **_: Any) -> None:
    """Airflow's callback for a run that has not ended in time."""
    tell(load(), *_about(context or {}, "is not done in time"))


def _about(context: Mapping[str, Any], what: str) -> tuple[str, list[str]]:
    run = context.get("dag_run")
    facts = (
        run if isinstance(run, Mapping) else {n: getattr(run, n, None) for n in ("dag_id", "run_id", "partition_key")}
    )
    subject = f"{facts.get('dag_id') or 'a run'} {facts.get('partition_key') or ''}".strip() + f" {what}"
    return f"Newsmend: {subject}", [f"run: {facts.get('run_id')}", str(context.get("reason") or "")]


def _post(url: str, subject: str, lines: Sequence[str]) -> None:
    """As JSON: `text` is what chat services show."""
    import requests

    body = {"text": "\n".join([subject, *lines]), "subject": subject, "lines": list(lines)}
    with requests.Session() as session:
        session.trust_env = False  # neither a proxy nor a password from outside our settings
        session.post(url, json=body, timeout=TIMEOUT, allow_redirects=False).raise_for_status()


def _mail(url: str, subject: str, lines: Sequence[str]) -> None:
    parts, message = urlsplit(url), EmailMessage()
    fields = {name: values[-1] for name, values in parse_qs(parts.query).items()}
    if parts.scheme not in {"smtp", "smtps"} or not parts.hostname or not {"from", "to"} <= set(fields):
        raise UsageError("no address for mail", where="NEWSMEND_ALERT_MAIL", hint=HINT)
    message["Subject"], message["From"], message["To"] = printable(subject), fields["from"], fields["to"]
    message.set_content("\n".join(lines) + "\n")
    kind = smtplib.SMTP_SSL if parts.scheme == "smtps" else smtplib.SMTP
    with kind(parts.hostname, parts.port or 0, timeout=TIMEOUT) as server:
        if parts.username is not None:
            if parts.scheme == "smtp":
                server.starttls()  # no password goes over an open line
            server.login(unquote(parts.username), unquote(parts.password or ""))
        server.send_message(message)
