"""What is the same for all questions of a large community, to be kept as properties in a Neo4j.

Kinpath works it out once a view; so that its rivals need not do so for each question, they find it
stored. All of it is right at the community's last day alone.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Self

import numpy as np
import numpy.typing as npt

from graph.adjacency import lengths_of
from graph.packing import ASKS, HAS_CAPACITY, HIDDEN, NO_TIME, NOT_MENTOR, PAUSED
from graph.schema import EntityKind
from graph.snapshot import Snapshot
from matcher.evidence import gather_evidence, weights_of_evidence
from matcher.features.evidence_kernel import HALF_DAYS
from matcher.features.recency import TELLING
from matcher.goals import Goal, default_goals
from matcher.question import resolve
from matcher.request import RecommendationRequest
from matcher.vectors import lengths_of_sums
from matcher.view import CommunityView
from matcher.walks import EVENTS, HUB_DISCOUNT, MEMORY_DAYS, days_since

Values = npt.NDArray[np.float64]
GOALS = ("mentors", "peers")
RECENT_DAYS = 30.0
"""Of the features `recent_month` and `recent_leaders`."""


@dataclass(frozen=True, slots=True, eq=False)
class Properties:
    """Of N nodes and E relationships in the order of `snapshot.out`; NaN where there are none.

    Attributes:
        nodes: by name of the property (N,): `pull` and `total` make walks of it, a step from a to b
            along a relationship of weight w being as likely as `w b.pull / a.total`; `rarity` of
            a thing among those who have to do with it, `interest_length` and `skill_length` of a
            member's things and skills weighed by it; `ties` with how many they have to do;
            `activity`, `recent` and `seen` how much they do and did last; `room` for mentees of
            those who state a capacity; `mentors_length`, `peers_length` of the sum of the vectors
            of what tells most about them.
        away: (N,) whether somebody hides or pauses.
        asks: (N,) whether a content asks.
        able: (N,) whether a member may mentor.
        edges: by name (E,): `at` in seconds since 2000, `strength`, and the same faded as walks
            (`now`) and as evidence (`soon`) fade by age.
    """

    nodes: Mapping[str, Values]
    away: npt.NDArray[np.bool_]
    asks: npt.NDArray[np.bool_]
    able: npt.NDArray[np.bool_]
    edges: Mapping[str, Values]

    @classmethod
    def of(cls, snapshot: Snapshot) -> Self:
        """What is to be stored of a community, as somebody sees it who sees everybody."""
        view = CommunityView(snapshot)
        edges = _edges(view)
        flags = snapshot.flags
        return cls(
            nodes={
                **_walks(view),
                **_rarities(view),
                **_activity(view, edges["strength"]),
                **{f"{goal}_length": _lengths(view, default_goals()[goal]) for goal in GOALS},
                "room": np.where(flags & HAS_CAPACITY, snapshot.capacities, np.nan),
            },
            away=np.asarray((flags & (HIDDEN | PAUSED)) != 0),
            asks=np.asarray((flags & ASKS) != 0),
            able=np.asarray((flags & NOT_MENTOR) == 0),
            edges=edges,
        )

    def of_node(self, node: int) -> dict[str, Any]:
        """All that is stored of one, by the name of the property."""
        said = {name: float(values[node]) for name, values in self.nodes.items()}
        flags = {"away": self.away, "asks": self.asks, "able": self.able}
        return {
            **{name: value for name, value in said.items() if not np.isnan(value)},
            **{name: bool(values[node]) for name, values in flags.items()},
        }


def _edges(view: CommunityView) -> dict[str, Values]:
    out = view.snapshot.out
    strengths = view.said.at(slice(None)).astype(np.float64)
    dated = out.times != NO_TIME
    days = np.where(EVENTS[out.kinds] & dated, days_since(out.times, view.clock), 0.0)
    return {
        "at": np.where(dated, out.times.astype(np.float64), np.nan),
        "strength": strengths,
        "now": strengths * np.exp(-days / MEMORY_DAYS),
        "soon": strengths * (1.0 + days / HALF_DAYS) ** -1.5,
    }


def _walks(view: CommunityView) -> dict[str, Values]:
    graph = view.walk_graph
    steps = lengths_of(graph.spans).astype(np.float64)
    return {
        "pull": np.maximum(steps, 1.0) ** -HUB_DISCOUNT,
        "total": np.where(steps > 0, graph.totals, np.nan),
    }


def _rarities(view: CommunityView) -> dict[str, Values]:
    size, table = view.snapshot.size, view.deeds
    interests, skills = view.interests, view.topics_of_members
    rarity = np.full(size, np.nan)
    rarity[table.columns] = interests.weights + skills.weights  # each is 0 outside of its kinds
    members = slice(*view.snapshot.range(EntityKind.MEMBER))
    found = {"rarity": rarity}
    for name, lengths in (("interest", interests.lengths), ("skill", skills.lengths)):
        found[f"{name}_length"] = np.full(size, np.nan)
        found[f"{name}_length"][members] = lengths
    return found


def _activity(view: CommunityView, strengths: Values) -> dict[str, Values]:
    out, size, goal = view.snapshot.out, view.snapshot.size, default_goals()["mentors"]
    weights = weights_of_evidence(view, goal)
    told = weights[out.kinds] * strengths * np.where(view.asks[out.neighbours], goal.asking, 1.0)
    told = np.where(EVENTS[out.kinds] & (out.times != NO_TIME), told, 0.0)
    ages, owners = days_since(out.times, view.clock), out.owners()
    youngest = np.full(size, np.inf)
    np.minimum.at(youngest, owners[told >= TELLING], ages[told >= TELLING])
    ties = np.full(size, np.nan)
    ties[slice(*view.snapshot.range(EntityKind.MEMBER))] = np.diff(view.ties.matrix.indptr)
    return {
        "ties": ties,
        "activity": view.activity.astype(np.float64),
        "recent": np.bincount(owners, told * np.exp(-ages / RECENT_DAYS), size),
        "seen": np.where(np.isfinite(youngest), -np.log1p(youngest), np.nan),
    }


def _lengths(view: CommunityView, goal: Goal) -> Values:
    snapshot = view.snapshot
    begin, end = snapshot.range(EntityKind.MEMBER)
    asked = RecommendationRequest(goal.name, snapshot.id(begin))
    question = resolve(asked, goal, view, snapshot, None)
    members = np.arange(begin, end, dtype=np.int32)
    found = gather_evidence(question, members)
    vectors = snapshot.vector_rows, snapshot.vectors, snapshot.vector_scales
    pieces = found.offsets, found.nodes, found.weights
    lengths = np.full(snapshot.size, np.nan)
    lengths[begin:end] = lengths_of_sums(np.arange(end - begin), *pieces, *vectors)
    return np.where(lengths > 0, lengths, np.nan)
