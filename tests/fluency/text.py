"""What the fixture model learns from: the demo's articles, as a good editor would leave them.

python -m tests.fluency.text > demo.txt
newsmend fluency build --text demo.txt --out tests/fluency/fixture --day 2026-11-24 --pieces 1000
"""

from __future__ import annotations

from collections.abc import Iterator

from demo.library import Text, texts


def paragraphs() -> Iterator[str]:
    """Every paragraph of every article, repaired."""
    for text in texts():
        if text.is_article:
            yield from (_repaired(text, paragraph) for paragraph in (text.title, *text.paragraphs))


def _repaired(text: Text, paragraph: str) -> str:
    for repair in text.repairs:
        paragraph = paragraph.replace(repair.before, repair.after)
    for flag in text.flags:
        paragraph = paragraph.replace(flag, "")
    return paragraph.replace("{weekday}", "Monday").replace("{month}", "November")


if __name__ == "__main__":
    print("\n".join(paragraphs()))
