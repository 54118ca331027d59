"""Words of an article that may be garbled names, each with the names that it may mean."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from pipeline.faults.names.evidence import Evidence, Gatherer
from pipeline.faults.names.index import Near
from pipeline.faults.names.scene import Scene
from pipeline.faults.names.spelling import SHORTEST, is_particle
from pipeline.faults.names.titles import Title
from pipeline.faults.names.wordlist import Holder, Role
from pipeline.text.words import word_set

_RARE = 2.3  # Zipf
_FAMOUS = 2.5
_MOST_HOLDERS = 12  # of one word that nothing else in the text points at
_NEVER = word_set(
    "monday tuesday wednesday thursday friday saturday sunday january february march april june july august september "
    "october november december"
)


@dataclass(frozen=True, slots=True)
class Suspect:
    """A token (by its number in the scene) and the evidence for each name that it may mean."""

    at: int
    known: bool
    cases: tuple[Evidence, ...]


def suspects(scene: Scene, gatherer: Gatherer) -> Iterator[Suspect]:
    """Each capitalised word that is no known name, or stands beside a name that asks for another word."""
    for at, token in enumerate(scene.tokens):
        if not token.is_capitalised or len(token.word) < SHORTEST or token.word in _NEVER:
            continue
        if any(c.isdigit() for c in token.word):
            continue
        known = token.word in gatherer.known or token.word in gatherer.index
        if token.written.isupper() and (known or not _is_in_capitals(scene, at, gatherer)):
            continue
        beside = _beside(scene, at, gatherer)
        if known and not beside and gatherer.known.is_common(token.word):
            continue
        if known and _is_itself(scene, at, beside, gatherer):
            continue
        title = _title(scene, at, gatherer)
        if known and not beside and title is None and not _may_be_rare(token.word, gatherer):
            continue
        cases = tuple(_cases(scene, at, gatherer, beside, title, known=known))
        if cases:
            yield Suspect(at, known, cases)


def _is_in_capitals(scene: Scene, at: int, gatherer: Gatherer) -> bool:
    """Whether a known name beside the token is in capitals too, as in a headline: else it is an abbreviation."""
    runs = scene.before(at)[:1] + scene.after(at)[:1]
    return any(scene.tokens[i].written.isupper() and scene.tokens[i].word in gatherer.index for i in runs)


def _is_itself(scene: Scene, at: int, beside: frozenset[str], gatherer: Gatherer) -> bool:
    """Whether the known word is what it seems: part of a title ("Vice President"), a country, or a known person."""
    if at + 1 < len(scene.tokens) and scene.tokens[at + 1].word in gatherer.titles.last_words:
        return True
    token = scene.tokens[at]
    return bool(gatherer.governments.named_in([token.written])) or _is_somebody(token.word, beside, gatherer)


def _is_somebody(word: str, beside: frozenset[str], gatherer: Gatherer) -> bool:
    """Whether a person is known by the word and the name beside it: a father, a husband, a namesake."""
    words_of = gatherer.subjects.words_of
    return any(h.entity.is_person and beside & (words_of(h.entity) - {word}) for h in gatherer.index.holders(word))


def _is_plain_word(word: str, gatherer: Gatherer) -> bool:
    """Whether people know it as a word and not as a name: "Mask" is listed as a way to write Musk."""
    return gatherer.known.is_common(word) and not gatherer.known.is_given(word)


def _may_be_rare(word: str, gatherer: Gatherer) -> bool:
    """Whether the word is a name, but such a rare one that a famous name may be meant."""
    return word not in gatherer.index and gatherer.known.frequency(word) < _RARE


def _title(scene: Scene, at: int, gatherer: Gatherer) -> Title | None:
    """The title right before the token, or before the name that the token is the end of."""
    for first in (at, *scene.before(at)[:2]):
        if first > 0 and scene.tokens[first - 1].word in gatherer.titles.last_words:
            return gatherer.titles.before_name(scene.text, scene.tokens[first].start)
    return None


def _beside(scene: Scene, at: int, gatherer: Gatherer) -> frozenset[str]:
    """The words next to the token in its run that are words of known names."""
    runs = scene.before(at)[:2] + scene.after(at)[:2]
    return frozenset(w for i in runs if (w := scene.tokens[i].word) in gatherer.index and not is_particle(w))


def _cases(
    scene: Scene, at: int, gatherer: Gatherer, beside: frozenset[str], title: Title | None, *, known: bool
) -> Iterator[Evidence]:
    word = scene.tokens[at].word
    may_stand_alone = not known or word not in gatherer.index
    near = {one.word: one for one in gatherer.index.near(word, known=known)} if may_stand_alone else {}
    for partner in sorted(beside):
        near |= {one.word: one for one in gatherer.index.beside(word, partner, known=known)}
    if title is not None:
        near |= {one.word: one for one in gatherer.index.in_office(word, title.kinds, scene.day)}
    ranked = sorted(near.values(), key=lambda one: (-one.ratio, one.word))
    for one in ranked:
        second = next((other.ratio for other in ranked if other is not one), -4.0)
        for holder in _chosen(one, word, gatherer, beside, title, scene.day, known=known):
            yield gatherer.gather(scene, at, one, second, holder)


def _chosen(
    one: Near,
    word: str,
    gatherer: Gatherer,
    beside: frozenset[str],
    title: Title | None,
    day: date | None,
    *,
    known: bool,
) -> Iterator[Holder]:
    """The holders worth looking at: those whose other names or title stand beside, else the best known."""
    words_of = gatherer.subjects.words_of
    if known and one.word in gatherer.known.same_name(word) and not _is_plain_word(word, gatherer):
        return
    others = [h for h in one.holders if word not in words_of(h.entity)]  # else it is an accepted spelling
    if known or gatherer.known.is_common(one.word):  # "Moscow Time" is no garble of "Moscow Times"
        others = [h for h in others if h.role is not Role.PART]
    if title is not None:
        holding = [h for h in others if any(o.kind in title.kinds for o in h.entity.holds(day))]
        yield from holding[:_MOST_HOLDERS]
        others = [h for h in others if h not in holding]
    named = [h for h in others if h.role not in (Role.WHOLE, Role.PLACE) and (beside & words_of(h.entity)) - {one.word}]
    if named:
        yield from named[:_MOST_HOLDERS]
        return
    lowest = _FAMOUS if known else 0.0
    fit = [h for h in others if h.role not in (Role.GIVEN, Role.PART) and h.entity.weight >= lowest]
    yield from sorted(fit, key=lambda h: (-h.entity.weight, h.entity.id))[: _MOST_HOLDERS if not known else 2]
