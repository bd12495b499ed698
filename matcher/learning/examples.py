"""Examples to learn from: what could have been shown for a past question, and what was right."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from graph.errors import InvalidRequest
from graph.packing import moment_of
from graph.progress import Progress, silent
from graph.snapshot import Snapshot
from matcher.candidates import generate_candidates
from matcher.eligibility import eligible
from matcher.evidence import gather_evidence
from matcher.features import learned_for
from matcher.goals import Goal
from matcher.large import is_large
from matcher.learning.past import SLOTS
from matcher.learning.shown_lists import ShownList
from matcher.question import Question
from matcher.ranking import feature_table
from matcher.replay import PastQuery, Replay, asked_by_member

Ask = Callable[[Snapshot], Callable[[PastQuery], Question]]
"""How a question of the past is resolved against a snapshot."""


@dataclass(frozen=True, slots=True, eq=False)
class Example:
    """One question of the past with its n candidates: all that could have been, or was, shown.

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


def examples_of_lists(
    lists: Sequence[ShownList],
    snapshot: Snapshot,
    goal: Goal,
    ask: Ask,
    progress: Progress = silent,
) -> list[Example]:
    """An example of each list: the member asks alone, as of when it was shown to them.

    Features are worked out over all candidates, so that they mean what they mean in an answer, and
    the rows of what was shown are kept. Lists of which nothing or everything that is eligible was
    chosen are left out.

    Args:
        lists: what was shown for the goal, by time.
        snapshot: the whole community.
        goal: theirs.
        ask: how a question of the past is resolved against a snapshot.
        progress: told about long work.
    """
    resolve = ask(snapshot)
    moments = _moments(lists, snapshot)
    found: list[Example] = []
    for done, (shown, moment) in enumerate(zip(lists, moments, strict=True), start=1):
        request = asked_by_member(snapshot, goal, shown.member, moment_of(moment))
        query = PastQuery(request, None, shown.chosen, shown.at)
        found.extend(_example(query, resolve, snapshot, goal, shown.shown))
        progress("lists that were shown", done, len(lists))
    return found


def _moments(lists: Sequence[ShownList], snapshot: Snapshot) -> list[int]:
    """As of when each is asked; a large community is not looked at as of so many moments."""
    times = [shown.at for shown in lists]
    if not is_large(snapshot):
        return times
    pieces = np.array_split(np.arange(len(times)), SLOTS)
    return [times[piece[0]] for piece in pieces for _ in piece]


def _example(
    query: PastQuery,
    resolve: Callable[[PastQuery], Question],
    known: Snapshot,
    goal: Goal,
    shown: Sequence[int] | None = None,
) -> Iterator[Example]:
    """The example of a question, if it is one; of what was `shown` alone, where that is known."""
    try:
        question = resolve(query)
    except InvalidRequest:  # an asker who did not consent is no example
        return
    if shown is not None and question.member is None:  # was not there yet
        return
    candidates = _candidates(question, shown or ())
    nodes = question.snapshot.in_whole(candidates)
    rows = np.ones(len(nodes), dtype=np.bool_) if shown is None else np.isin(nodes, shown)
    relevant = known.in_whole(np.array(sorted(query.relevant), dtype=np.int32))
    positive = np.isin(nodes[rows], relevant)
    if not positive.any() or positive.all():
        return
    evidence = gather_evidence(question, candidates)
    table = feature_table(question, candidates, evidence, feature_names(goal))
    yield Example(
        table.scaled[rows].astype(np.float32),
        table.plain[rows].astype(np.float32),
        positive,
        nodes[rows],
        query.at,
    )


def _candidates(question: Question, shown: Sequence[int]) -> npt.NDArray[np.int32]:
    """(C,) all that could have been shown, and of what was shown what no source leads to now."""
    candidates = generate_candidates(question)
    in_sight = question.snapshot.present(
        question.snapshot.of_whole(np.array(shown, dtype=np.int32))
    )
    return eligible(question, np.union1d(candidates, in_sight).astype(np.int32))
