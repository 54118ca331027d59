"""How far apart two spellings are."""

from __future__ import annotations

from functools import lru_cache

# Sounds that other scripts do not keep apart; longest first.
_GROUPS = (
    ("sch", "s"), ("tch", "c"), ("ph", "f"), ("th", "s"), ("sh", "s"), ("ch", "k"), ("zh", "s"), ("kh", "h"),
    ("gh", "g"), ("ck", "k"), ("ts", "s"), ("tz", "s"), ("cz", "s"), ("x", "ks"), ("qu", "k"),
)  # fmt: skip
_SOUND = str.maketrans("rvfwzcqjyd", "lbbbskkyit")


def edits(a: str, b: str, limit: int) -> int:
    """Letters lost, new, different or swapped with the next one; `limit` + 1 stands for anything above the limit."""
    if abs(len(a) - len(b)) > limit:
        return limit + 1
    before_last: list[int] = []
    last = list(range(len(b) + 1))
    for i, x in enumerate(a, 1):
        row = [i]
        for j, y in enumerate(b, 1):
            best = min(last[j] + 1, row[j - 1] + 1, last[j - 1] + (x != y))
            if i > 1 and j > 1 and x == b[j - 2] and y == a[i - 2]:
                best = min(best, before_last[j - 2] + 1)
            row.append(best)
        if min(row) > limit:
            return limit + 1
        before_last, last = last, row
    return min(last[-1], limit + 1)


@lru_cache(maxsize=20_000)
def sound(name: str) -> str:
    """A folded name by class of sound, doubled letters once: what survives a round trip through another script.

    "hegses" and "hegseth" are one, so are "zerenski" and "zelensky".
    """
    for letters, one in _GROUPS:
        name = name.replace(letters, one)
    heard = name.translate(_SOUND)
    return "".join(c for i, c in enumerate(heard) if i == 0 or c != heard[i - 1])


def deletions(word: str, most: int) -> set[str]:
    """The word, and what is left after deleting up to `most` letters: the keys of an index of near spellings."""
    found, edge = {word}, {word}
    for _ in range(most):
        edge = {w[:i] + w[i + 1 :] for w in edge for i in range(len(w))}
        found |= edge
    return found
