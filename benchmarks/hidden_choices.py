"""The task of what is hidden: choices without times, of which a part is asked for."""

from __future__ import annotations

from collections.abc import Mapping

from benchmarks.community import Community
from benchmarks.pasts import past_at
from benchmarks.periods import NothingToAsk
from benchmarks.queries import Asking, sample
from benchmarks.tasks import Task
from graph.records import EntityId
from graph.snapshot import Snapshot
from matcher.goals import Goal
from matcher.replay import HIDDEN_SHARE, replay_hidden


def hidden(
    snapshot: Snapshot,
    texts: Mapping[EntityId, str],
    goal: Goal,
    seed: int,
    *,
    most: int | None = None,
) -> Task:
    """A part of all choices is hidden, and each member who lost one is asked for it.

    Args:
        snapshot: the whole community.
        texts: what its entities say.
        goal: what is asked for.
        seed: of what is hidden, and of the sample.
        most: queries, drawn where there are more.

    Raises:
        NothingToAsk: nobody chose anything.
    """
    replay = replay_hidden(snapshot, goal, seed)
    asking = Asking(past_at(Community(replay.snapshot, texts), goal, None))
    queries = [
        asking.by_member(asked.request, {snapshot.id(node) for node in asked.relevant})
        for asked in sample(replay.queries, most, seed)
    ]
    found = tuple(query for query in queries if query is not None)
    if not found:
        raise NothingToAsk(f"nobody chose anything that goal {goal.name!r} could recommend")
    return Task(f"{goal.title}, {HIDDEN_SHARE:.0%} of the choices hidden", found)
