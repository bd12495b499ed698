"""Questions asked of communities in memory, and the features of all that could be the answer."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from graph.records import EntityId, Record
from graph.snapshot import Snapshot
from matcher import Matcher, RecommendationRequest
from matcher.evidence import gather_evidence
from matcher.features import FEATURES, Values
from matcher.node_texts import NodeTexts
from matcher.paths import find_paths, told_paths
from matcher.question import Question
from matcher.request import ExplanationPath
from tests.graph.packed import Vectors, snapshot


def ask(
    records: Iterable[Record],
    goal: str,
    member: str | None = "member:ada",
    seeds: tuple[str, ...] = (),
    vectors: Vectors | None = None,
) -> Question:
    """The question of a member, or of seeds, to a community of these records."""
    matcher = Matcher(snapshot(records, vectors))
    request = RecommendationRequest(
        goal,
        member=None if member is None else EntityId(member),
        seeds=tuple(EntityId(seed) for seed in seeds),
    )
    return matcher.question(request, None)


def everything(question: Question) -> np.ndarray[tuple[int], np.dtype[np.int32]]:
    """All nodes of the kinds that the question's goal looks for, ascending."""
    ranges = [question.snapshot.range(kind) for kind in question.goal.targets]
    nodes = [np.arange(*each, dtype=np.int32) for each in ranges]
    return np.sort(np.concatenate(nodes)).astype(np.int32)


def column(question: Question, feature: str) -> Values:
    """(C,) the feature of everything that the goal looks for."""
    nodes = everything(question)
    return FEATURES[feature].compute(question, nodes, gather_evidence(question, nodes))


def by_id(question: Question, feature: str) -> dict[str, float]:
    """The feature by id."""
    nodes = everything(question).tolist()
    values = column(question, feature).tolist()
    return {question.snapshot.id(node): value for node, value in zip(nodes, values, strict=True)}


def names_of(found: Snapshot, nodes: Iterable[int]) -> set[str]:
    """The ids of nodes."""
    return {found.id(node) for node in nodes}


def paths_to(question: Question, candidates: Iterable[int]) -> list[tuple[ExplanationPath, ...]]:
    """The paths to each of the candidates, as they are told."""
    found = find_paths(question, np.array(list(candidates), dtype=np.int32))
    return told_paths(found, NodeTexts(question.view))
