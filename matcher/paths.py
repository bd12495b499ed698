"""The best paths of real edges from what is asked to what is recommended, up to three hops."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

import numpy as np
import numpy.typing as npt

from graph.adjacency import lengths_of
from graph.packing import moment_of
from graph.schema import RELATIONSHIP_CODES, VERBS, RelationshipKind
from matcher.features.walk import start
from matcher.node_texts import NodeTexts
from matcher.node_values import best_places
from matcher.path_steps import steps_of
from matcher.question import Question
from matcher.request import ExplanationEdge, ExplanationPath
from matcher.short_paths import MAX_PATHS, Starts, search
from matcher.view import CommunityView
from matcher.walks import WALK_WEIGHTS, Steps
from matcher.workspace import Workspace

MAX_STARTS = 24
LONG_ROW = 1_024
"""Of a start with more neighbours only the likeliest are followed, found once for each view."""

Nodes = npt.NDArray[np.int32]
_KINDS = tuple(RelationshipKind)
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
            graph.spans, graph.neighbours, graph.probabilities,
            out.spans, out.neighbours, out.kinds, out.verbs, out.times, _RANKS,
            ways, lengths, -1 if asker is None else asker,
        )  # fmt: skip
        kept = lengths > 0
        described = iter(self._described(*(each[kept] for each in found)))
        counts = np.count_nonzero(kept.reshape(-1, MAX_PATHS), axis=1).tolist()
        return [tuple(islice(described, count)) for count in counts]

    def _search(self, candidates: Nodes) -> tuple[Nodes, npt.NDArray[np.int64]]:
        view = self._view
        with _MARKS.lent(view.snapshot.size) as marks:
            return search(view.walk_graph, view.snapshot.out, self._starts(), candidates, *marks)

    def _starts(self) -> Starts:
        nodes, mass = start(self._question)
        best = best_places(nodes, mass, MAX_STARTS)
        return Starts(nodes[best], mass[best], *_likely_steps(self._view, nodes[best]))

    def _described(
        self,
        nodes: Nodes,
        counts: npt.NDArray[np.int64],
        strengths: npt.NDArray[np.float64],
        sources: Nodes,
        places: npt.NDArray[np.int64],
    ) -> Iterator[ExplanationPath]:
        """W paths from what `steps_of` found, those without nodes left out."""
        self._texts.read(nodes[nodes >= 0])
        edge_at = self._edges(sources[places >= 0], places[places >= 0]).__getitem__
        id_of, shown = self._texts.id.__getitem__, self._texts.shown.__getitem__
        rows = nodes.tolist(), places.tolist(), counts.tolist(), strengths.tolist()
        for row, steps, count, strength in zip(*rows, strict=True):
            way = row[:count]
            yield ExplanationPath(
                tuple(map(id_of, way)),
                tuple(map(edge_at, steps[: count - 1])),
                tuple(map(shown, way)),
                strength,
            )

    def _edges(self, sources: Nodes, places: npt.NDArray[np.int64]) -> dict[int, ExplanationEdge]:
        """The edges (n,) at some places of the graph, by place; `sources` they leave from."""
        out, id_of = self._view.snapshot.out, self._texts.id
        columns = out.neighbours, out.kinds, out.verbs, out.times
        facts = zip(sources.tolist(), *(column[places].tolist() for column in columns), strict=True)
        edges: dict[int, ExplanationEdge] = {}
        for place, (source, target, kind, verb, time) in zip(places.tolist(), facts, strict=True):
            if place not in edges:
                edges[place] = ExplanationEdge(
                    _KINDS[kind], id_of[source], id_of[target], VERBS[verb], moment_of(time)
                )
        return edges


_MARKS = Workspace(
    lambda size: (np.zeros(size, dtype=np.int32), np.zeros(size // 64 + 1, dtype=np.uint64))
)
"""Of so many nodes, none of them marked, see `matcher.reach.mark`."""
_NO_STEPS: Steps = np.zeros(0, dtype=np.int32), np.zeros(0, dtype=np.float32)


def _likely_steps(
    view: CommunityView, starts: Nodes
) -> tuple[npt.NDArray[np.int64], Nodes, npt.NDArray[np.float32]]:
    """(S + 1,) where those of each start begin; (L,) where its likeliest steps lead; how likely.

    Only of starts with long rows. They are found once for each view, and lie side by side.
    """
    bounds, parts = [0], [_NO_STEPS]
    degrees = lengths_of(view.walk_graph.spans[starts]).tolist()
    for node, degree in zip(starts.tolist(), degrees, strict=True):
        if degree > LONG_ROW:
            parts.append(view.walk_graph.likeliest(node))
        bounds.append(bounds[-1] + (len(parts[-1][0]) if degree > LONG_ROW else 0))
    nodes, probabilities = (np.concatenate(each) for each in zip(*parts, strict=True))
    return np.array(bounds), nodes, probabilities
