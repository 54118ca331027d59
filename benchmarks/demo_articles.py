"""The demo site's articles with their planted faults, one JSON object a line, for a scoring script.

    python -m benchmarks.demo_articles benchmarks/out/articles.jsonl

Each line has id, title, text, date, `repairs` (before, after), `flags`, and `keep`: sentences without a planted fault,
which must come out as they went in.
"""

from __future__ import annotations

import json
import sys
from datetime import date
from pathlib import Path
from typing import Any

from demo.library import Text, texts
from pipeline.text.sentences import sentences

WRITTEN_FOR = date(2025, 11, 20)  # the offices in the articles are those of this day


def cases() -> list[dict[str, Any]]:
    """Every written article."""
    return [_case(text) for text in texts() if text.is_article]


def _case(article: Text) -> dict[str, Any]:
    text = "\n".join(article.paragraphs).replace("{weekday}", "Monday").replace("{month}", "March")
    faults = [repair.before for repair in article.repairs] + list(article.flags)
    whole = [text[start:end] for start, end in sentences(text)]
    return {
        "id": article.slug,
        "title": article.title,
        "text": text,
        "date": WRITTEN_FOR.isoformat(),
        "repairs": [{"before": r.before, "after": [r.after]} for r in article.repairs if r.before in text],
        "flags": [flag for flag in article.flags if flag in text],
        "keep": [sentence for sentence in whole if not any(f in sentence or sentence in f for f in faults)],
    }


def main() -> None:
    """Writes the cases to the file that is named."""
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    target = Path(sys.argv[1])
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text("".join(json.dumps(case, ensure_ascii=False) + "\n" for case in cases()), encoding="utf-8")


if __name__ == "__main__":
    main()
