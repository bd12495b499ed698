"""Many questions answered together, so that those with few free places are not shown to all."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from graph.errors import EntityNotFound, InvalidRequest
from graph.packing import HAS_CAPACITY
from graph.progress import Progress, silent
from graph.records import EntityId
from graph.schema import EntityKind
from matcher.eligibility import free_places
from matcher.exposure import Exposure, Nodes, Pool, Values, measured
from matcher.goals import Goal
from matcher.matching import Matcher
from matcher.question import Question
from matcher.ranking import Scored
from matcher.request import RecommendationList, RecommendationRequest
from matcher.reranking import POOL, choose
from matcher.sharing import Asked, planned

LEAST_POOL = 100
"""Of each question at least so many of the best, and POOL * k, may take the place of others."""

EarlierLists = Mapping[str, Sequence[Sequence[EntityId]]]
"""By the name of a goal, the lists that were shown before."""


@dataclass(frozen=True, slots=True)
class Spread:
    """How the answers for one goal divided exposure: by each question alone, and as shown."""

    goal: Goal
    before: Exposure
    after: Exposure


@dataclass(slots=True)
class _Tally:
    people: set[int] = field(default_factory=set)
    before: list[Nodes] = field(default_factory=list)
    after: list[Nodes] = field(default_factory=list)


class Batch:
    """Answers requests that are known beforehand, sharing exposure between people.

    Where a goal shares anything (it has an evenness, or capacities limit showings), each question
    is scored twice: once to learn who could be shown, once to answer. Equal requests count once,
    and those that name their candidates are answered as if they were alone.

    Args:
        matcher: answers.
        requests: all that will be asked.
        evenness: 0-1, in place of that of each goal between people.
        earlier: lists that were shown before and count as well.
        progress: told of the first pass.
    """

    def __init__(
        self,
        matcher: Matcher,
        requests: Iterable[RecommendationRequest],
        evenness: float | None = None,
        earlier: EarlierLists | None = None,
        progress: Progress = silent,
    ) -> None:
        self._matcher = matcher
        self._evenness = evenness
        self._tallies: dict[str, _Tally] = defaultdict(_Tally)
        self._plan: dict[RecommendationRequest, tuple[Nodes, Values]] = {}
        shared = [each for each in dict.fromkeys(requests) if self._shares(each)]
        asked: dict[str, dict[RecommendationRequest, Asked]] = defaultdict(dict)
        for done, request in enumerate(shared, 1):
            try:
                asked[request.goal][request] = self._asked(request)
            except (InvalidRequest, EntityNotFound):
                continue  # whoever asks for its answer is told
            finally:
                progress("seeing who could be shown", done, len(shared))
        for name, questions in asked.items():
            self._decide(matcher.goals[name], questions, (earlier or {}).get(name, ()))

    def recommend(self, request: RecommendationRequest) -> RecommendationList:
        """The answer within the batch; raises what `Matcher.recommend` raises."""
        matcher = self._matcher
        question = matcher.ask(request)
        scored = matcher.score(question, matcher.candidates(question))
        chosen = usual = choose(question, scored)
        if request in self._plan:
            chosen = choose(question, scored, self._values(question, scored, request))
        if _is_shown(question.goal, request):
            tally = self._tallies[request.goal]
            tally.people.update(self._pool(question, scored)[1].nodes.tolist())
            tally.before.append(question.snapshot.in_whole(scored.nodes[usual]))
            tally.after.append(question.snapshot.in_whole(scored.nodes[chosen]))
        return matcher.answer(question, scored, chosen)

    def spreads(self) -> list[Spread]:
        """For each goal between people that was answered, how exposure was divided."""
        return [
            Spread(
                self._matcher.goals[name],
                measured(tally.before, tally.people),
                measured(tally.after, tally.people),
            )
            for name, tally in self._tallies.items()
        ]

    def _shares(self, request: RecommendationRequest) -> bool:
        goal = self._matcher.goals.get(request.goal)
        if goal is None or not _is_shown(goal, request):
            return False
        return self._evenness_of(goal) > 0 or (
            goal.exposure_per_place > 0 and self._any_states_capacity()
        )

    def _evenness_of(self, goal: Goal) -> float:
        return goal.evenness if self._evenness is None else self._evenness

    def _any_states_capacity(self) -> bool:
        begin, end = self._matcher.snapshot.range(EntityKind.MEMBER)
        return bool((self._matcher.snapshot.flags[begin:end] & HAS_CAPACITY).any())

    def _asked(self, request: RecommendationRequest) -> Asked:
        matcher = self._matcher
        question = matcher.ask(request)
        scored = matcher.score(question, matcher.candidates(question))
        places, pool = self._pool(question, scored)
        seen = scored.nodes[places]
        limited = np.flatnonzero(question.snapshot.flags[seen] & HAS_CAPACITY)
        left = free_places(question, seen[limited])
        free = dict(zip(pool.nodes[limited].tolist(), left.tolist(), strict=True))
        usual = question.snapshot.in_whole(scored.nodes[choose(question, scored)])
        return Asked(pool, scored.fits[places], usual, free)

    def _pool(self, question: Question, scored: Scored) -> tuple[list[int], Pool]:
        """The best of the scored: their places, and the same as a pool."""
        request = question.request
        places = scored.best_first()[: max(LEAST_POOL, POOL * request.k)]
        key = hashlib.sha256(repr(request).encode(errors="backslashreplace")).hexdigest()
        nodes = question.snapshot.in_whole(scored.nodes[places])
        return places.tolist(), Pool(nodes, scored.scores[places], request.k, key)

    def _decide(
        self,
        goal: Goal,
        questions: Mapping[RecommendationRequest, Asked],
        earlier: Sequence[Sequence[EntityId]],
    ) -> None:
        find = self._matcher.snapshot.find
        known = [[node for each in ids if (node := find(each)) is not None] for ids in earlier]
        before = [np.array(nodes, dtype=np.int32) for nodes in known]
        asked = list(questions.values())
        found = planned(asked, self._evenness_of(goal), goal.exposure_per_place, before)
        for request, each, values in zip(questions, asked, found, strict=True):
            if values is not None:
                self._plan[request] = each.pool.nodes, values

    def _values(self, question: Question, scored: Scored, request: RecommendationRequest) -> Values:
        """(C,) the planned values of the scored; -inf for those who are not in the plan."""
        nodes, planned_values = self._plan[request]
        values = np.full(len(scored.nodes), -np.inf)
        every = question.snapshot.in_whole(scored.nodes)
        _, places, planned_places = np.intersect1d(
            every, nodes, assume_unique=True, return_indices=True
        )
        values[places] = planned_values[planned_places]
        return values


def _is_shown(goal: Goal, request: RecommendationRequest) -> bool:
    """Whether the answer exposes people that could have been others."""
    return goal.between_people and request.candidates is None
