"""The best paths of real edges from what is asked to what is recommended, up to three hops."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import accumulate, pairwise

import numpy as np
import numpy.typing as npt

from graph.packing import moment_of
from graph.schema import RELATIONSHIP_CODES, VERBS, RelationshipKind
from matcher.features.walk import start
from matcher.large import is_large
from matcher.node_texts import NodeTexts
from matcher.path_steps import found_paths
from matcher.question import Question
from matcher.request import ExplanationEdge, ExplanationPath
from matcher.short_paths import Starts, likeliest_starts
from matcher.walks import LIKELIEST, WALK_WEIGHTS, Steps, WalkGraph
from matcher.workspace import Workspace

MAX_STARTS = 24
MAX_EXPANDED, MAX_EXPANDED_OF_LARGE = LIKELIEST, 48
"""Nodes after one step that are followed further: the likeliest, in small and large communities."""
LONG_ROW = 1_024
"""Of a start with more neighbours only the likeliest are followed, found once for each view."""

Nodes = npt.NDArray[np.int32]
_KINDS = tuple(RelationshipKind)
_RANKS = np.full(256, -1)
for _rank, _kind in enumerate(WALK_WEIGHTS):
    _RANKS[RELATIONSHIP_CODES[_kind]] = _rank
_BLOCKS = RELATIONSHIP_CODES[RelationshipKind.BLOCKS]


@dataclass(frozen=True, slots=True, eq=False)
class FoundPaths:
    """W paths to K candidates, those to each side by side and the likeliest first.

    Attributes:
        counts: (K,) how many lead to each candidate.
        bounds: (W + 1,) where the nodes of each path begin.
        nodes: (P,) int32, those of each path in order.
        strengths: (W,) float64, the product of the probabilities of the steps.
        steps: (P - W,) which of the edges each step is, one fewer for each path than nodes.
        edges: (5, E) int64: source, target, kind, verb and time of each.
    """

    counts: npt.NDArray[np.int64]
    bounds: npt.NDArray[np.int64]
    nodes: Nodes
    strengths: npt.NDArray[np.float64]
    steps: npt.NDArray[np.int64]
    edges: npt.NDArray[np.int64]

    def best(self) -> list[list[int]]:
        """The nodes of the likeliest path to each candidate (K,); none where there is no path."""
        nodes, bounds, counts = self.nodes.tolist(), self.bounds.tolist(), self.counts.tolist()
        rows = zip(accumulate(counts, initial=0), counts, strict=False)  # where none is left, too
        return [nodes[bounds[way] : bounds[way + 1]] if count else [] for way, count in rows]


def find_paths(question: Question, candidates: Nodes) -> FoundPaths:
    """To each candidate (K,) up to three paths that end differently."""
    view, asker = question.view, question.member
    graph, out, starts = view.walk_graph, view.snapshot.out, _starts(question)
    expanded = MAX_EXPANDED_OF_LARGE if is_large(view.snapshot) else MAX_EXPANDED
    with _MARKS.lent(view.snapshot.size) as marks:
        counts, found = found_paths(
            graph.spans, graph.neighbours, graph.chances.arrays, graph.totals,
            out.spans, out.neighbours, out.kinds, out.verbs, out.times, _RANKS, _BLOCKS,
            starts.nodes, starts.mass,
            starts.likely_bounds, starts.likely_nodes, starts.likely_probabilities,
            candidates, -1 if asker is None else asker, expanded, *marks,
        )  # fmt: skip
    return FoundPaths(counts, *found)


def told_paths(found: FoundPaths, texts: NodeTexts) -> list[tuple[ExplanationPath, ...]]:
    """The paths to each candidate as they are told, the likeliest first."""
    told, ends = _told(found, texts), accumulate(found.counts.tolist(), initial=0)
    return [tuple(told[begin:end]) for begin, end in pairwise(ends)]


def _told(found: FoundPaths, texts: NodeTexts) -> list[ExplanationPath]:
    nodes, edges = found.nodes.tolist(), _told_edges(found, texts)
    ids = tuple(map(texts.id.__getitem__, nodes))
    shown = tuple(map(texts.shown.__getitem__, nodes))
    steps = tuple(map(edges.__getitem__, found.steps.tolist()))
    rows = enumerate(zip(pairwise(found.bounds.tolist()), found.strengths.tolist(), strict=True))
    return [
        ExplanationPath(ids[at:end], steps[at - way : end - way - 1], shown[at:end], strength)
        for way, ((at, end), strength) in rows
    ]


def _told_edges(found: FoundPaths, texts: NodeTexts) -> list[ExplanationEdge]:
    sources, targets, kinds, verbs, times = found.edges.tolist()
    columns = (
        map(_KINDS.__getitem__, kinds),
        map(texts.id.__getitem__, sources),
        map(texts.id.__getitem__, targets),
        map(VERBS.__getitem__, verbs),
        map(moment_of, times),
    )
    return list(map(ExplanationEdge, *columns))


def _starts(question: Question) -> Starts:
    graph = question.view.walk_graph
    nodes, mass, long = likeliest_starts(*start(question), graph.spans, MAX_STARTS, LONG_ROW)
    likely = (
        _likely_steps(graph, nodes, long)
        if len(long)
        else (_NO_BOUNDS[: len(nodes) + 1], *_NO_STEPS)
    )
    return Starts(nodes, mass, *likely)


_MARKS = Workspace(
    lambda size: (np.zeros(size, dtype=np.int32), np.zeros(size // 64 + 1, dtype=np.uint64))
)
"""Of so many nodes, none of them marked, see `matcher.reach.mark`."""
_NO_BOUNDS = np.zeros(MAX_STARTS + 1, dtype=np.int64)
_NO_STEPS: Steps = np.zeros(0, dtype=np.int32), np.zeros(0, dtype=np.float32)


def _likely_steps(
    graph: WalkGraph, starts: Nodes, long: npt.NDArray[np.int64]
) -> tuple[npt.NDArray[np.int64], Nodes, npt.NDArray[np.float32]]:
    """(S + 1,) where those of each start begin; (L,) where its likeliest steps lead; how likely.

    Only of starts at the places `long`, whose rows are. They are found once for each view, and lie
    side by side.
    """
    bounds, parts = np.zeros(len(starts) + 1, dtype=np.int64), [_NO_STEPS]
    for place in long.tolist():
        parts.append(graph.likeliest(int(starts[place])))
        bounds[place + 1 :] += len(parts[-1][0])
    nodes, probabilities = (np.concatenate(each) for each in zip(*parts, strict=True))
    return bounds, nodes, probabilities
