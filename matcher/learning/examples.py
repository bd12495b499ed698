"""Examples to learn from: what could have been shown for a past question, and what was right."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from graph.errors import InvalidRequest
from graph.progress import Progress, silent
from graph.snapshot import Snapshot
from matcher.candidates import generate_candidates
from matcher.eligibility import eligible
from matcher.evidence import gather_evidence
from matcher.features import learned_for
from matcher.goals import Goal
from matcher.question import Question
from matcher.ranking import feature_table
from matcher.replay import PastQuery, Replay

Ask = Callable[[Snapshot], Callable[[PastQuery], Question]]
"""How a question of the past is resolved against a snapshot."""


@dataclass(frozen=True, slots=True, eq=False)
class Example:
    """One question of the past with its n candidates: all that could have been shown.

    Attributes:
        scaled: (n, F) float32, the features as the score takes them.
        plain: (n, F) float32, the features as they compare between questions.
        positive: (n,) bool, what was then chosen.
        nodes: (n,) int32, in the whole snapshot.
        at: when it was asked, seconds since 2000.
    """

    scaled: npt.NDArray[np.float32]
    plain: npt.NDArray[np.float32]
    positive: npt.NDArray[np.bool_]
    nodes: npt.NDArray[np.int32]
    at: int


def feature_names(goal: Goal) -> tuple[str, ...]:
    """Every feature that can be worked out for the goal, and whose weight may be learned."""
    return learned_for(goal)


def examples_from(
    replays: Sequence[Replay],
    goal: Goal,
    ask: Ask,
    progress: Progress = silent,
) -> list[Example]:
    """The examples of all replays, in order; questions without an eligible answer are left out."""
    total = sum(len(replay.queries) for replay in replays)
    found: list[Example] = []
    done = 0
    for replay in replays:
        resolve = ask(replay.snapshot)
        for query in replay.queries:
            done += 1
            found.extend(_example(query, resolve, replay.snapshot, goal))
            progress("questions of the past", done, total)
    return found


def _example(
    query: PastQuery,
    resolve: Callable[[PastQuery], Question],
    known: Snapshot,
    goal: Goal,
) -> Iterator[Example]:
    try:
        question = resolve(query)
    except InvalidRequest:  # an asker who did not consent is no example
        return
    candidates = eligible(question, generate_candidates(question))
    nodes = question.snapshot.in_whole(candidates)
    relevant = known.in_whole(np.array(sorted(query.relevant), dtype=np.int32))
    positive = np.isin(nodes, relevant)
    if not positive.any() or positive.all():
        return
    evidence = gather_evidence(question, candidates)
    table = feature_table(question, candidates, evidence, feature_names(goal))
    yield Example(
        table.scaled.astype(np.float32),
        table.plain.astype(np.float32),
        positive,
        nodes,
        query.at,
    )
