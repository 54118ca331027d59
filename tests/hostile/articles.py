"""Articles of ours for hostile pages to hide, double and change."""

from __future__ import annotations

from pathlib import Path

_PAGE = (Path(__file__).parent / "article.html").read_text(encoding="utf-8")


def article(name: str, head: str = "", text: str = "", published: str = "2026-11-20T08:00:00Z") -> bytes:
    """A whole page; other names give other articles, `text` is one more paragraph."""
    page = _PAGE.replace("NAME", name).replace("<!-- HEAD -->", head).replace("PUBLISHED", published)
    return page.replace("<!-- TEXT -->", f"<p>{text}</p>" if text else "").encode()
