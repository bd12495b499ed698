"""The results of an answer as JSON, written from its columns in one compiled pass.

`matcher.answer_json` writes the same of the objects; tests hold the two together.
"""

from __future__ import annotations

from functools import lru_cache

import numpy as np
import numpy.typing as npt
from pydantic_core import to_json as written

from graph.string_table import StringTable
from matcher.answer_columns import AnswerColumns
from matcher.answer_json import results_of
from matcher.explain import reasons_of
from matcher.json_kernel import written_results
from matcher.node_texts import NodeTexts
from matcher.question import Question
from matcher.recommendations import recommendations


def results_json(question: Question, columns: AnswerColumns) -> bytes:
    """The JSON form of the results, best first, as UTF-8.

    Where one of them or what speaks for it was named after the snapshot was taken it is written
    from objects.

    Raises:
        ValueError: they hold a number that is not finite.
    """
    numbers = _numbers(columns)
    if _names_others(question, columns):
        return results_of(recommendations(question, columns))
    snapshot, paths = question.snapshot, columns.paths
    texts = NodeTexts(question.view)
    texts.read(columns.named)
    features = _keys(columns.features)
    text = written_results(
        snapshot.ids.text, snapshot.ids.offsets, snapshot.names.text, snapshot.names.offsets,
        question.view.parents, features.text, features.offsets,
        columns.nodes, columns.pieces,
        paths.counts, paths.bounds, paths.nodes, paths.steps, paths.edges,
        numbers, len(columns.probabilities) > 0,
        np.frombuffer(written(reasons_of(question, columns, texts)), dtype=np.uint8),
    )  # fmt: skip
    return bytes(text.data)


def _names_others(question: Question, columns: AnswerColumns) -> bool:
    """Whether an id or a name that is told came after the snapshot, and so lies in no array."""
    ids, names = question.snapshot.ids.others, question.snapshot.names.others
    if not ids and not names:
        return False
    told = np.concatenate((columns.nodes, columns.pieces.ravel(), columns.paths.nodes))
    told = np.concatenate((told, question.view.parents[told[told >= 0]]))
    return any(node in ids or node in names for node in told.tolist())


def _numbers(columns: AnswerColumns) -> npt.NDArray[np.uint8]:
    """(B,) the JSON list of all numbers, in the order in which `written_results` wants them."""
    values = np.concatenate(
        (
            columns.scores,
            columns.fits,
            columns.shares.ravel(),
            columns.worth.ravel(),
            columns.paths.strengths,
            columns.probabilities,
        )
    )
    finite = np.isfinite(values)
    if not finite.all():
        raise ValueError(f"{values[~finite][0]} is not a finite number")
    return np.frombuffer(written(values.tolist()), dtype=np.uint8)


@lru_cache(maxsize=64)
def _keys(features: tuple[str, ...]) -> StringTable:
    """The features as keys of an object."""
    return StringTable.of(f'"{name}":' for name in features)
