"""A request resolved against a view: vectors, seeds and what is near in meaning."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import TypeVar

import numpy as np
import numpy.typing as npt

from graph.errors import EntityNotFound, InvalidRequest
from graph.packing import NO_CONSENT
from graph.records import EntityId
from graph.schema import KINDS_IN_ORDER, EntityKind, RelationshipKind
from graph.snapshot import Snapshot
from matcher.closeness import Closeness
from matcher.facets import facets, own_topics
from matcher.goals import Goal
from matcher.heaps import merged
from matcher.large import is_large
from matcher.memo import once
from matcher.request import RecommendationRequest
from matcher.seed_shares import SeedShares
from matcher.vector_search import Wanted
from matcher.vectors import vector_of
from matcher.view import CommunityView

FROM_TEXTS, FROM_TEXTS_OF_LARGE = 200, 100
"""Nearest texts that name candidates, in small and large communities."""
NEAREST_OBJECTS = 20
NEAREST_ATTRIBUTES = 10
SHARPNESS = 12.0
"""The nearest nodes in meaning get walk mass in proportion to exp(SHARPNESS x cosine)."""
MAX_FACETS = 8
T = TypeVar("T")
_K = RelationshipKind
_OBJECTS = (EntityKind.CONTENT, EntityKind.ACTIVITY, EntityKind.GROUP)
_ATTRIBUTES = (EntityKind.SKILL, EntityKind.PURPOSE)
_TOPICS = (_K.ABOUT, _K.DEVELOPS, _K.PART_OF, _K.SERVES)


@dataclass(frozen=True, slots=True)
class Question:
    """Everything that features need to know about what is asked.

    Attributes:
        request: as it was asked.
        goal: what is looked for.
        view: the community as the asker sees it.
        member: the asker's node, None when nobody (or somebody not yet known) asks.
        seeds: nodes the question is about: those given, and else the member's own topics.
        vectors: (Q, D) float32 unit vectors, the parts of the question; Q may be 0.
        parts: the node that each vector belongs to; empty when the question is a text.
        closeness: how close in meaning nodes are to the nearest part.
        shares: the idf-weighted part of the seeds that nodes touch, 0-1.
        near: nodes nearest in meaning, best first.
        refused: nodes that the asker said no to after the snapshot was taken.
        refused_by: nodes of those who said no to the asker since then.
        factors: by which the asker changed the weights of groups of features, see `own_weights`.
        memo: what features have worked out for this question and others can use again.
    """

    request: RecommendationRequest
    goal: Goal
    view: CommunityView
    member: int | None
    seeds: tuple[int, ...]
    vectors: npt.NDArray[np.float32]
    parts: tuple[int, ...]
    closeness: Closeness
    shares: SeedShares
    near: npt.NDArray[np.int32]
    refused: tuple[int, ...] = ()
    refused_by: tuple[int, ...] = ()
    factors: Mapping[str, float] = field(default_factory=dict)
    memo: dict[Hashable, object] = field(default_factory=dict, repr=False)

    @property
    def snapshot(self) -> Snapshot:
        """The view's snapshot."""
        return self.view.snapshot

    def of_nodes(self, name: str, nodes: npt.NDArray[np.int32], work_out: Callable[[], T]) -> T:
        """What was worked out under that name for this very array, worked out now if not yet."""
        # The memo holds the array itself, so that nothing else can come to have its number.
        return once(self.memo, (name, id(nodes)), lambda: (nodes, work_out()))[1]

    def once(self, name: str, work_out: Callable[[], T]) -> T:
        """What was worked out under that name, worked out now if it was not yet."""
        return once(self.memo, name, work_out)


def resolve(
    request: RecommendationRequest,
    goal: Goal,
    view: CommunityView,
    whole: Snapshot,
    text_vector: npt.NDArray[np.float32] | None,
    refused: Iterable[EntityId] = (),
    refused_by: Iterable[EntityId] = (),
    factors: Mapping[str, float] | None = None,
) -> Question:
    """Make a question of a request.

    Args:
        request: what is asked.
        goal: its goal.
        view: the community as the asker sees it.
        whole: the unfiltered snapshot, which tells an unknown id from one that is out of sight.
        text_vector: (D,) float32 unit vector of the request's text, None without one.
        refused: what the asker said no to after the snapshot was taken.
        refused_by: who said no to the asker since then.
        factors: by which the asker changed the weights of groups of features.

    Raises:
        EntityNotFound: the member or a seed does not exist.
        InvalidRequest: the member did not consent to matching.
    """
    member = _asker(request, view, whole)
    given = tuple(known_nodes(request.seeds, view, whole))
    parts, vectors = _parts(goal, view, member, given, text_vector)
    closeness = Closeness(view, vectors, parts)
    closeness.look_for(_looked_for(goal, view, request.candidates is not None))
    seeds = _with_topics(view, given) if given else ()
    if not seeds and text_vector is None and member is not None:
        seeds = own_topics(goal, view, member)
    return Question(
        request=request,
        goal=goal,
        view=view,
        member=member,
        seeds=seeds,
        vectors=vectors,
        parts=parts,
        closeness=closeness,
        shares=SeedShares(view, seeds),
        near=_nearest(closeness),
        refused=in_sight(view, refused),
        refused_by=in_sight(view, refused_by),
        factors=factors or {},
    )


