"""A batch whose questions are spread over several processes."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from graph.records import EntityId
from matcher.batch import Batch
from matcher.exposure import Nodes, Values
from matcher.matching import Matcher
from matcher.request import RecommendationRequest
from matcher.sharing import Asked, planned


class PartOfBatch(Batch):
    """Some of the questions of a batch: the others are asked elsewhere, on the same snapshot.

    Where people share exposure, each process says whom its questions could show (`asked`), one of
    them decides for all (`plan`), and each answers by what was decided (`heed`, `recommend`).
    The answers are those of one `Batch` that holds all the questions.
    """

    def __init__(self, matcher: Matcher, evenness: float | None = None) -> None:
        super().__init__(matcher, (), evenness)

    def shares(self, request: RecommendationRequest) -> bool:
        """Whether the answer depends on who else asks."""
        return self._shares(request)

    def asked(self, request: RecommendationRequest) -> Asked:
        """Whom the question could show. Raises what `Matcher.recommend` raises."""
        return self._asked(request)

    def plan(
        self, goal: str, asked: Sequence[Asked], earlier: Sequence[Sequence[EntityId]] = ()
    ) -> list[Values | None]:
        """For each of all the questions for a goal, in any order, what `heed` takes.

        `earlier` lists were shown before, and count as exposure.
        """
        found = self._matcher.goals[goal]
        known = [[self._matcher.snapshot.find(each) for each in ids] for ids in earlier]
        before = [np.array([n for n in nodes if n is not None], dtype=np.int32) for nodes in known]
        return planned(asked, self._evenness_of(found), found.exposure_per_place, before)

    def heed(self, request: RecommendationRequest, nodes: Nodes, values: Values) -> None:
        """Answer that question by these values (n,) of the nodes (n,) that it could show."""
        self._plan[request] = nodes, values
