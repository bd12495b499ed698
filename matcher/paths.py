"""The best paths of real edges from what is asked to what is recommended, up to three hops."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import islice
from weakref import WeakKeyDictionary

import numpy as np
import numpy.typing as npt

from graph.packing import moment_of
from graph.schema import RELATIONSHIP_CODES, VERBS, RelationshipKind
from matcher.features.walk import start
from matcher.node_texts import NodeTexts
from matcher.path_steps import steps_of
from matcher.question import Question
from matcher.reach import best_places
from matcher.request import ExplanationEdge, ExplanationPath
from matcher.short_paths import MAX_EXPANDED, MAX_PATHS, search
from matcher.view import CommunityView
from matcher.walks import WALK_WEIGHTS

MAX_STARTS = 24
LONG_ROW = 1_024
"""Of a start with more neighbours only the likeliest are followed, found once for each view."""

Nodes = npt.NDArray[np.int32]
_KINDS = tuple(RelationshipKind)
_BLOCKS = RELATIONSHIP_CODES[RelationshipKind.BLOCKS]
_RANKS = np.full(256, -1)
for _rank, _kind in enumerate(WALK_WEIGHTS):
    _RANKS[RELATIONSHIP_CODES[_kind]] = _rank


class PathFinder:
    """Finds paths to candidates of one question.

    Args:
        question: what is asked.
        texts: what the view's nodes are called.
    """

    def __init__(self, question: Question, texts: NodeTexts | None = None) -> None:
        self._question = question
        self._view = question.view
        self._texts = NodeTexts(question.view) if texts is None else texts

    def paths_to(self, candidates: Nodes) -> list[tuple[ExplanationPath, ...]]:
        """Of each candidate (K,) up to three paths that end differently, the likeliest first."""
        ways, lengths = self._search(candidates)
        snapshot, graph = self._view.snapshot, self._view.walk_graph
        out, asker = snapshot.out, self._question.member
        found = steps_of(
            graph.offsets, graph.neighbours, graph.probabilities,
            out.offsets, out.neighbours, out.kinds, out.verbs, out.times, _RANKS,
            ways, lengths, -1 if asker is None else asker,
        )  # fmt: skip
        kept = lengths > 0
        described = iter(self._described(*(each[kept] for each in found)))
        counts = np.count_nonzero(kept.reshape(-1, MAX_PATHS), axis=1)
        return [tuple(islice(described, count)) for count in counts.tolist()]

    def _search(self, candidates: Nodes) -> tuple[Nodes, npt.NDArray[np.int64]]:
        view, graph, out = self._view, self._view.walk_graph, self._view.snapshot.out
        starts, mass = self._starts()
        with _marks(view.snapshot.size) as marks:
            ways, lengths = search(
                graph.offsets, graph.neighbours, graph.probabilities, graph.totals,
                out.offsets, out.neighbours, out.kinds,
                starts, mass, *_likely_steps(view, starts), candidates, _BLOCKS, marks,
            )  # fmt: skip
        return ways, lengths

    def _starts(self) -> tuple[Nodes, npt.NDArray[np.float64]]:
        """Where paths begin, the likeliest first."""
        nodes, mass = start(self._question)
        best = np.lexsort((nodes, -mass))[:MAX_STARTS]
        return nodes[best], mass[best]

    def _described(
        self,
        nodes: Nodes,
        counts: npt.NDArray[np.int64],
        strengths: npt.NDArray[np.float64],
        places: npt.NDArray[np.int64],
    ) -> Iterator[ExplanationPath]:
        out, id_of, shown = self._view.snapshot.out, self._texts.id, self._texts.shown
        facts = zip(
            (out.neighbours[places] == nodes[:, 1:]).tolist(),
            out.kinds[places].tolist(),
            out.verbs[places].tolist(),
            out.times[places].tolist(),
            strict=True,
        )
        rows = zip(nodes.tolist(), counts.tolist(), strengths.tolist(), facts, strict=True)
        for row, count, strength, (onwards, kinds, verbs, times) in rows:
            ids = tuple([id_of[node] for node in row[:count]])
            edges = [
                ExplanationEdge(
                    _KINDS[kinds[at]],
                    ids[at] if onwards[at] else ids[at + 1],
                    ids[at + 1] if onwards[at] else ids[at],
                    VERBS[verbs[at]],
                    moment_of(times[at]),
                )
                for at in range(count - 1)
            ]
            names = tuple([shown[node] for node in row[:count]])
            yield ExplanationPath(ids, tuple(edges), names, strength)


_OF_THREAD = threading.local()


@contextmanager
def _marks(size: int) -> Iterator[Nodes]:
    """(`size` or more,) zeros of this thread's own; made anew when too few, or a search failed."""
    marks: Nodes | None = getattr(_OF_THREAD, "marks", None)
    _OF_THREAD.marks = None
    if marks is None or len(marks) < size:
        marks = np.zeros(size, dtype=np.int32)
    yield marks
    _OF_THREAD.marks = marks


_NO_STEPS = np.zeros(0, dtype=np.int64)
_LIKELY: WeakKeyDictionary[CommunityView, dict[int, npt.NDArray[np.int64]]] = WeakKeyDictionary()


def _likely_steps(
    view: CommunityView, starts: Nodes
) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]:
    """(S + 1,) where those of each start begin, and the places of its likeliest steps.

    Only of starts with long rows.
    """
    graph = view.walk_graph
    known = _LIKELY.setdefault(view, {})
    bounds, parts = [0], [_NO_STEPS]
    degrees = (graph.offsets[starts + 1] - graph.offsets[starts]).tolist()
    for node, degree in zip(starts.tolist(), degrees, strict=True):
        if degree > LONG_ROW:
            if node not in known:
                likely = best_places(*graph.row(node), MAX_EXPANDED)
                known[node] = int(graph.offsets[node]) + likely
            parts.append(known[node])
        bounds.append(bounds[-1] + (len(parts[-1]) if degree > LONG_ROW else 0))
    return np.array(bounds), np.concatenate(parts)
