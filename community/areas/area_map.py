"""What a map of a community holds: areas, what joins them, and who is on none."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from community.alignment import results
from graph.records import EntityId

Places = npt.NDArray[np.int64]
"""Places of members in `Picture.members`."""


@dataclass(frozen=True, slots=True)
class Shared:
    """Something that many members of an area have in common, and others have less.

    Attributes:
        id: a group or a skill.
        count: members of the area who belong to it or have it.
    """

    id: EntityId
    count: int


@dataclass(frozen=True, slots=True)
class AreaTheme:
    """How near the host is to what the members of an area are for.

    Attributes:
        spoken_of: where the host speaks of it, see `community.alignment.results.Theme`.
        aligned: how many of them are close to what it says.
        example: a statement from the middle; empty where none may be quoted.
    """

    spoken_of: results.Voice
    aligned: results.Share
    example: str


@dataclass(frozen=True, slots=True, eq=False)
class Area:
    """Members who belong together.

    Attributes:
        places: (n,) ascending.
        shared: what they have in common, the most telling first.
        middle: whoever has the most ties inside and may be named; None: nobody may.
        inside: pairs of its members who are tied.
        alone: those of its members who are tied to nobody in it.
        bridges: those whose leaving would cut a group off the community.
        is_island: whether no tie leads from it toward the largest area.
        theme: of what they are for, in a map by purpose.
        aligned: those of its members who are close to what the host says, in a map by purpose.
        name: of the theme; empty in a map by ties.
    """

    places: Places
    shared: tuple[Shared, ...]
    middle: EntityId | None
    inside: int
    alone: Places
    bridges: Places
    is_island: bool
    theme: AreaTheme | None = None
    aligned: Places = field(default_factory=lambda: np.zeros(0, np.int64))
    name: str = ""


@dataclass(frozen=True, slots=True, eq=False)
class Link:
    """The ties between two areas.

    Attributes:
        one, other: places of the areas in `AreaMap.areas`, the smaller first.
        ties: pairs of members who are tied across.
        carriers: the fewest members whose leaving would surely end it: of its ends in either area,
            the smaller set.
    """

    one: int
    other: int
    ties: int
    carriers: Places


@dataclass(frozen=True, slots=True, eq=False)
class AreaMap:
    """A community, or a part of it, as areas.

    Attributes:
        places: (n,) everybody who is on it, ascending.
        areas: the largest first, at most MOST_AREAS.
        links: between them, the most ties first.
        scattered: those in areas that are too small, or too many, to be shown.
        apart: those without a tie to anybody here.
        pairs: (P, 2) all ties among them.
        near: (A, A) how alike in meaning two areas are, as cosines; None where ties alone count.
        notes: what is left out, and why.
    """

    places: Places
    areas: tuple[Area, ...]
    links: tuple[Link, ...]
    scattered: Places
    apart: Places
    pairs: Places
    near: npt.NDArray[np.float32] | None = None
    notes: tuple[str, ...] = ()
