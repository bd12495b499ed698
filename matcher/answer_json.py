"""Answers as JSON: a tree of plain values, which Pydantic's compiled serializer writes."""

from __future__ import annotations

import json
from collections.abc import Sequence
from math import isfinite

from pydantic_core import to_json as written

from graph.records import isoformat
from graph.schema import RelationshipKind
from matcher.request import Explanation, ExplanationEdge, Recommendation, RecommendationList

Form = dict[str, object]
_WORDS = {kind: kind.value for kind in RelationshipKind}


def to_json(answer: RecommendationList) -> Form:
    """The JSON form of an answer: `id`, `results`, `revision`, `model`."""
    form: Form = json.loads(answer_json(answer))
    return form


def answer_json(answer: RecommendationList) -> str:
    """The JSON form of an answer as one line; characters stand for themselves.

    Raises:
        ValueError: it holds a number that is not finite.
    """
    text = written(_answer(answer)).decode()
    if not isfinite(sum(map(_sum, answer.results))):
        json.loads(text, parse_constant=_refuse)  # great numbers may have no finite sum
    return text


def results_of(results: Sequence[Recommendation]) -> bytes:
    """The JSON form of results alone, as UTF-8."""
    return written([_result(result) for result in results])


def whole_json(request_id: str, results: bytes, revision: int, model: str) -> bytes:
    """The JSON form of an answer whose results, a list, are written already."""
    asked, weights = written(request_id), written(model)
    return b'{"id":%b,"results":%b,"revision":%d,"model":%b}' % (asked, results, revision, weights)


def _sum(result: Recommendation) -> float:
    """Of all numbers: finite only where each of them is."""
    told = result.explanation
    own = result.score + result.fit + (result.probability or 0.0) + sum(told.shares.values())
    worth, strength = (piece.worth for piece in told.evidence), (p.strength for p in told.paths)
    return own + sum(worth) + sum(strength)


def _refuse(number: str) -> None:
    raise ValueError(f"{number} is not a finite number")


def _answer(answer: RecommendationList) -> Form:
    return {
        "id": answer.request.id,
        "results": [_result(result) for result in answer.results],
        "revision": answer.revision,
        "model": answer.model,
    }


def _result(result: Recommendation) -> Form:
    likely = {} if result.probability is None else {"probability": result.probability}
    return {
        "id": result.id,
        "name": result.name,
        "rank": result.rank,
        "score": result.score,
        "fit": result.fit,
        **likely,
        "explanation": _explanation(result.explanation),
    }


def _explanation(explanation: Explanation) -> Form:
    pieces, paths = explanation.evidence, explanation.paths
    return {
        "shares": explanation.shares,
        "evidence": [{"id": id_, "name": name, "worth": worth} for id_, name, worth in pieces],
        "paths": [
            {
                "nodes": nodes,
                "names": names,
                "edges": [_edge(edge) for edge in edges],
                "strength": strength,
            }
            for nodes, edges, names, strength in paths
        ],
        "reasons": explanation.reasons,
    }


def _edge(edge: ExplanationEdge) -> Form:
    kind, source, target, verb, at = edge
    form: Form = {"kind": _WORDS[kind], "source": source, "target": target}
    if verb:
        form["verb"] = verb
    if at is not None:
        form["at"] = isoformat(at)
    return form
