"""Recommendations as cards: why, along which path, how sure, and what can be done about each."""

from __future__ import annotations

from dataclasses import dataclass

from api.engine import Engine
from graph.records import kind_of
from graph.schema import EntityKind
from matcher.request import ExplanationPath, Recommendation, RecommendationRequest

REASONS = 3
"""Reasons on a card, the most telling first."""
STEP = 46
"""From one node of a drawn path to the next, in the drawing's own units."""


@dataclass(frozen=True, slots=True)
class Step:
    """A node of a drawn path, and what joins it to the one before.

    Attributes:
        tie: kind of that relationship; empty for the first.
        leads_back: whether it leads from this node to the one before.
        y: where it stands.
    """

    name: str
    tie: str
    leads_back: bool
    y: int


@dataclass(frozen=True, slots=True)
class Card:
    """One recommendation as it is shown."""

    it: Recommendation
    is_member: bool
    reasons: tuple[str, ...]
    steps: tuple[Step, ...]

    @property
    def place(self) -> str:
        """Names the card in the page."""
        return f"card-{self.it.rank}"


def cards(engine: Engine, request: RecommendationRequest) -> tuple[Card, ...]:
    """The answers to a question, as cards."""
    return tuple(_card(each) for each in engine.recommend(request).results)


def _card(it: Recommendation) -> Card:
    explanation = it.explanation
    steps = _steps(explanation.paths[0]) if explanation.paths else ()
    is_member = kind_of(it.id) is EntityKind.MEMBER
    return Card(it, is_member, tuple(explanation.reasons[:REASONS]), steps)


def _steps(path: ExplanationPath) -> tuple[Step, ...]:
    ties = ["", *(edge.kind for edge in path.edges)]
    back = [
        False,
        *(edge.source != node for edge, node in zip(path.edges, path.nodes, strict=False)),
    ]
    rows = zip(path.names, ties, back, strict=True)
    return tuple(
        Step(name, str(tie), leads_back, 18 + place * STEP)
        for place, (name, tie, leads_back) in enumerate(rows)
    )
