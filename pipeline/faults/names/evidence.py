"""What speaks for a person being meant, piece by piece, in words for an editor."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from pipeline.faults.names.index import Near
from pipeline.faults.names.mention import Mention
from pipeline.faults.names.people import Office, Person
from pipeline.faults.names.scene import Scene
from pipeline.text.casing import fold

# Two independent pieces that together leave no doubt. A country counts only beside a name or a title.
_PROOFS = (
    frozenset({"office", "country"}), frozenset({"office", "name"}), frozenset({"office", "article"}),
    frozenset({"name", "country"}), frozenset({"name", "article"}),
    frozenset({"colleagues", "topic", "speaks"}),
)  # fmt: skip
# What lifts the veto of a known word, and lets a farther spelling pass.
_BEYOND_DOUBT = frozenset({"office", "name", "country"})
_LEADS = frozenset({"office", "name", "article"})
SURE, UNSURE = 0.985, 0.75


@dataclass(frozen=True, slots=True)
class Case:
    """The case for one person: the pieces by kind, and how sure that makes one (0: nothing to say)."""

    person: Person
    near: Near
    pieces: Mapping[str, str]
    confidence: float
    known: bool = False


def case(near: Near, person: Person, is_family: bool, found: Mention, scene: Scene, *, known: bool) -> Case:
    """Weighs one person for one word, which may be `known` as a word or name of its own.

    Whatever contradicts leaves nothing to say.
    """
    pieces = {} if _contradicted(is_family, person, found, scene) else _pieces(person, is_family, found, scene)
    if (known or not near.tight) and not (is_family and set(pieces) >= _BEYOND_DOUBT):
        return Case(person, near, {}, 0.0)
    if not is_family and "name" not in pieces:
        return Case(person, near, {}, 0.0)
    if any(proof <= set(pieces) for proof in _PROOFS) and _close_enough(near, pieces):
        return Case(person, near, pieces, SURE, known)
    return Case(person, near, pieces, UNSURE if _LEADS & set(pieces) else 0.0)


def _close_enough(near: Near, pieces: Mapping[str, str]) -> bool:
    """Without title or name beside it, the word must sound like the name."""
    return near.sounds_alike if not {"office", "name"} & set(pieces) else True


def _contradicted(is_family: bool, person: Person, found: Mention, scene: Scene) -> bool:
    if found.stranger is not None:
        return True
    title = found.title
    if title is None:
        return False
    fits = _fitting(person, found, scene)
    if not title.of_holder or (fits is None and title.end <= found.start):
        return True
    country = scene.governments.just_before(scene.text, title.start)
    ours = {o.government for o in person.offices}
    return country is not None and not any(scene.governments.words[code].fullmatch(country) for code in ours)


def _fitting(person: Person, found: Mention, scene: Scene) -> Office | None:
    """The office of the person that the title beside the name may mean, on that day."""
    if found.title is None:
        return None
    return next((o for o in person.holds(scene.day) if o.kind in found.title.kinds), None)


def _pieces(person: Person, is_family: bool, found: Mention, scene: Scene) -> dict[str, str]:
    pieces: dict[str, str] = {}
    office = _fitting(person, found, scene)
    if office is not None and found.title is not None:
        pieces["office"] = f"the title '{found.title.words}' beside it fits"
    beside = _name_beside(person, is_family, found)
    if beside is not None:
        pieces["name"] = f"'{beside}' stands beside it"
    countries = [o.government for o in ([office] if office is not None else person.offices)]
    spoken_of = next((c for c in countries if scene.speaks_of(c)), None)
    if spoken_of is not None:
        pieces["country"] = f"the article speaks of {scene.governments.names[spoken_of]}"
    if scene.names(person):
        pieces["article"] = f"the article names {person.name} in full"
    return pieces | _from_company(person, found, scene)


def _from_company(person: Person, found: Mention, scene: Scene) -> dict[str, str]:
    """Who else is named, what the article is about, and whether somebody speaks here."""
    pieces: dict[str, str] = {}
    colleagues = scene.colleagues(person) if found.speaks and found.title is None else ()
    if colleagues:
        pieces["colleagues"] = f"{', '.join(colleagues)} of the same government are named"
        pieces["speaks"] = "somebody speaks here"
        topics = next((t for o in person.holds(scene.day) if (t := scene.topics(o.kind))), ())
        if topics:
            pieces["topic"] = f"the article is about the business of the office ({', '.join(topics[:4])})"
    return pieces


def _name_beside(person: Person, is_family: bool, found: Mention) -> str | None:
    """The word of the other part of the name that stands beside, spelled right."""
    family = {fold(w) for w in person.family.split()}
    wanted = (person.all_words() - family) if is_family else frozenset(fold(w) for w in person.family.split()[-1:])
    beside = found.with_words & {w for w in wanted if len(w) > 1}
    variants = {fold(w) for w in person.family_words()} if not is_family else set()
    return next(iter(sorted(beside | (found.with_words & variants))), None)
