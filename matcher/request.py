"""What is asked of the matcher, and what it answers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import NamedTuple

from graph.records import EntityId
from graph.schema import RelationshipKind

DEFAULT_COUNT = 10
MAX_COUNT = 1_000


@dataclass(frozen=True, slots=True)
class RecommendationRequest:
    """A question: who, or what, suits this member, this text, these seeds, or all of them?

    Attributes:
        goal: name of a goal (`mentors`, `peers`, `next_steps`, `content`, `activities`, …).
        member: who asks; what is known of them counts, and what they may not see is left out.
        text: what they ask, in free words.
        seeds: entities that the question is about.
        candidates: rank exactly these (those of them that are eligible); None: search for them.
        exclude: never these.
        k: how many results at most; ignored when `candidates` are given and every one is ranked.
        as_of: answer from what was known before that time.
        id: the caller's name for the question.
    """

    goal: str
    member: EntityId | None = None
    text: str | None = None
    seeds: tuple[EntityId, ...] = ()
    candidates: tuple[EntityId, ...] | None = None
    exclude: tuple[EntityId, ...] = ()
    k: int = DEFAULT_COUNT
    as_of: datetime | None = None
    id: str = ""


class ExplanationEdge(NamedTuple):
    """A relationship as it stands in the store, in its own direction."""

    kind: RelationshipKind
    source: EntityId
    target: EntityId
    verb: str = ""
    at: datetime | None = None


class ExplanationPath(NamedTuple):
    """Real edges that lead from the asker, or a seed, to what is recommended.

    Attributes:
        nodes: ids in order; the first is asked from, the last is recommended.
        edges: `edges[i]` joins `nodes[i]` and `nodes[i + 1]`, in either direction.
        names: what people call the nodes.
        strength: product of the walk's transition probabilities along it, 0-1.
    """

    nodes: tuple[EntityId, ...]
    edges: tuple[ExplanationEdge, ...]
    names: tuple[str, ...]
    strength: float


class EvidencePiece(NamedTuple):
    """Something the recommended did, or is about, that counts.

    Attributes:
        id: of it.
        name: what people call it.
        worth: by how much the score falls without what joins the two, as far as the score is a
            sum over evidence (walks and means may change as well).
    """

    id: EntityId
    name: str
    worth: float


@dataclass(frozen=True, slots=True)
class Explanation:
    """Why: the share of each feature in the score, what counts most, paths, and plain sentences."""

    shares: Mapping[str, float] = field(default_factory=dict)
    paths: tuple[ExplanationPath, ...] = ()
    reasons: tuple[str, ...] = ()
    evidence: tuple[EvidencePiece, ...] = ()


@dataclass(frozen=True, slots=True)
class Recommendation:
    """One answer.

    Attributes:
        id: what is recommended.
        name: what people call it.
        rank: 1 is best.
        score: how it compares with the other candidates of this question; the shares of the
            explanation sum to it.
        fit: how well it suits the question whoever else there is: comparable between questions
            (which question suits this mentor?), where scores are not.
        probability: that it turns out right, where the community's own past allows to say so.
    """

    id: EntityId
    name: str
    rank: int
    score: float
    fit: float
    explanation: Explanation
    probability: float | None = None


@dataclass(frozen=True, slots=True)
class RecommendationList:
    """The answers to one request, best first; `model` names the weights that made them."""

    request: RecommendationRequest
    results: tuple[Recommendation, ...]
    revision: int
    model: str = "default"
