"""Kinpath itself as a contender, reached through what its packages offer to everybody."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import fields

import numpy as np

from benchmarks.large.contender import DEPTH, Contender, Nodes
from benchmarks.large.everyone_task import Everyone, EveryoneTask, Pairs
from benchmarks.large.vector_task import Mask, Vectors, VectorTask
from benchmarks.large.walk_task import WalkTask
from benchmarks.large.whole_task import SHOWN, WholeQuestion
from graph.progress import Progress, silent
from graph.schema import KINDS_IN_ORDER, EntityKind
from graph.snapshot import Snapshot
from matcher.features.walk import RESTART_FROM_ALL
from matcher.matching import Matcher
from matcher.pagerank import Walk
from matcher.pagerank import walk as one_walk
from matcher.request import RecommendationRequest
from matcher.vector_search import Wanted, nearest
from matcher.vectors import question_parts
from matcher.visibility import Views

NAME = "Kinpath"
FINE = 5e-6
"""A threshold at which 99.5 of 100 are right, to compare with exact methods."""


def walk_task(snapshot: Snapshot) -> tuple[WalkTask, Snapshot]:
    """The walk from one node among what anybody may see; its nodes are those of that view."""
    view = Views(snapshot).of(None, None)
    begin, end = view.snapshot.range(EntityKind.MEMBER)
    return WalkTask(view.walk_graph, begin, end, RESTART_FROM_ALL), view.snapshot


def walk(task: WalkTask, threshold: float | None = None) -> Contender[int]:
    """`matcher.pagerank.walk` to a threshold, None: the usual one; and the best members of it."""
    name = NAME if threshold is None else f"{NAME}, to {threshold:g}"

    def walked(seed: int) -> Walk:
        seeds = np.array([seed], dtype=np.int32)
        return one_walk(task.graph, seeds, np.ones(1), task.restart, threshold)

    def ask(seed: int) -> Nodes:
        found = walked(seed).values.best(task.begin, task.end, DEPTH + 1)
        return np.asarray(found[found != seed][:DEPTH])

    def operations(seed: int) -> int | None:
        return walked(seed).edges

    return Contender(name, ask, operations, array_bytes(task.graph))


def vectors(task: VectorTask, allowed: Mask) -> Contender[Vectors]:
    """`matcher.vector_search`: the best of all, or of those nodes that are allowed."""
    snapshot = task.snapshot
    passing = np.zeros(snapshot.size, dtype=np.bool_)
    passing[task.nodes[allowed]] = True
    mask = None if allowed.all() else passing

    def ask(question: Vectors) -> Nodes:
        parts = question_parts(question.reshape(1, -1))
        [(nodes, _)] = nearest(snapshot, parts, [Wanted(KINDS_IN_ORDER, DEPTH)], mask)
        return nodes.astype(np.int64)

    return Contender(NAME, ask, bytes=snapshot.vectors.nbytes + array_bytes(snapshot.cells))


def whole(snapshot: Snapshot, questions: Sequence[WholeQuestion]) -> Contender[WholeQuestion]:
    """`Matcher.recommend` from end to end, reasons and paths included."""
    known = {q.text: q.vector for q in questions if q.vector is not None}
    matcher = Matcher(snapshot, _KnownTexts(known, snapshot.model))

    def answer(question: WholeQuestion, count: int) -> Nodes:
        request = RecommendationRequest(
            question.goal, question.member, question.text or None, k=count
        )
        found = matcher.recommend(request).results
        return np.array([snapshot.node(each.id) for each in found], dtype=np.int64)

    return Contender(
        NAME,
        lambda question: answer(question, SHOWN),
        bytes=array_bytes(snapshot),
        deep=lambda question: answer(question, DEPTH),
    )


def walks_for_everybody(task: EveryoneTask) -> Everyone:
    """The members whom a walk from each member finds most often: ties alone, and no reasons."""
    walk = task.walk
    # Twice as many and oneself, as those whom a member knows already are not to be shown.
    count = 2 * DEPTH + 1

    def pairs() -> Pairs:
        found = [
            one_walk(walk.graph, np.array([seed], dtype=np.int32), np.ones(1), walk.restart)
            .values.best(walk.begin, walk.end, count)
            .astype(np.int64)
            for seed in range(walk.begin, walk.end)
        ]
        owners = np.arange(walk.begin, walk.end)
        return np.repeat(owners, [len(each) for each in found]), np.concatenate(found)

    return Everyone(f"{NAME}, walks alone", pairs, task.count)


def lists(snapshot: Snapshot, view: Snapshot, asked: Sequence[WholeQuestion]) -> Everyone:
    """The same for many members, one by one; nodes are those of the view."""
    deep = whole(snapshot, asked).deep
    assert deep is not None
    numbers = np.full(snapshot.size, -1, dtype=np.int64)
    numbers[view.in_whole(np.arange(view.size, dtype=np.int32))] = np.arange(view.size)

    def pairs() -> Pairs:
        found = [numbers[deep(question)] for question in asked]
        owners = [numbers[snapshot.node(question.member)] for question in asked]
        return np.repeat(owners, [len(each) for each in found]), np.concatenate(found)

    return Everyone(f"{NAME}, explained", pairs, len(asked))


def array_bytes(holder: object) -> int:
    """Of all arrays in the fields of a dataclass, and in those of its own dataclasses."""
    values = (getattr(holder, field.name) for field in fields(holder))  # type: ignore[arg-type]
    return sum(
        value.nbytes if isinstance(value, np.ndarray) else array_bytes(value)
        for value in values
        if isinstance(value, np.ndarray) or hasattr(value, "__dataclass_fields__")
    )


class _KnownTexts:
    """Turns texts into vectors that were invented with them: the model's own time is not ours."""

    dimension = 384

    def __init__(self, known: Mapping[str, Vectors], name: str) -> None:
        self._known, self.name = known, name

    def embed(self, texts: Sequence[str], progress: Progress = silent) -> Vectors:
        """(n, D) float32."""
        progress("texts", len(texts), len(texts))
        return np.stack([self._known[text] for text in texts])
