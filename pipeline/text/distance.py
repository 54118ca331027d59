"""How far apart two spellings are."""

from __future__ import annotations

# Sounds that other scripts and recognisers of speech do not keep apart.
_CLASSES = (
    ("ph", "f"), ("th", "s"), ("sch", "s"), ("tch", "c"), ("sh", "s"), ("ch", "c"), ("zh", "s"), ("kh", "h"), ("gh", "g"),
    ("ck", "k"), ("ts", "s"), ("tz", "s"), ("x", "ks"),
)  # fmt: skip
_SOUND = str.maketrans({"r": "l", "v": "b", "f": "b", "w": "b", "p": "b", "z": "s", "c": "k", "q": "k", "j": "s", "d": "t", "g": "k"})
_VOWELS = frozenset("aeiouyh")


def edits(a: str, b: str, limit: int) -> int:
    """Damerau-Levenshtein distance with adjacent swaps (restricted); `limit` + 1 stands for anything above the limit."""
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


def skeleton(name: str) -> str:
    """The consonants of a folded name by class of sound, doubles once: what survives a round trip through another script."""
    for letters, sound in _CLASSES:
        name = name.replace(letters, sound)
    sounds = [c for c in name.translate(_SOUND) if c.isalpha() and c not in _VOWELS]
    return "".join(c for i, c in enumerate(sounds) if i == 0 or c != sounds[i - 1])


def deletions(word: str, most: int) -> set[str]:
    """The word and everything left of it after deleting up to `most` letters: the keys of an index of near spellings."""
    found, edge = {word}, {word}
    for _ in range(most):
        edge = {w[:i] + w[i + 1 :] for w in edge for i in range(len(w))}
        found |= edge
    return found
