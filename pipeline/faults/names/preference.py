"""Which of the accepted spellings of a name is written."""

from __future__ import annotations

from collections.abc import Mapping

from rapidfuzz.distance import OSA

from pipeline.faults.names.evidence import Evidence
from pipeline.faults.names.scene import Scene
from pipeline.faults.names.spelling import plain
from pipeline.faults.names.wordlist import Role
from pipeline.model.entity import Entity
from pipeline.text.words import words

_SPELLINGS_APART = 2  # letters between two accepted spellings of one word


def preferred(evidence: Evidence, scene: Scene, style: Mapping[str, str]) -> str:
    """The house style's spelling, else the accepted one that the article uses most, else the gazetteer's."""
    entity, written = evidence.holder.entity, evidence.holder.written
    alike = [w for w in spellings(entity, written) if evidence.holder.role is not Role.GIVEN or w == written]
    house = style.get(entity.id)
    if house is not None:
        return next((w for w in (m[0] for m in words(house)) if is_alike(w, written)), written)
    used = [w for w in alike if scene.written[w]]
    return max(used, key=lambda w: scene.written[w]) if used else (alike or [written])[0]


def spellings(entity: Entity, written: str) -> list[str]:
    """The words of the accepted names that are spellings of that word, the preferred name's first."""
    found = [m[0] for name in entity.full_names for m in words(name)]
    return list(dict.fromkeys(w for w in found if is_alike(w, written)))


def is_alike(one: str, other: str) -> bool:
    a, b = plain(one), plain(other)
    apart = min(_SPELLINGS_APART, max(len(a), len(b)) // 4)
    return a[:1] == b[:1] and OSA.distance(a, b, score_cutoff=apart) <= apart
