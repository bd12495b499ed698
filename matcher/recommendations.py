"""Recommendations as objects, made of the columns of an answer."""

from __future__ import annotations

from itertools import count

from matcher.answer_columns import AnswerColumns
from matcher.explain import reasons_of
from matcher.node_phrases import NodePhrases
from matcher.node_texts import NodeTexts
from matcher.paths import told_paths
from matcher.question import Question
from matcher.request import EvidencePiece, Explanation, Recommendation
from matcher.wording import PHRASES


def recommendations(question: Question, columns: AnswerColumns) -> tuple[Recommendation, ...]:
    """The results, best first, each with its reasons, whose texts are phrases."""
    texts, nodes = NodePhrases(question.view), columns.nodes.tolist()
    pieces = columns.pieces.ravel().tolist()
    texts.read([*nodes, *columns.paths.nodes.tolist(), *pieces, *columns.named])
    told = zip(
        columns.shares.tolist(),
        told_paths(columns.paths, texts),
        reasons_of(question, columns, texts, PHRASES),
        zip(columns.pieces.tolist(), columns.worth.tolist(), strict=True),
        strict=True,
    )
    explanations = [
        Explanation(
            dict(zip(columns.features, shares, strict=True)), paths, reasons, _told(amounts, texts)
        )
        for shares, paths, reasons, amounts in told
    ]
    return tuple(
        map(
            Recommendation,
            map(texts.id.__getitem__, nodes),
            map(texts.name.__getitem__, nodes),
            count(1),
            columns.scores.tolist(),
            columns.fits.tolist(),
            explanations,
            columns.probabilities.tolist() or [None] * len(nodes),
        )
    )


def _told(amounts: tuple[list[int], list[float]], texts: NodeTexts) -> tuple[EvidencePiece, ...]:
    id_of, shown = texts.id, texts.shown
    told = zip(*amounts, strict=True)
    return tuple([EvidencePiece(id_of[node], shown[node], at) for node, at in told if node >= 0])
