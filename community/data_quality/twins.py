"""Two members who are likely one person: names alike, and nothing that speaks against it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from rapidfuzz import fuzz
from rapidfuzz.utils import default_process

from community.data_quality.profiles import Profiles
from community.picture import Picture
from graph.records import EntityId

NAMES_ALIKE = 85.0
"""From where on two names may be one person's, in percent of their letters, words in any order."""
TEXTS_ALIKE = 80.0
"""From where on two texts may be one person's."""
NEIGHBOURS = 6
"""Members of the same key, sorted by what they say, that each is compared with."""


@dataclass(frozen=True, slots=True)
class Twins:
    """Two members who are likely one person.

    Attributes:
        one, other: who they are.
        names: how much their names have in common, 0 to 1.
        texts: the same of what they say of themselves; None where one of them says nothing.
    """

    one: EntityId
    other: EntityId
    names: float
    texts: float | None


def twins_in(picture: Picture, profiles: Profiles) -> list[tuple[int, int, Twins]]:
    """Pairs by their places in `picture.members`, the most alike first.

    Their names are alike in at least NAMES_ALIKE, and so are their texts in TEXTS_ALIKE. Where
    either of them says nothing, the names have to be the same to the letter and have two words,
    and they may not say that they are in different places.

    Not everybody is compared with everybody: only those who share a word of their name and the
    beginning of another, or how their texts begin; of many who share one, each with the
    NEIGHBOURS next ones. So it takes time in proportion to the members.
    """
    names = [" ".join(sorted(default_process(name).split())) for name in profiles.names]
    found: dict[tuple[int, int], Twins] = {}
    for one, other in _near(names, profiles):
        pair = (min(one, other), max(one, other))
        if pair not in found:
            twins = _twins(picture, profiles, names, *pair)
            if twins is not None:
                found[pair] = twins
    ordered = sorted(found.items(), key=lambda each: (-_sureness(each[1]), each[1].one))
    return [(one, other, twins) for (one, other), twins in ordered]


def _twins(
    picture: Picture, profiles: Profiles, names: list[str], one: int, other: int
) -> Twins | None:
    alike = fuzz.ratio(names[one], names[other], score_cutoff=NAMES_ALIKE)
    if not alike:
        return None
    texts: float | None = None
    if profiles.texts[one] and profiles.texts[other]:
        texts = fuzz.ratio(profiles.texts[one], profiles.texts[other], score_cutoff=TEXTS_ALIKE)
        if not texts:
            return None
    elif alike < 100 or " " not in names[one] or _are_apart(profiles, one, other):
        return None
    ids = picture.ids(picture.members[np.array([one, other])])
    return Twins(ids[0], ids[1], alike / 100, None if texts is None else texts / 100)


def _are_apart(profiles: Profiles, one: int, other: int) -> bool:
    places = profiles.places
    return bool(places[one] and places[other]) and places[one] != places[other]


def _near(names: list[str], profiles: Profiles) -> Iterator[tuple[int, int]]:
    """Pairs that are worth a look, some of them several times."""
    keyed: dict[str, list[int]] = defaultdict(list)
    for index, name in enumerate(names):
        for key in set(_keys(name, profiles.texts[index])):
            keyed[key].append(index)
    for same in keyed.values():
        if len(same) > 1:
            same.sort(key=lambda index: (names[index], profiles.texts[index]))
            for place, one in enumerate(same):
                for other in same[place + 1 : place + 1 + NEIGHBOURS]:
                    yield one, other


def _keys(name: str, text: str) -> Iterator[str]:
    words = name.split()
    if words:
        yield f"{words[0]} {words[-1][:1]}"
        yield f"{words[-1]} {words[0][:1]}"
    if text:
        yield f"text {text[:40]}"


def _sureness(twins: Twins) -> float:
    return twins.names + (0.5 if twins.texts is None else twins.texts)
