"""Questions that are answered from end to end, and the ties that an answer may find again."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import islice

import numpy as np
import numpy.typing as npt

from benchmarks.large.community import LargeCommunity, member_id
from benchmarks.large.vector_task import VectorTask
from graph.packing import HIDDEN
from graph.records import EntityId

SHOWN = 10
"""How many results a timed answer has."""


@dataclass(frozen=True, slots=True, eq=False)
class WholeQuestion:
    """What one member asks.

    Attributes:
        goal: `mentors` or `peers`.
        member: who asks.
        text: what they ask, empty without words.
        vector: (D,) float32, what the text means; None without words.
    """

    goal: str
    member: EntityId
    text: str = ""
    vector: npt.NDArray[np.float32] | None = None


def questions_about(community: LargeCommunity, count: int) -> Mapping[str, list[WholeQuestion]]:
    """By what is asked: `count` different members each, who have a tie that is held out."""
    members = asking(community, count)
    vectors = VectorTask.of(community).questions(count)
    return {
        "mentors": [WholeQuestion("mentors", member) for member in members],
        "peers": [WholeQuestion("peers", member) for member in members],
        "mentors for a text": [
            WholeQuestion("mentors", member, f"question {place}", vector)
            for place, (member, vector) in enumerate(zip(members, vectors, strict=True))
        ],
    }


def asking(community: LargeCommunity, count: int) -> list[EntityId]:
    """Different members who have a tie that is held out, and who do not hide.

    Raises:
        ValueError: there are not so many.
    """
    random = np.random.default_rng([community.seed, count])
    labels = random.permutation(np.unique(community.held_out)).tolist()
    able = list(islice((id_ for id_ in map(member_id, labels) if _shows(community, id_)), count))
    if len(able) < count:
        raise ValueError(f"only {len(able)} members have a tie that is held out, not {count}")
    return able


def _shows(community: LargeCommunity, member: EntityId) -> bool:
    snapshot = community.snapshot
    return not int(snapshot.flags[snapshot.node(member)]) & HIDDEN


def held_out_of(community: LargeCommunity) -> Mapping[EntityId, frozenset[int]]:
    """Whom each member is tied with by what is held out, by node number."""
    partners: dict[EntityId, set[int]] = defaultdict(set)
    for one, other in community.held_out.tolist():
        partners[member_id(one)].add(community.snapshot.node(member_id(other)))
        partners[member_id(other)].add(community.snapshot.node(member_id(one)))
    return {member: frozenset(nodes) for member, nodes in partners.items()}
