"""The contest in what is alike: for every text those that are nearest to it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial

import numpy as np

from benchmarks.large.community import LargeCommunity
from benchmarks.large.contender import Nodes
from benchmarks.large.figures import Contest, Line
from benchmarks.large.one_thread import one_thread
from benchmarks.large.passes import all_at_once
from benchmarks.large.quality import overlap
from benchmarks.large.rivals import ALIKE, made
from benchmarks.large.terms import Terms
from benchmarks.large.vector_task import VectorTask
from graph.schema import KINDS_IN_ORDER
from matcher.vector_search import Wanted, nearest
from matcher.vectors import question_parts, vector_of

DEPTHS = (10, 50)
"""How many are looked for."""
ASKED = 5_000
"""Texts that Kinpath, which answers one by one, is asked for in a pass."""

Neighbours = dict[int, Nodes]
"""By a text's node, the nodes of others, the nearest first."""


@dataclass(frozen=True, slots=True)
class Finder:
    """One way to find them.

    Attributes:
        name: as tables show it.
        find: the given number for each of its texts, which is what is timed.
        count: how many texts that are.
    """

    name: str
    find: Callable[[int], Neighbours]
    count: int


def alike(community: LargeCommunity, terms: Terms) -> Iterator[Contest]:
    """Kinpath answers for some texts, one by one; others for all of them at once."""
    task = VectorTask.of(community)
    random = np.random.default_rng([community.seed, ASKED])
    places = random.permutation(len(task.nodes))[:ASKED]
    left_out: dict[str, str] = {}
    members = community.shape.members
    rivals = list(made(ALIKE, terms.rivals, members, task, left_out, terms.server))
    finders = [_one_by_one(task, task.nodes[places].astype(np.int64)), *rivals]
    checked = places[: terms.checked]
    for depth in DEPTHS:
        works = {each.name: (partial(each.find, depth), each.count) for each in finders}
        with one_thread():
            timed, found = all_at_once(works, terms.passes, terms.progress)
        exact = _exact(task, checked, depth)
        lines = [
            Line.of(
                finder.name,
                timed[finder.name],
                timed[finders[0].name],
                {
                    f"recall@{depth}": _recall(
                        found[finder.name], task.nodes[checked].tolist(), exact
                    )
                },
                questions=finder.count,
            )
            for finder in finders
        ]
        subject = f"the {depth} nearest texts of every text"
        yield Contest(subject, members, tuple(lines), left_out)


def _one_by_one(task: VectorTask, asked: Nodes) -> Finder:
    snapshot = task.snapshot

    def find(depth: int) -> Neighbours:
        wanted = [Wanted(KINDS_IN_ORDER, depth + 1)]
        found = {}
        for node in asked.tolist():
            vector = vector_of(snapshot, node)
            assert vector is not None
            [(nodes, _)] = nearest(snapshot, question_parts(vector.reshape(1, -1)), wanted)
            found[node] = nodes[nodes != node][:depth].astype(np.int64)
        return found

    return Finder("Kinpath", find, len(asked))


def _exact(task: VectorTask, places: Nodes, depth: int) -> list[Nodes]:
    """By cosines of floating-point vectors, without the text itself."""
    everything = np.ones(len(task.nodes), dtype=np.bool_)
    found = task.exact(list(task.vectors(places)), everything, depth + 1)
    pairs = zip(task.nodes[places].tolist(), found, strict=True)
    return [nodes[nodes != own][:depth] for own, nodes in pairs]


def _recall(found: Neighbours, nodes: Sequence[int], exact: Sequence[Nodes]) -> float:
    nothing = np.zeros(0, dtype=np.int64)
    return overlap([found.get(node, nothing) for node in nodes], exact)
