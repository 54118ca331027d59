"""What speaks for and against a name being meant, piece by piece: numbers for the judge, words for an editor."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field

from pipeline.faults.names.governments import Governments
from pipeline.faults.names.index import NameIndex, Near
from pipeline.faults.names.known import KnownWords
from pipeline.faults.names.scene import Scene
from pipeline.faults.names.scripts import LATIN_SCRIPT
from pipeline.faults.names.spelling import (
    ending,
    is_case_ending,
    is_particle,
    makes_another_word,
    sameness,
    without_umlauts,
)
from pipeline.faults.names.subjects import Subjects
from pipeline.faults.names.titles import Title, Titles
from pipeline.faults.names.wordlist import PLACES, Holder, Role
from pipeline.model.entity import Entity, Office
from pipeline.text.words import word_set

_BEFORE_PLACES = word_set("in from to at near outside around across via through toward towards throughout of")
_AFTER_PLACES = word_set(
    "city province region district county town village oblast prefecture state airport port river area island street "
    "municipality peninsula mountains lake strait border square"
)
_OF_A_TOWN = word_set("y iy ii aya oye oe ogo oy yi")
_ENOUGH_TOPICS, _ENOUGH_COLLEAGUES = 3, 2
_DESCRIBES = 5  # words before a name that may describe its bearer
_SPEAKS = word_set(
    "said says told added warned announced stressed noted argued replied insisted stated wrote tweeted explained "
    "believes thinks wants met visited arrived won scored played defeated beat signed will has had is was"
)


@dataclass(frozen=True, slots=True)
class Evidence:
    """The case for one name: figures by feature (all others are 0), and clauses for an editor, by kind."""

    near: Near
    holder: Holder
    features: Mapping[str, float]
    clauses: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Gatherer:
    """Gathers the evidence with what the deployment knows."""

    index: NameIndex
    known: KnownWords
    titles: Titles
    governments: Governments
    subjects: Subjects

    def gather(self, scene: Scene, at: int, near: Near, second: float, holder: Holder) -> Evidence:
        """The evidence that the token means the holder; `second` is the ratio of the next best other word."""
        features = self._spelling(scene, at, near, second, holder)
        clauses: dict[str, str] = {}
        self._company(scene, at, near, holder, features, clauses)
        self._surroundings(scene, at, holder, features)
        self._article(scene, near, holder, features, clauses)
        return Evidence(near, holder, features, clauses)

    def _spelling(self, scene: Scene, at: int, near: Near, second: float, holder: Holder) -> dict[str, float]:
        word = scene.tokens[at].word
        letters = max(len(word), len(near.word))
        features = {
            "ratio": min(near.ratio, 25.0) / 10,
            "edit share": near.edits / letters,
            "cost share": near.cost / letters,
            "margin": max(-1.0, min(near.ratio - second, 12.0)) / 10,
            "letters": min(len(near.word), 10) / 10,
            "one edit": float(near.edits == 1),
            "other first letter": float(word[0] != near.word[0]),
            "fame": min(holder.entity.weight, 5.0),
            "known variants": min(3, self.known.one_edit_away(word)),
            "in sentence start": float(scene.starts_sentence(at)),
            "lower case elsewhere": float(word in scene.lower_case),
            "is "
            + ("person" if holder.entity.is_person else "place" if holder.entity.kind in PLACES else "thing"): 1.0,
            "role " + holder.role.name.lower(): 1.0,
            "ordinary word": float(near.word in self.index.ordinary),
        }
        added = ending(word, near.word)
        if is_case_ending(added) and not (near.word.endswith("sk") and added in _OF_A_TOWN):
            features["case ending"] = 1.0
        elif makes_another_word(added) or (near.word.endswith("sk") and added in _OF_A_TOWN):
            features["another word"] = 1.0
        if added in ("a", "ova", "eva", "aya") and near.word[-1:] in "vny":
            features["feminine"] = 1.0
        if self._is_other_way_to_write(word, near.word, holder.entity):
            features["another transliteration"] = 1.0
        if self.known.is_name(word):
            features["a known name"] = 1.0
        if self.known.is_place(word):
            features["a small place"] = 1.0
        if self.known.is_common(word) and not self.known.is_given(word):
            features["a plain word"] = 1.0
        frequency = self.known.frequency(word)
        if frequency > 0:
            features["a known word"] = frequency
        return features

    @staticmethod
    def _is_other_way_to_write(word: str, name: str, entity: Entity) -> bool:
        """Whether English texts may write the name so: umlauts, and names of other scripts."""
        if without_umlauts(word) == without_umlauts(name):
            return True
        return entity.country not in LATIN_SCRIPT and sameness(word) == sameness(name)

    def _company(
        self, scene: Scene, at: int, near: Near, holder: Holder, features: dict[str, float], clauses: dict[str, str]
    ) -> None:
        """Names beside the token: the person's other names, or a stranger's."""
        ours = self.subjects.words_of(holder.entity)
        left, right = at, at
        for step, run in ((-1, scene.before(at)), (1, scene.after(at))):
            for place, other in enumerate(run):
                word = scene.tokens[other].word
                if word in ours and word != near.word and not is_particle(word):
                    rarity = math.log10(1 + self.index.how_many(word))
                    if "partner" not in features:
                        features["partner"] = 1.0
                        features["partner shared"] = rarity
                        features["partner frequency"] = self.known.frequency(word)
                        clauses["partner"] = f"'{scene.tokens[other].written}' stands beside it"
                    left, right = min(left, other), max(right, other)
                elif place == 0:
                    self._stranger(scene, other, step, ours, features)
                    break
                else:
                    break
        self._title(scene, left, right, holder, features, clauses)
        if holder.entity.is_person:
            self._description(scene, left, holder.entity, features, clauses)

    def _stranger(self, scene: Scene, other: int, step: int, ours: frozenset[str], features: dict[str, float]) -> None:
        side = "before" if step < 0 else "after"
        word = scene.tokens[other].word
        if any(n.word in ours and n.ratio > 0 for n in self.index.near(word)):
            features["partner garbled"] = 1.0
        elif self.known.is_common(word) and (not self.known.is_given(word)):
            features[f"word {side}"] = 0.0 if side == "before" and scene.starts_sentence(other) else 1.0
        elif self.known.is_name(word):
            features[f"stranger {side}"] = 1.0
        else:
            features[f"unknown {side}"] = 1.0

    def _title(
        self, scene: Scene, left: int, right: int, holder: Holder, features: dict[str, float], clauses: dict[str, str]
    ) -> None:
        start, end = scene.tokens[left].start, scene.tokens[right].end
        title = self.titles.before_name(scene.text, start) or self.titles.after_name(scene.text, end)
        if title is None:
            return
        office = fitting(holder.entity, title, scene)
        country = self.governments.just_before(scene.text, title.start)
        others = bool(country) and country.isdisjoint(self.governments.behind(holder.entity))
        if office is not None and title.of_holder and not others:
            features["title fits"] = 1.0
            clauses["office"] = f"the title '{title.words}' beside it fits"
        elif not holder.entity.is_person or others or not title.of_holder:
            features["title contradicts"] = 1.0
        elif self.subjects.was_called(holder.entity, title.words):
            features["title known"] = 1.0
        else:
            features["title of others"] = 1.0

    def _description(
        self, scene: Scene, at: int, entity: Entity, features: dict[str, float], clauses: dict[str, str]
    ) -> None:
        """What stands before the name: "the Romanian tennis player"."""
        before = scene.before_in_sentence(at, _DESCRIBES)
        countries = self.governments.named_in([token.written for token in before])
        if countries:
            ours = not countries.isdisjoint(self.governments.behind(entity))
            features["of the country" if ours else "of another country"] = 1.0
        trades = [fields for token in before if (fields := self.subjects.trades.get(token.word)) is not None]
        if trades and entity.field:
            ours = any(entity.field in fields for fields in trades)
            features["of the trade" if ours else "of another trade"] = 1.0
            if ours and "office" not in clauses:
                said = " ".join(token.written for token in before if token.word in self.subjects.trades)
                clauses["trade"] = f"'{said}' before it fits"

    def _surroundings(self, scene: Scene, at: int, holder: Holder, features: dict[str, float]) -> None:
        before = scene.tokens[at - 1].word if at > 0 else ""
        after = scene.tokens[at + 1].word if at + 1 < len(scene.tokens) else ""
        is_place = holder.entity.kind in PLACES
        if (before in _BEFORE_PLACES and before != "of") or after in _AFTER_PLACES:
            features["place cue, place" if is_place else "place cue, other"] = 1.0
        if after in _SPEAKS:
            features["acts, person" if holder.entity.is_person else "acts, other"] = 1.0

    def _article(
        self, scene: Scene, near: Near, holder: Holder, features: dict[str, float], clauses: dict[str, str]
    ) -> None:
        entity = holder.entity
        if holder.role not in (Role.WHOLE, Role.PLACE):
            for name in entity.full_names:
                place = scene.names(name)
                if place is not None and " " in name:
                    features["full name in article"] = 1.0
                    clauses["article"] = f"'{name}' is named in paragraph {scene.paragraph(place)}"
                    break
        if features.get("acts, person") and entity.offices:
            self._colleagues(scene, entity, features, clauses)
        if near.word in scene.counts:
            features["right form in article"] = 1.0
            clauses.setdefault("article", f"'{holder.written}' stands elsewhere in the article")
        topics = self.subjects.in_article(entity, scene.counts)
        if topics:
            features["topics"] = float(min(3, len(topics)))
            clauses["topics"] = f"the article speaks of {', '.join(topics[:3])}"
        if self.subjects.field_in_article(entity, scene.counts):
            features["field"] = 1.0
        if scene.governments is None:
            scene.governments = self.governments.named_in([token.written for token in scene.tokens])
        country = next((c for c in self.governments.behind(entity) if c in scene.governments), None)
        if country is not None:
            features["country"] = 1.0
            clauses["country"] = f"the article speaks of {self.governments.names[country]}"

    def _colleagues(self, scene: Scene, entity: Entity, features: dict[str, float], clauses: dict[str, str]) -> None:
        """Whether others of the same government are named, and the article is about the business of the office."""
        for office in entity.holds(scene.day):
            topics = self.titles.topics.get(office.kind, frozenset()) & scene.counts.keys()
            if len(topics) < _ENOUGH_TOPICS:
                continue
            named = [
                e.name for e in self.index.governing(office.government, scene.day)
                if e.id != entity.id and scene.names(e.name) is not None
            ]  # fmt: skip
            if len(set(named)) >= _ENOUGH_COLLEAGUES:
                features["colleagues"] = 1.0
                said = ", ".join(sorted(set(named))[:4])
                clauses["colleagues"] = f"{said} of the same government are named"
                clauses["business"] = (
                    f"the article is about the business of the office ({', '.join(sorted(topics)[:4])})"
                )


def fitting(entity: Entity, title: Title, scene: Scene) -> Office | None:
    """The office that the title beside the name may mean, on the day of the article."""
    return next((o for o in entity.holds(scene.day) if o.kind in title.kinds), None)
