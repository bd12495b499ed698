"""Explanations: shares that sum to the score, paths of real edges, and reasons in sentences."""

from __future__ import annotations

from itertools import islice

from matcher.calibration import probabilities
from matcher.evidence_worth import worth_of_evidence
from matcher.member_reasons import member_reasons
from matcher.models import Calibration
from matcher.object_reasons import object_reasons
from matcher.paths import PathFinder, display_name
from matcher.question import Question
from matcher.ranking import Scored
from matcher.request import EvidencePiece, Explanation, ExplanationPath, Recommendation

MOST_EVIDENCE = 5
"""Pieces of evidence that are told of, those worth most."""


class Explainer:
    """Explains the candidates of one question."""

    def __init__(
        self, question: Question, scored: Scored, calibration: Calibration | None = None
    ) -> None:
        self._question = question
        self._scored = scored
        self._paths = PathFinder(question)
        self._probabilities = (
            None
            if calibration is None or not len(scored.scores)
            else probabilities(calibration, scored.scores)
        )

    def explain(self, place: int, rank: int) -> Recommendation:
        """The candidate at `place` of the scored ones, as an answer of that rank."""
        question, scored = self._question, self._scored
        node = int(scored.nodes[place])
        paths = self._paths.paths_to(node)
        return Recommendation(
            id=question.snapshot.id(node),
            name=question.snapshot.name(node),
            rank=rank,
            score=float(scored.scores[place]),
            fit=float(scored.fits[place]),
            probability=None if self._probabilities is None else float(self._probabilities[place]),
            explanation=Explanation(
                shares={
                    name: float(scored.shares[place, column])
                    for column, name in enumerate(scored.features)
                },
                paths=paths,
                evidence=self._evidence(place),
                reasons=tuple(self._reasons(place, node, paths)),
            ),
        )

    def _evidence(self, place: int) -> tuple[EvidencePiece, ...]:
        worth = worth_of_evidence(self._question, self._scored, place)
        view = self._question.view
        return tuple(
            EvidencePiece(view.snapshot.id(node), display_name(view, node), amount)
            for node, amount in islice(worth.items(), MOST_EVIDENCE)
        )

    def _reasons(self, place: int, node: int, paths: tuple[ExplanationPath, ...]) -> list[str]:
        question = self._question
        if question.view.is_member(node):
            reasons = member_reasons(question, self._scored.evidence.of(place), node, paths)
        else:
            reasons = object_reasons(question, node, paths)
        return reasons or ["has been active in this community"]
