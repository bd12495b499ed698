"""Answers as JSON, written in one go: making a tree of dictionaries first takes twice the time."""

from __future__ import annotations

import json
from collections.abc import Iterable
from functools import lru_cache
from json.encoder import encode_basestring as _text

from graph.records import isoformat
from matcher.request import (
    EvidencePiece,
    Explanation,
    ExplanationEdge,
    ExplanationPath,
    Recommendation,
    RecommendationList,
)

_NOT_FINITE = ": nan", ": inf", ": -inf"


def to_json(answer: RecommendationList) -> dict[str, object]:
    """The JSON form of an answer: `id`, `results`, `revision`, `model`."""
    form: dict[str, object] = json.loads(answer_json(answer))
    return form


def answer_json(answer: RecommendationList) -> str:
    """The JSON form of an answer as one line; characters stand for themselves.

    Raises:
        ValueError: it holds a number that is not finite.
    """
    text = (
        f'{{"id": {_text(answer.request.id)}, "results": '
        f"{_listed(map(_result, answer.results))}, "
        f'"revision": {answer.revision}, "model": {_text(answer.model)}}}'
    )
    if any(each in text for each in _NOT_FINITE):
        json.loads(text)  # which refuses them, unless they stand in a text
    return text


def _result(result: Recommendation) -> str:
    likely = f'"probability": {result.probability!r}, ' if result.probability is not None else ""
    return (
        f'{{"id": {_text(result.id)}, "name": {_text(result.name)}, '
        f'"rank": {result.rank}, "score": {result.score!r}, "fit": {result.fit!r}, '
        f'{likely}"explanation": {_explanation(result.explanation)}}}'
    )


def _explanation(explanation: Explanation) -> str:
    shares = [f"{_word(name)}: {share!r}" for name, share in explanation.shares.items()]
    return (
        f'{{"shares": {{{", ".join(shares)}}}, '
        f'"evidence": {_listed(map(_piece, explanation.evidence))}, '
        f'"paths": {_listed(map(_path, explanation.paths))}, '
        f'"reasons": {_listed(map(_text, explanation.reasons))}}}'
    )


def _piece(piece: EvidencePiece) -> str:
    id_, name, worth = piece
    return f'{{"id": {_text(id_)}, "name": {_text(name)}, "worth": {worth!r}}}'


def _path(path: ExplanationPath) -> str:
    nodes, edges, names, strength = path
    return (
        f'{{"nodes": {_listed(map(_text, nodes))}, '
        f'"names": {_listed(map(_text, names))}, '
        f'"edges": {_listed(map(_edge, edges))}, "strength": {strength!r}}}'
    )


def _edge(edge: ExplanationEdge) -> str:
    kind, source, target, verb, at = edge
    verb_told = f', "verb": {_word(verb)}' if verb else ""
    at_told = "" if at is None else f', "at": "{isoformat(at)}"'
    return (
        f'{{"kind": {_text(kind)}, "source": {_text(source)}, '
        f'"target": {_text(target)}{verb_told}{at_told}}}'
    )


@lru_cache(maxsize=1_024)
def _word(word: str) -> str:
    """A word that comes again and again: the name of a feature, a verb."""
    return _text(word)


def _listed(items: Iterable[str]) -> str:
    return f"[{', '.join(items)}]"