def _asker(request: RecommendationRequest, view: CommunityView, whole: Snapshot) -> int | None:
    if request.member is None:
        return None
    node = whole.node(request.member)
    if whole.flags[node] & NO_CONSENT:
        raise InvalidRequest("member", "has not consented to matching")
    if view.snapshot.origins is not None:
        return view.snapshot.find(request.member)
    return None if view.snapshot.is_absent(node) else node  # in the same numbers


def known_nodes(
    entities: Iterable[EntityId], view: CommunityView, whole: Snapshot
) -> Iterable[int]:
    """Nodes of those that are there at the time of the question.

    Raises:
        EntityNotFound: one exists nowhere, or is out of the asker's sight: nobody can tell which.
    """
    for entity in dict.fromkeys(entities):
        node, known = view.snapshot.find(entity), whole.find(entity)
        if known is None or known in view.unseen:
            raise EntityNotFound(entity, whole.community)
        if node is not None:
            yield node


def in_sight(view: CommunityView, entities: Iterable[EntityId]) -> tuple[int, ...]:
    """Nodes of those that the view holds."""
    found = (view.snapshot.find(entity) for entity in entities)
    return tuple(node for node in found if node is not None)


def _parts(
    goal: Goal,
    view: CommunityView,
    member: int | None,
    seeds: tuple[int, ...],
    text_vector: npt.NDArray[np.float32] | None,
) -> tuple[tuple[int, ...], npt.NDArray[np.float32]]:
    """What is asked by: the text; else the seeds; else what the member is about."""
    if text_vector is not None:
        return (), text_vector.astype(np.float32).reshape(1, -1)
    nodes = list(seeds) if seeds or member is None else facets(goal, view, member)
    vectors = ((node, vector_of(view.snapshot, node)) for node in nodes)
    found = [(node, vector) for node, vector in vectors if vector is not None][:MAX_FACETS]
    if not found:
        return (), np.zeros((0, view.snapshot.vectors.shape[1]), dtype=np.float32)
    return tuple(node for node, _ in found), np.stack([vector for _, vector in found])


def _with_topics(view: CommunityView, seeds: tuple[int, ...]) -> tuple[int, ...]:
    """Seeds and, of seeds that are objects, the topics they are about."""
    topics = [topic for seed in seeds for topic in view.targets(seed, *_TOPICS)]
    return tuple(dict.fromkeys([*seeds, *topics]))


def _looked_for(goal: Goal, view: CommunityView, named: bool) -> tuple[Wanted, ...]:
    """What a question asks of its closeness, so that one pass over the texts finds it all."""
    return view.once(("looked for", goal.name, named), lambda: (*_wishes(goal, view, named),))


def _wishes(goal: Goal, view: CommunityView, named: bool) -> Iterable[Wanted]:
    yield Wanted(_OBJECTS, NEAREST_OBJECTS)
    yield Wanted(_ATTRIBUTES, NEAREST_ATTRIBUTES)
    if named:
        return
    count = from_texts(view.snapshot)
    for kind in (*goal.targets, *([EntityKind.CONTENT] if view.has_replies else ())):
        yield Wanted((kind,), count)
    if EntityKind.MEMBER in goal.targets:
        yield Wanted(KINDS_IN_ORDER, count)


def from_texts(snapshot: Snapshot) -> int:
    """How many of the nearest texts of a kind, and of all kinds, name candidates."""
    return FROM_TEXTS_OF_LARGE if is_large(snapshot) else FROM_TEXTS


def _nearest(closeness: Closeness) -> npt.NDArray[np.int32]:
    objects = closeness.nearest(_OBJECTS, NEAREST_OBJECTS)
    attributes = closeness.nearest(_ATTRIBUTES, NEAREST_ATTRIBUTES)
    return np.asarray(merged(*objects, *attributes))
