"""What every method is asked: one goal, what was known, and what then happened."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

import numpy as np
import numpy.typing as npt

from graph.records import EntityId
from graph.snapshot import Snapshot
from matcher.goals import Goal
from matcher.request import RecommendationRequest

Places = npt.NDArray[np.int32]
Vector = npt.NDArray[np.float32]


@dataclass(frozen=True, slots=True, eq=False)
class Context:
    """An occasion on which somebody chose: a question that was answered, a member who did things.

    Attributes:
        id: of the question or the member.
        text: what it says, "" when nothing.
        vector: (D,) unit vector of that text, None without one.
        items: what belongs to it besides the choices themselves: who asked, its topics.
    """

    id: EntityId
    text: str
    vector: Vector | None
    items: tuple[EntityId, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Past:
    """All that may be known at a moment, in the forms that recommenders take.

    Attributes:
        moment: nothing that is known from then on is in here; None where there are no times.
        snapshot: the community as anybody could see it then.
        goal: what is asked for.
        targets: the T entities that may be ranked, sorted by id.
        contexts: the O occasions of the past.
        chose: (n,) int32, the context of each choice.
        chosen: (n,) int32, the place in `targets` of what was chosen there.
        days: (n,) float64, how long before the moment; 0 where there are no times.
        texts: what each entity of the snapshot says, those that say nothing left out.
    """

    moment: datetime | None
    snapshot: Snapshot
    goal: Goal
    targets: tuple[EntityId, ...]
    contexts: tuple[Context, ...]
    chose: Places
    chosen: Places
    days: npt.NDArray[np.float64]
    texts: Mapping[EntityId, str]


@dataclass(frozen=True, slots=True, eq=False)
class Query:
    """One question, as all methods are asked it.

    Attributes:
        request: as an application would ask it.
        past: what may be known.
        context: what is known of the question itself; for a member who asks without words it is
            their context in `past.contexts`, with the choices they have made already.
        known: place of `context` in `past.contexts`, -1 for a new one.
        candidates: (c,) int32, ascending places in `past.targets` of what may be ranked.
        relevant: (r,) int32, those of the candidates that were then chosen; never empty.
        experience: how many interactions the asker had before.
    """

    request: RecommendationRequest
    past: Past
    context: Context
    known: int
    candidates: Places
    relevant: Places
    experience: int


@dataclass(frozen=True, slots=True, eq=False)
class Task:
    """Queries about one goal, all with the same targets, in the order they were asked.

    Attributes:
        name: as it stands in reports.
        queries: those with the same past stand together.
    """

    name: str
    queries: tuple[Query, ...]

    @property
    def targets(self) -> tuple[EntityId, ...]:
        """What may be ranked."""
        return self.queries[0].past.targets

    def by_past(self) -> list[tuple[Past, Sequence[int]]]:
        """Each past with the places of its queries, in their order."""
        groups: list[tuple[Past, list[int]]] = []
        for place, query in enumerate(self.queries):
            if not groups or groups[-1][0] is not query.past:
                groups.append((query.past, []))
            groups[-1][1].append(place)
        return [(past, places) for past, places in groups]
