"""Who may help a member on: those who stand further, and helped or mentored others."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from community.journeys.possible import Possibilities
from community.phrases import counted
from community.picture import Picture
from graph.records import EntityId
from graph.schema import RelationshipKind

MOST = 3
"""People who are proposed at most."""


@dataclass(frozen=True, slots=True)
class Companion:
    """Somebody who stands further.

    Attributes:
        id, name: whose.
        stage: the name of the stage where they stand.
        helped: how many members they helped or mentored.
        why: the reason, as a sentence.
    """

    id: EntityId
    name: str
    stage: str
    helped: int
    why: str


def companions(
    picture: Picture,
    places: npt.NDArray[np.int64],
    stage_names: tuple[str, ...],
    place: int,
    possible: Possibilities,
) -> list[Companion]:
    """At most three, those nearest ahead first, then those who helped most.

    Args:
        picture: the community.
        places: (M,) where each member who is not silent stands by their own word, else -1.
        stage_names: of the journey.
        place: where the member stands.
        possible: for the member.
    """
    members = picture.members
    helped = _helped(picture)[members]
    able = np.flatnonzero(possible.people & (places > place) & (helped > 0))
    order = np.lexsort((members[able], -helped[able], places[able]))
    found = []
    for row in able[order][:MOST].tolist():
        count, stage = int(helped[row]), stage_names[places[row]]
        told = counted(
            "Stands at “{stage}”, and helped or mentored {count:,} member.",
            "Stands at “{stage}”, and helped or mentored {count:,} members.",
            count,
            stage=stage,
        )
        node = int(members[row])
        name = picture.snapshot.name(node)
        found.append(Companion(picture.snapshot.id(node), name, stage, count, told))
    return found


def _helped(picture: Picture) -> npt.NDArray[np.int64]:
    """(N,) how many different members each helped or mentored."""
    deeds = picture.events_of(RelationshipKind.HELPED, RelationshipKind.MENTORS)
    pairs = np.unique(np.stack([deeds.sources, deeds.targets]), axis=1)
    return np.bincount(pairs[0], minlength=picture.snapshot.size)
