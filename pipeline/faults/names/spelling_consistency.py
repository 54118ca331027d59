"""One person, one spelling within an article: the house style's, or the one that the article prefers."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from pipeline.faults.names.evidence import Gatherer
from pipeline.faults.names.preference import is_alike, spellings
from pipeline.faults.names.scene import Scene, scene_of
from pipeline.faults.names.wordlist import Holder, Role
from pipeline.faults.rule import Context, Example, leaves
from pipeline.model.document import Document
from pipeline.model.entity import Entity
from pipeline.model.proposal import Fault, Proposal
from pipeline.text.words import words

_SURE = 0.98
_GARBLED = 10.0  # nats


@dataclass(frozen=True, slots=True)
class SpellingConsistency:
    """Accepted spellings of one name that differ within an article, or from the house style.

    The article must name the person in full, and no other known person of that name; a name with another first name
    beside it is somebody else's (husband and wife, two Kims).
    """

    gatherer: Gatherer
    id: str = "name.consistency"
    fault: Fault = Fault.CONSISTENCY
    examples: tuple[Example, ...] = (
        Example(
            "Volodymyr Zelensky spoke. Zelensky left. Zelenskyy had asked.",
            "Volodymyr Zelensky spoke. Zelensky left. Zelensky had asked.",
        ),
        leaves("Volodymyr Zelenskyy spoke. Zelenskyy left."),
        leaves("Volodymyr Zelensky spoke. His wife Olena Zelenska left."),
    )

    def find(self, document: Document, context: Context) -> Iterator[Proposal]:
        scene = scene_of(document.text, context.published)
        groups = self._groups(scene)
        for entity, places in groups.values():
            yield from self._unify(document, context, scene, entity, places)

    def _groups(self, scene: Scene) -> dict[str, tuple[Entity, list[int]]]:
        """For each person named in full, the places where a spelling of the family name stands for that person."""
        owner: dict[str, Entity | None] = {}
        groups: dict[str, tuple[Entity, list[int]]] = {}
        for at, token in enumerate(scene.tokens):
            if not token.is_capitalised or token.word not in self.gatherer.index:
                continue
            if token.word not in owner:
                owner[token.word] = self._only_owner(token.word, scene)
            entity = owner[token.word]
            if entity is not None and not self._is_somebody_else(scene, at, entity):
                groups.setdefault(entity.id, (entity, []))[1].append(at)
        return groups

    def _only_owner(self, word: str, scene: Scene) -> Entity | None:
        """The one whose name has several spellings and stands in the article, if nobody else named there bears it."""
        holders = [h for h in self.gatherer.index.holders(word) if self._is_named(h, scene)]
        if len({h.entity.id for h in holders}) != 1 or len(spellings(holders[0].entity, holders[0].written)) < 2:
            return None
        return holders[0].entity

    def _is_named(self, holder: Holder, scene: Scene) -> bool:
        if holder.role is Role.PLACE:
            return True
        names = holder.entity.full_names
        if holder.role is not Role.FAMILY:
            return False
        return any(scene.names(name) is not None for name in names) or self._is_named_garbled(holder, scene)

    def _is_named_garbled(self, holder: Holder, scene: Scene) -> bool:
        """Whether the family name stands after a garble of the first name, which another rule repairs."""
        ours = self.gatherer.subjects.words_of(holder.entity)
        family = {w.word for w in scene.tokens if w.word in ours and w.is_capitalised}
        for at, token in enumerate(scene.tokens):
            follows = token.word in family and at > 0 and scene.before(at)[:1] == [at - 1]
            if follows and self._is_garble_of(scene.tokens[at - 1].word, ours):
                return True
        return False

    def _is_somebody_else(self, scene: Scene, at: int, entity: Entity) -> bool:
        ours = self.gatherer.subjects.words_of(entity)
        beside = [scene.tokens[i] for i in scene.before(at)[:1] + scene.after(at)[:1]]
        return any(
            t.word not in ours
            and (self.gatherer.known.is_given(t.word) or t.word not in self.gatherer.known)
            and not self._is_garble_of(t.word, ours)
            for t in beside
        )

    def _is_garble_of(self, word: str, ours: frozenset[str]) -> bool:
        near = () if word in self.gatherer.known else self.gatherer.index.near(word)
        return any(one.word in ours and one.ratio > _GARBLED for one in near)

    def _unify(
        self, document: Document, context: Context, scene: Scene, entity: Entity, places: list[int]
    ) -> Iterator[Proposal]:
        used: dict[str, int] = {}
        for at in places:
            used[scene.tokens[at].written] = used.get(scene.tokens[at].written, 0) + 1
        chosen, because = self._chosen(entity, used, context.style)
        if chosen is None:
            return
        for at in places:
            token = scene.tokens[at]
            if token.written != chosen and not token.written.isupper() and is_alike(token.written, chosen):
                said = f"'{token.written}' and '{chosen}' are spellings of one name, {entity.name}; {because}"
                anchor = document.anchor(token.start, token.end)
                yield Proposal(anchor, (chosen,), self.fault, self.id, _SURE, said)

    @staticmethod
    def _chosen(entity: Entity, used: Mapping[str, int], style: Mapping[str, str]) -> tuple[str | None, str]:
        accepted = spellings(entity, next(iter(used)))
        house = style.get(entity.id)
        if house is not None:
            wanted = next((w for w in (m[0] for m in words(house)) if is_alike(w, next(iter(used)))), None)
            return wanted, "the house style writes the second"
        listed = {w: n for w, n in used.items() if w in accepted}
        if len(listed) < 2:
            return None, ""
        most = max(listed.values())
        return next(w for w in accepted if listed.get(w) == most), "the article mostly writes the second"
