"""A page's blocks as rows of numbers: what the learned score looks at. NAMES tells what each number is."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Sequence

from pipeline.extract import words
from pipeline.extract.blocks import Block
from pipeline.extract.places import AROUND, INHERITED, Place, Places, around, log
from pipeline.extract.score import Hints, by_hand
from pipeline.extract.titles import folded

_TAGS = ("p", "h1", "h2", "h3", "h4", "li", "blockquote", "div", "td", "figcaption", "section", "article", "dd", "pre")
_TAG_OF = {tag: index for index, tag in enumerate(_TAGS)} | {"h5": 4, "h6": 4, "th": 8, "dt": 12, "caption": 9}
_DATE = re.compile(r"\b(?:\d{1,2}[./-]\d{1,2}[./-]\d{2,4}|\d{4}-\d\d-\d\d|\d{1,2}:\d\d|(?:19|20)\d\d)\b")
_NOISE = re.compile(
    r"copyright|all rights reserved|cookie|newsletter|subscri|sign up|log ?in|sign in|advertis|follow us"
    r"|share (?:this|on)|read (?:more|also)|also read|click here|related|recommended|most (?:read|popular)|terms of"
    r"|privacy|comment|facebook|twitter|instagram|whatsapp|telegram|e ?mail|photo|image|getty|lesen sie|mehr zum thema"
    r"|abonn|anzeige|werbung|publicit|leia|lire aussi|lea tam|leer m|foto |bild |источник|фото|читайте|подпис|関連"
    r"|続きを|相关|更多|版权"
)
_BYLINE = re.compile(r"\s*(?:by|von|par|por|di|af|av|door|text|oleh|от)\b[: ]", re.IGNORECASE)
_WIDE = re.compile("[\u3040-\u9fff\uac00-\ud7a3]")  # no spaces between words: two characters count as one
_SIGHT = 160  # characters that shares of letters are taken from
_OWN = (
    "words", "chars", "links", "only_links", "sentences", "terminal", "commas", "word_length", "upper", "digits",
    "date", "noise", "byline", "chatter", "caption", "seen", "lines", "colon", "opening", "author", "title",
    "title_part", "summary", "structured",
)  # fmt: skip
_PLACE = ("in_best", "in_outer", "through_best", "before_best", "after_best", "is_best", "best_told")
_PAGE = ("so_far", "number", "after_heading", "from_heading", "blocks", "prose", "page_links", "has_structured")
_ALIKE = ("alike", "alike_chars", "alike_links", "alike_mean")
_HAND = ("hand", "hand_holder", "hand_before", "hand_after")
_FLOW = ("window", "long_before", "long_after", "long")
_STEPS = (-3, -2, -1, 1, 2, 3)
_BESIDE = tuple(
    f"{name}{step:+d}" for step in _STEPS for name in ("words", "links", "paragraph", "same_tag", "same_box")
)
NAMES = (
    *_OWN, *(f"tag_{tag}" for tag in _TAGS), *INHERITED, *AROUND, *_PLACE, *_PAGE, *_ALIKE, *_HAND, *_FLOW, *_BESIDE
)  # fmt: skip
Row = list[float]


def rows(blocks: Sequence[Block], hints: Hints) -> list[Row]:
    """One row for each block."""
    if not blocks:
        return []
    counts = [_count(block.text) for block in blocks]
    places = Places(blocks, counts)
    own = _Own(hints)
    found = [own.row(block, count) for block, count in zip(blocks, counts, strict=True)]
    chars, told = sum(len(block.text) for block in blocks), sum(len(b.text) for b in blocks if b.container.tag == "p")
    for row, place, holder in zip(found, places.of, places.holders, strict=True):
        row += place.inherited
        row += around(holder, places.best, max(1, chars), max(1, told))
    for part in (_placed(places, told), _paged(blocks, chars, hints), _alike(blocks), _by_hand(blocks, hints)):
        _add(found, part)
    _add(found, _flow(blocks, counts))
    _add(found, _beside(blocks, found))
    return found


def _add(found: list[Row], part: Sequence[Sequence[float]]) -> None:
    for row, more in zip(found, part, strict=True):
        row += more


def _count(text: str) -> int:
    """Words, or half the characters where a script has no spaces."""
    count = len(text.split())
    return count if text.isascii() or len(text) < 6 * count else max(count, len(_WIDE.findall(text)) // 2)


class _Own:
    """What can be told from a block alone, and from whether its text was there before."""

    def __init__(self, hints: Hints) -> None:
        self._title = set(folded(hints.title).split())
        self._authors = tuple(folded(name) for name in hints.authors)
        self._hints = hints
        self._seen: Counter[str] = Counter()

    def row(self, block: Block, count: int) -> Row:
        text, size = block.text, len(block.text)
        sight = text[:_SIGHT]
        short = count <= 40
        seen = self._seen[text[:200]]
        self._seen[text[:200]] += 1
        key = folded(text) if short else ""
        told = set(key.split())
        both = len(told & self._title)
        row = [
            log(count),
            log(size),
            block.link_share,
            float(block.link_chars >= 0.9 * size),
            float(min(20, text.count(". ") + text.count("? ") + text.count("! ") + text.count("。"))),
            float(words.TERMINAL.search(text[-8:]) is not None),
            text.count(",") / max(1, count),
            size / max(1, count),
            sum(map(str.isupper, sight)) / len(sight),
            sum(map(str.isdigit, sight)) / len(sight),
            float(short and _DATE.search(text) is not None),
            float(short and ("©" in text or _NOISE.search(key) is not None)),
            float(short and _BYLINE.match(text) is not None),
            float(count <= 14 and words.CHATTER.fullmatch(text) is not None),
            float(short and words.CAPTION.fullmatch(text) is not None),
            float(min(3, seen)),
            float(min(10, len(block.lines))),
            float(text.endswith(":")),
            float(text[0] in "\"'“„«»-–—*•"),
            float(short and any(name in key for name in self._authors)),
            both / max(1, len(told | self._title)) if short else 0.0,
            float(short and bool(self._title) and both >= 0.8 * len(self._title)),
            self._summary(text),
            self._structured(text),
            *[0.0] * len(_TAGS),
        ]
        tag = _TAG_OF.get(block.container.tag)
        if tag is not None:
            row[len(_OWN) + tag] = 1.0
        return row

    def _summary(self, text: str) -> float:
        summary = self._hints.summary
        if not summary:
            return -1.0
        return float(len(text) > 20 and (text[:40] in summary or summary[:40] in text))

    def _structured(self, text: str) -> float:
        """The share of three samples of the text that the structured body has; -1 where there is none."""
        body = self._hints.body
        if not body:
            return -1.0
        if len(text) < 40:
            return float(len(text) > 12 and text in body)
        middle = len(text) // 2
        return sum(part in body for part in (text[:30], text[middle - 15 : middle + 15], text[-30:])) / 3


def _placed(places: Places, told: int) -> list[Row]:
    best = places.best
    if best is None:
        return [[0.0] * len(_PLACE) for _ in places.of]
    outer = best.outer or best
    inside, within = _memberships(places, best), _memberships(places, outer)
    indexes = [index for index, value in enumerate(inside) if value] or [0]
    first, last = indexes[0], indexes[-1]
    share = best.told / max(1, told)
    return [
        [
            float(inside[i]),
            float(within[i]),
            (i - first) / max(1, last - first),
            float(i < first),
            float(i > last),
            float(holder is best),
            share,
        ]
        for i, holder in enumerate(places.holders)
    ]


def _memberships(places: Places, top: Place) -> list[bool]:
    known: dict[int, bool] = {}
    for place in places.of:
        if id(place) not in known:
            known[id(place)] = places.inside(place, top)
    return [known[id(place)] for place in places.of]


def _paged(blocks: Sequence[Block], chars: int, hints: Hints) -> list[Row]:
    title = folded(hints.title)
    tags = [block.container.tag for block in blocks]
    own = (i for i, block in enumerate(blocks) if tags[i] == "h1" and title and folded(block.text) == title)
    heading = next(own, tags.index("h1") if "h1" in tags else -1)
    prose = sum(len(block.text) for block in blocks if len(block.text) >= 50 and block.link_share < 0.5)
    page = [
        log(len(blocks)),
        log(prose),
        sum(block.link_chars for block in blocks) / max(1, chars),
        float(bool(hints.body)),
    ]
    found, so_far = [], 0
    for i, block in enumerate(blocks):
        distance = max(-50.0, min(50.0, i - heading)) if heading >= 0 else -51.0
        found.append([so_far / max(1, chars), i / len(blocks), float(i > heading >= 0), distance, *page])
        so_far += len(block.text)
    return found


def _alike(blocks: Sequence[Block]) -> list[Row]:
    """How the blocks of the same tag and class are, all over the page."""
    groups: dict[tuple[str, str, str], list[int]] = defaultdict(lambda: [0, 0, 0])
    keys = [(block.container.tag, block.container.style, block.container.holder.style) for block in blocks]
    for block, key in zip(blocks, keys, strict=True):
        group = groups[key]
        group[0] += 1
        group[1] += len(block.text)
        group[2] += min(len(block.text), block.link_chars)
    numbers = {
        key: [log(count), log(chars), links / max(1, chars), log(chars // count)]
        for key, (count, chars, links) in groups.items()
    }
    return [numbers[key] for key in keys]


def _by_hand(blocks: Sequence[Block], hints: Hints) -> list[Row]:
    kept = by_hand(blocks, hints)
    totals: dict[int, list[float]] = defaultdict(lambda: [0.0, 0.0])
    for block, keep in zip(blocks, kept, strict=True):
        total = totals[id(block.container.holder)]
        total[0] += keep * len(block.text)
        total[1] += len(block.text)
    shares = [totals[id(block.container.holder)] for block in blocks]
    before, sum_kept = [], 0
    for keep in kept:
        before.append(sum_kept)
        sum_kept += int(keep)
    after = [sum_kept - value for value in before]
    return [
        [keep, share[0] / share[1], log(b), log(a)]
        for keep, share, b, a in zip(kept, shares, before, after, strict=True)
    ]


def _flow(blocks: Sequence[Block], counts: Sequence[int]) -> list[Row]:
    weights = [log(count) * (1 - block.link_share) for block, count in zip(blocks, counts, strict=True)]
    long = [
        int(block.container.tag in {"p", "blockquote"} and count > 12 and block.link_share < 0.5)
        for block, count in zip(blocks, counts, strict=True)
    ]
    total, so_far, found = sum(long), 0, []
    for i, here in enumerate(long):
        near = weights[max(0, i - 5) : i + 6]
        found.append(
            [
                sum(near) / len(near),
                so_far / max(1, total),
                (total - so_far) / max(1, total),
                log(total),
            ]
        )
        so_far += here
    return found


def _beside(blocks: Sequence[Block], found: Sequence[Row]) -> list[Row]:
    seen = [
        (row[0], row[2], float(block.container.tag == "p"), block.container.tag, id(block.container.holder))
        for row, block in zip(found, blocks, strict=True)
    ]
    none = [-1.0] * 5
    result = []
    for i, here in enumerate(seen):
        row: Row = []
        for step in _STEPS:
            j = i + step
            if 0 <= j < len(seen):
                there = seen[j]
                row += (*there[:3], float(there[3] == here[3]), float(there[4] == here[4]))
            else:
                row += none
        result.append(row)
    return result
