"""Every error that we raise.

NewsmendError
├── UsageError            the caller asked for something that makes no sense (exit code 2)
│   └── SourceError       a source file is wrong: file, line, field
├── NotFound              what an address names is not there
├── Conflict              somebody else was quicker: look again, then decide
├── StaleAnchor           a ruling does not fit the text it is applied to
├── RuleFailure           a rule raised; the article goes on without it
├── GazetteerError        the file of names is cut short, changed, or written by a newer version
├── FetchError            a page could not be had
│   ├── Gone              404 or 410: do not try again
│   ├── Denied            robots.txt, a private address, a scheme or port that we refuse
│   │   └── Postponed     robots.txt cannot be read now: nothing is fetched, but ask again
│   ├── Throttled         429 or 503: try again after `retry_after` seconds
│   ├── TooLarge          the body passes the size limit
│   └── Unreachable       no answer, a broken answer, a time-out
├── NotAnArticle          the page is a list, a wall, a PDF, empty...
└── StoreError            the store cannot be opened, or says no
    └── ReplayMismatch    a stored text is not what its log gives
"""

from __future__ import annotations


class NewsmendError(Exception):
    """`what` went wrong, `where` it went wrong, and what to do next (`hint`)."""

    def __init__(self, what: str, *, where: str = "", hint: str = "") -> None:
        self.what, self.where, self.hint = what, where, hint
        super().__init__(": ".join(part for part in (where, what) if part) + (f". {hint}" if hint else ""))


class UsageError(NewsmendError):
    pass


class SourceError(UsageError):
    pass


class NotFound(NewsmendError):
    pass


class Conflict(NewsmendError):
    pass


class StaleAnchor(NewsmendError):
    pass


class RuleFailure(NewsmendError):
    pass


class GazetteerError(NewsmendError):
    pass


class EngineError(NewsmendError):
    pass


class FluencyError(NewsmendError):
    pass


class FetchError(NewsmendError):
    """`status` is the HTTP status, 0 where there was none."""

    def __init__(self, what: str, *, where: str = "", hint: str = "", status: int = 0) -> None:
        super().__init__(what, where=where, hint=hint)
        self.status = status


class Gone(FetchError):
    pass


class Denied(FetchError):
    pass


class Postponed(Denied):
    pass


class Throttled(FetchError):
    """`retry_after` is in seconds."""

    def __init__(
        self, what: str, *, where: str = "", hint: str = "", status: int = 429, retry_after: float = 60.0
    ) -> None:
        super().__init__(what, where=where, hint=hint, status=status)
        self.retry_after = retry_after


class TooLarge(FetchError):
    pass


class Unreachable(FetchError):
    pass


class NotAnArticle(NewsmendError):
    """`reason` is a short word that is counted: list, paywall, pdf, empty, not-html, ..."""

    def __init__(self, what: str, *, reason: str, where: str = "", hint: str = "") -> None:
        super().__init__(what, where=where, hint=hint)
        self.reason = reason


class StoreError(NewsmendError):
    pass


class ReplayMismatch(StoreError):
    pass
