"""What members say of themselves, as far as their profiles are compared."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from community.picture import Picture
from graph.packing import NO_TIME, seconds
from graph.schema import EntityKind
from graph.texts import text_of

_COMPARED = 400
"""Characters of a text that are compared: whoever writes the same twice begins the same."""


@dataclass(frozen=True, slots=True)
class Profiles:
    """What M members say of themselves.

    Attributes:
        names: (M) what they are called, written so that the same is the same.
        texts: (M) how headline and text begin, in small letters.
        places: (M) where they are and belong, in small letters; empty where they do not say.
        words: (M,) how many words their headline and text have.
        joined: (M,) when they joined, in seconds since 2000; NO_TIME where it is not known.
    """

    names: list[str]
    texts: list[str]
    places: list[str]
    words: npt.NDArray[np.int64]
    joined: npt.NDArray[np.int64]


def profiles_in(picture: Picture) -> Profiles:
    """The profiles of all members in sight, in the order of `picture.members`."""
    members = picture.members.tolist()
    place = {node: index for index, node in enumerate(members)}
    names = [one_way(picture.snapshot.name(node)) for node in members]
    found = Profiles(
        names,
        [""] * len(names),
        [""] * len(names),
        np.zeros(len(names), dtype=np.int64),
        np.full(len(names), NO_TIME, dtype=np.int64),
    )
    for node, entity in picture.entities(EntityKind.MEMBER):
        index, text = place[node], text_of(entity)
        found.texts[index] = one_way(text[: 2 * _COMPARED])[:_COMPARED]
        said = (str(entity.properties.get(name, "")) for name in ("location", "organisation"))
        found.places[index] = one_way(" ".join(said))
        found.words[index] = len(text.split())
        found.joined[index] = seconds(entity.at)
    return found


def one_way(text: str) -> str:
    """A text without what capitals and spaces add to it."""
    return " ".join(text.casefold().split())
