"""Spellings of names as the index compares them."""

from __future__ import annotations

from functools import lru_cache

from pipeline.text.casing import fold
from pipeline.text.words import bare, word_set

SHORTEST = 4  # letters: below that, everything is near to everything
_PARTICLES = word_set("von der van den de da do dos du di la le el al bin ibn jr sr and of the ben abu und y e")
_MARKS = str.maketrans("", "", "'’ʼ`.")
# Sounds that other scripts do not keep apart; longest first.
_GROUPS = (
    ("sch", "s"), ("tch", "s"), ("ph", "f"), ("th", "s"), ("sh", "s"), ("ch", "s"), ("zh", "s"), ("kh", "h"),
    ("gh", "g"), ("ck", "k"), ("ts", "s"), ("tz", "s"), ("cz", "s"), ("x", "s"), ("que", "k"), ("qua", "k"),
)  # fmt: skip
_SOUND = str.maketrans("rvfwzcqjgdbp", "lpppsksskt" + "pp", "aeiouyh-")


@lru_cache(maxsize=50_000)
def plain(word: str) -> str:
    """The word as it is compared: lower case, no accents, apostrophes, full stops or possessive ending."""
    return fold(bare(word)).translate(_MARKS)


def is_particle(word: str) -> bool:
    """Whether the word joins the parts of a name and is no name itself: "von", "de", "bin"."""
    return word.lower().rstrip(".") in _PARTICLES


@lru_cache(maxsize=50_000)
def skeleton(word: str) -> str:
    """The consonants of a plain word by class of sound, doubled ones once: "hegses" and "hegseth" are both "kss"."""
    for letters, one in _GROUPS:
        if letters in word:
            word = word.replace(letters, one)
    first = word[:1] if word[:1] in "aeiouy" else ""
    heard = word.translate(_SOUND)
    return ("a" if first else "") + "".join(c for i, c in enumerate(heard) if i == 0 or c != heard[i - 1])


# Two ways to write one name of another script in English: "Nazarbaev" and "Nazarbayev", "Povkh" and "Povh".
_SAME_SOUND = (
    ("iy", "i"), ("yi", "i"), ("yy", "i"), ("ii", "i"), ("ye", "e"), ("ie", "e"), ("ya", "a"), ("ia", "a"), ("yo", "o"),
    ("io", "o"), ("yu", "u"), ("iu", "u"), ("kh", "h"), ("dzh", "j"), ("zh", "j"), ("tz", "ts"), ("ou", "u"),
    ("oo", "u"), ("ee", "i"), ("q", "k"), ("ck", "k"),
)  # fmt: skip
_UMLAUTS = (("ae", "a"), ("oe", "o"), ("ue", "u"), ("ss", "s"))
_SAME_LETTER = str.maketrans("yc", "ik")
# Case endings of the Slavic, Baltic and Finnic languages, as they are kept on names; not the English plural.
_ENDINGS = word_set(
    "a u e i o y om em am as is us os es ai ui ei ov ova ovu ou ovi im in ina ine ine ui ą ę ų io iaus ams ais la "
    "lla lta ssa sta lle en on ie"
)
_OTHER_MEANING = word_set("n an s er sky ski skiy skaya ite ites ian ians ese ich ovich evich ist ists ism")


@lru_cache(maxsize=50_000)
def sameness(word: str) -> str:
    """A key that is equal for two ways to write one name of another script in Latin letters."""
    for letters, one in _SAME_SOUND:
        if letters in word:
            word = word.replace(letters, one)
    heard = word.replace("ch", "\0").translate(_SAME_LETTER).replace("\0", "ch")
    return "".join(c for i, c in enumerate(heard) if i == 0 or c != heard[i - 1])


@lru_cache(maxsize=50_000)
def without_umlauts(word: str) -> str:
    """A key that is equal for "goettingen" and "gottingen"."""
    for letters, one in _UMLAUTS:
        word = word.replace(letters, one)
    return word


def ending(word: str, name: str) -> str:
    """What the word adds to the name, or puts in the place of its last vowel; "" where it does neither."""
    if word.startswith(name):
        return word[len(name) :]
    stem = name[:-1] if name[-1:] in "aeiouy" else name
    return word[len(stem) :] if len(stem) > 3 and word.startswith(stem) else ""


def is_case_ending(letters: str) -> bool:
    return letters in _ENDINGS


def makes_another_word(letters: str) -> bool:
    """Whether the ending makes a plural, a people or an adjective of a name: "Skripals", "Ingolstadter"."""
    return letters in _OTHER_MEANING
