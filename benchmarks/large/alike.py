"""The contest in what is alike: for every text those that are nearest to it."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from benchmarks.large.community import LargeCommunity
from benchmarks.large.contender import Nodes
from benchmarks.large.figures import Contest, Line
from benchmarks.large.one_thread import one_thread
from benchmarks.large.passes import Timed
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
        timed, found = _in_turn(finders, depth, terms)
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


def _in_turn(
    finders: Sequence[Finder], depth: int, terms: Terms
) -> tuple[dict[str, Timed], dict[str, Neighbours]]:
    """Seconds for each text in every pass, and what a pass that is not counted brought."""
    seconds: dict[str, list[list[float]]] = {finder.name: [] for finder in finders}
    with one_thread():
        found = {finder.name: finder.find(depth) for finder in finders}
        for done in range(terms.passes):
            terms.progress("passes", done, terms.passes)
            for finder in finders:
                begun = time.perf_counter()
                finder.find(depth)
                seconds[finder.name].append([(time.perf_counter() - begun) / finder.count])
        terms.progress("passes", terms.passes, terms.passes)
    timed = {name: Timed(np.array(took), [np.zeros(0, np.int64)]) for name, took in seconds.items()}
    return timed, found


def _exact(task: VectorTask, places: Nodes, depth: int) -> list[Nodes]:
    """By cosines of floating-point vectors, without the text itself."""
    everything = np.ones(len(task.nodes), dtype=np.bool_)
    found = task.exact(list(task.vectors(places)), everything, depth + 1)
    pairs = zip(task.nodes[places].tolist(), found, strict=True)
    return [nodes[nodes != own][:depth] for own, nodes in pairs]


def _recall(found: Neighbours, nodes: Sequence[int], exact: Sequence[Nodes]) -> float:
    nothing = np.zeros(0, dtype=np.int64)
    return overlap([found.get(node, nothing) for node in nodes], exact)
