"""Kinpath's matcher on the snapshot of a past, which is all that it can know there."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from benchmarks.pasts import nodes_of
from benchmarks.tasks import Past, Places, Vector
from matcher.eligibility import eligible
from matcher.matching import Matcher
from matcher.question import Question
from matcher.request import RecommendationRequest

Nodes = npt.NDArray[np.int32]


class PastMatcher:
    """Resolves requests against one past; what it derives from it is kept for the next."""

    def __init__(self, past: Past) -> None:
        self.past = past
        self._matcher = Matcher(past.snapshot, goals={past.goal.name: past.goal})
        self._nodes = nodes_of(past.snapshot, past.targets)

    def question(self, request: RecommendationRequest, vector: Vector | None) -> Question:
        """The request as Kinpath understands it; `vector` (D,) is that of its text.

        Raises:
            InvalidRequest: nothing that it names is known yet.
        """
        return self._matcher.question(request, vector if request.text else None)

    def allowed(self, question: Question, places: Places) -> tuple[Places, Nodes]:
        """Those of the places in the targets that the goal's rules allow, and their nodes."""
        nodes = self._nodes_for(question)[places]
        there = nodes >= 0
        places, nodes = places[there], nodes[there]
        kept = np.isin(nodes, eligible(question, nodes))
        return places[kept], nodes[kept]

    def _nodes_for(self, question: Question) -> Nodes:
        """(T,) the targets in the snapshot of a question: an asker may see fewer than anybody."""
        if question.snapshot is self.past.snapshot:
            return self._nodes
        return nodes_of(question.snapshot, self.past.targets)
