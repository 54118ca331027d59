"""From a spelling to the names that it may be a garble of."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from rapidfuzz.distance import OSA
from rapidfuzz.process import extract

from pipeline.faults.names.channel import Channel
from pipeline.faults.names.gazetteer import Gazetteer
from pipeline.faults.names.spelling import SHORTEST, plain
from pipeline.faults.names.wordlist import Holder, Role, holders_of, keys_of, offices_of, sound_keys, words_of
from pipeline.model.entity import Entity
from pipeline.text.words import words

_LEAST_ALIKE = 0.5  # the share of the letters that stay
_LEAST_KNOWN = 0.59  # of a spelling that is a name or word of its own
_MOST_CANDIDATES, _MOST_KNOWN = 5, 2  # that the channel is asked about
_MOST_ANSWERS = 50_000
_LOWEST_RATIO = -4.0  # nats: below that, the spelling is likelier a name of its own


@dataclass(frozen=True, slots=True)
class Near:
    """A word of known names near a spelling.

    `ratio` is ln P(spelling | garbled from the word) - ln P(spelling | a name of its own), in nats; `edits` the letters
    lost, new, different or swapped.
    """

    word: str
    ratio: float
    cost: float
    edits: int
    holders: tuple[Holder, ...]


@dataclass(slots=True)
class NameIndex:
    """Words of names by what is left of their consonants after deletions: a look-up costs microseconds.

    It remembers its answers, up to a limit: the same names come again and again. `taught` are entities beside the
    gazetteer's own.
    """

    entities: Sequence[Entity]
    words: Mapping[str, str]
    keys: Mapping[str, str]
    offices: Mapping[str, str]
    channel: Channel
    ordinary: frozenset[str] = frozenset()
    taught: Mapping[str, tuple[Holder, ...]] = field(default_factory=dict)
    taught_keys: Mapping[str, list[str]] = field(default_factory=dict)
    _holders: dict[str, tuple[Holder, ...]] = field(default_factory=dict)
    _answers: dict[str, tuple[Near, ...]] = field(default_factory=dict)
    _cabinets: dict[str, tuple[Entity, ...]] = field(default_factory=dict)
    _companies: dict[str, frozenset[str]] = field(default_factory=dict)

    @classmethod
    def of(cls, gazetteer: Gazetteer, channel: Channel, learned: Iterable[Entity] = ()) -> NameIndex:
        """The index of a gazetteer, read from its file or just made, and of entities that reviewers taught."""
        learned = tuple(learned)
        taught: dict[str, tuple[Holder, ...]] = {}
        for entity in learned:
            for word, holder in holders_of(entity):
                taught[word] = (*taught.get(word, ()), holder)
        found = gazetteer if gazetteer.words else _indexed(gazetteer)
        more = keys_of(words_of(learned), gazetteer.ordinary)
        return cls(found.entities, found.words, found.keys, found.offices, channel, gazetteer.ordinary, taught, more)

    def __contains__(self, word: str) -> bool:
        return word in self.words or word in self.taught

    def holders(self, word: str) -> tuple[Holder, ...]:
        """Who has the word in a name."""
        if word not in self._holders:
            refs = (ref.split(":", 2) for ref in self.words.get(word, "").split())
            own = (Holder(self.entities[int(number)], Role(role), written) for number, role, written in refs)
            self._holders[word] = (*own, *self.taught.get(word, ()))
        return self._holders[word]

    def how_many(self, word: str) -> int:
        """How many entities have the word in a name."""
        return self.words[word].count(" ") + 1 if word in self.words else len(self.taught.get(word, ()))

    def near(self, word: str, *, known: bool = False) -> tuple[Near, ...]:
        """The known words near a plain spelling, the likeliest first; the spelling itself is not among them.

        A `known` spelling, a name or word of its own, must be nearer to count.
        """
        return self._remember(word, lambda: self._search(word, known))

    def beside(self, word: str, partner: str, *, known: bool = False) -> tuple[Near, ...]:
        """The other words of the names that have the partner, near the spelling: however it sounds."""
        return self._remember(f"{partner} {word}", lambda: self._rate(word, self._companions(partner), known))

    def in_office(self, word: str, kinds: Iterable[str], day: date | None) -> tuple[Near, ...]:
        """The names near the spelling of those who held an office of these kinds that day."""
        wanted = sorted(kinds)
        return self._remember(f"{word}@{day}@{wanted}", lambda: self._rate(word, self._holders_of(wanted, day), False))

    def governing(self, government: str, day: date | None) -> tuple[Entity, ...]:
        """Everybody who held an office of the government that day."""
        key = f"{government}@{day}"
        if key not in self._cabinets:
            numbers = {int(n) for listed in self.offices.values() for n in listed.split()}
            for entity in (self.entities[n] for n in numbers):
                for office in entity.holds(day):
                    members = self._cabinets.setdefault(f"{office.government}@{day}", ())
                    self._cabinets[f"{office.government}@{day}"] = (*members, entity)
            self._cabinets.setdefault(key, ())
        return self._cabinets[key]

    def _holders_of(self, kinds: Sequence[str], day: date | None) -> frozenset[str]:
        key = f"@{day}@{kinds}"
        if key not in self._companies:
            numbers = {int(n) for kind in kinds for n in self.offices.get(kind, "").split()}
            people = [self.entities[n] for n in numbers]
            families = (p.family for p in people if any(o.kind in kinds for o in p.holds(day)))
            found = (plain(m[0]) for family in families for m in words(family))
            self._companies[key] = frozenset(w for w in found if len(w) >= SHORTEST and w in self)
        return self._companies[key]

    def _remember(self, key: str, answer: Callable[[], list[Near]]) -> tuple[Near, ...]:
        if key not in self._answers:
            if len(self._answers) > _MOST_ANSWERS:
                self._answers.clear()
            self._answers[key] = tuple(answer())
        return self._answers[key]

    def _companions(self, partner: str) -> frozenset[str]:
        if partner not in self._companies:
            names = {n for holder in self.holders(partner) for n in holder.entity.full_names}
            found = (plain(m[0]) for name in names for m in words(name))
            self._companies[partner] = frozenset(w for w in found if len(w) >= SHORTEST and w in self)
        return self._companies[partner]

    def _search(self, word: str, known: bool) -> list[Near]:
        if len(word) < SHORTEST:
            return []
        keys = sound_keys(word)
        found = {name for key in keys for name in self.keys.get(key, "").split()}
        found |= {name for key in keys for name in self.taught_keys.get(key, ())}
        return self._rate(word, found, known)

    def _rate(self, word: str, found: Iterable[str], known: bool) -> list[Near]:
        candidates = [name for name in found if name != word]
        least, most = (_LEAST_KNOWN, _MOST_KNOWN) if known else (_LEAST_ALIKE, _MOST_CANDIDATES)
        alike = extract(word, candidates, scorer=OSA.normalized_similarity, score_cutoff=least, limit=None)
        if not alike:
            return []
        own = self.channel.surprise(word)
        near = []
        for name, _, _ in sorted(alike, key=lambda found: (-found[1], found[0]))[:most]:
            edits = OSA.distance(word, name)
            cost = self.channel.cost(name, word, own - _LOWEST_RATIO)
            if own - cost > _LOWEST_RATIO:
                near.append(Near(name, own - cost, cost, edits, self.holders(name)))
        return sorted(near, key=lambda n: (-n.ratio, n.word))


def _indexed(gazetteer: Gazetteer) -> Gazetteer:
    found = words_of(gazetteer.entities)
    keys = keys_of(found, gazetteer.ordinary)
    return replace(
        gazetteer,
        words={word: " ".join(refs) for word, refs in found.items()},
        keys={key: " ".join(listed) for key, listed in keys.items()},
        offices={k: " ".join(map(str, numbers)) for k, numbers in offices_of(gazetteer.entities).items()},
    )
