"""A goal set otherwise, tried on the past: what members chose is asked for again, either way."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from graph.errors import InvalidRequest
from graph.progress import Progress, silent
from graph.snapshot import Snapshot
from matcher.bootstrap import Bootstrap, Interval
from matcher.goals import Goal
from matcher.learning.fitting import DEPTH, GAINS
from matcher.learning.judged import RESAMPLES
from matcher.learning.lessons import FEWEST_QUESTIONS
from matcher.learning.past import thinned, whole_past_of
from matcher.matching import Matcher
from matcher.models import QuestionKind
from matcher.replay import PastQuery, Replay
from matcher.reranking import choose

MatcherOf = Callable[[Snapshot], Matcher]
"""Makes the matcher that answers of a snapshot as the community does now."""

Nodes = npt.NDArray[np.int32]


@dataclass(frozen=True, slots=True)
class OnPast:
    """How two settings of a goal did on questions of the past of one kind.

    Attributes:
        kind: of the questions.
        questions: how many counted: something that was then chosen could have been shown.
        asked: how many were asked again, spread evenly over the past.
        held: how many the past holds.
        before, after: nDCG@10 of what was shown, with 95 % intervals; None: too few counted.
        gain: of the second over the first, question by question.
    """

    kind: QuestionKind
    questions: int
    asked: int
    held: int
    before: Interval | None = None
    after: Interval | None = None
    gain: Interval | None = None


def on_past(
    snapshot: Snapshot,
    tried: Goal,
    kind: QuestionKind,
    matcher_of: MatcherOf,
    seed: int,
    progress: Progress = silent,
) -> OnPast:
    """A goal as it is in use against the goal as it is tried: weights, rules and variety.

    Args:
        snapshot: the whole community, as it stands.
        tried: the goal as it is tried.
        kind: of questions.
        matcher_of: how the community answers now.
        seed: of all that is drawn.
        progress: told about long work.
    """
    past = whole_past_of(snapshot, tried, kind, seed)
    asked = thinned(past)
    count = _count(asked)
    label = "questions of the past"
    progress(label, 0, count)
    figures: list[tuple[float, float]] = []
    done = 0
    for replay in asked:
        matcher = matcher_of(replay.snapshot)
        other = matcher.with_goals({**matcher.goals, tried.name: tried})
        for query in replay.queries:
            done += 1
            figures += _figures(query, replay.snapshot, matcher, other)
            progress(label, done, count)
    found = OnPast(kind, len(figures), count, _count(past))
    return found if len(figures) < FEWEST_QUESTIONS else _judged(found, figures, seed)


def _judged(found: OnPast, figures: Sequence[tuple[float, float]], seed: int) -> OnPast:
    before, after = np.array(figures).T
    draws = Bootstrap(len(figures), seed, RESAMPLES)
    return replace(
        found,
        before=draws.interval(before),
        after=draws.interval(after),
        gain=draws.interval(after - before),
    )


def _figures(
    query: PastQuery, known: Snapshot, matcher: Matcher, other: Matcher
) -> Iterator[tuple[float, float]]:
    """nDCG@10 either way, of a question where something right could have been shown, or not."""
    try:
        sides = [_shown(query, each) for each in (matcher, other)]
    except InvalidRequest:  # an asker who did not consent tells nothing
        return
    (possible, shown), (also_possible, shown_instead) = sides
    within = np.union1d(possible, also_possible)
    relevant = known.in_whole(np.array(sorted(query.relevant), dtype=np.int32))
    right = np.intersect1d(relevant, within)
    if 0 < len(right) < len(within):
        yield _ndcg(shown, right), _ndcg(shown_instead, right)


def _shown(query: PastQuery, matcher: Matcher) -> tuple[Nodes, Nodes]:
    """All that may be shown, and the best DEPTH of it, as nodes of the whole snapshot."""
    question = matcher.question(replace(query.request, k=DEPTH), query.vector)
    candidates = matcher.candidates(question)
    scored = matcher.score(question, candidates)
    shown = scored.nodes[choose(question, scored)]
    return question.snapshot.in_whole(candidates), question.snapshot.in_whole(shown)


def _ndcg(shown: Nodes, right: Nodes) -> float:
    """Of a list, best first: Jarvelin and Kekalainen, 2002, with gains of 0 and 1."""
    found = GAINS[: len(shown)][np.isin(shown, right)].sum()
    return float(found / GAINS[: len(right)].sum())


def _count(replays: Sequence[Replay]) -> int:
    return sum(len(replay.queries) for replay in replays)
