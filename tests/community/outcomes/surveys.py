"""Surveys made in tests: answers as the graph keeps them, from arrays of scores."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

import numpy as np
import numpy.typing as npt

from community.outcomes.answers import Answer
from graph.records import Entity, EntityId, Record, Relationship, Value
from tests.community.conftest import edge, node

Values = npt.NDArray[np.float64]


def person(number: int) -> str:
    return f"member:m{number:04}"


def members(count: int, **said: Sequence[object]) -> list[Record]:
    """Members, each with its own value of each property; None leaves it out."""
    return [replace(node(person(number)), properties=_of(said, number)) for number in range(count)]


def _of(said: Mapping[str, Sequence[object]], number: int) -> dict[str, Value]:
    found = {name: each[number] for name, each in said.items() if each[number] is not None}
    return {k: tuple(v) if isinstance(v, list) else v for k, v in found.items()}  # type: ignore[misc]


def instrument(name: str) -> Entity:
    return node(f"instrument:{name}", name=name)


def answered(
    member: str, name: str, value: object, wave: str = "pre", item: str = "score", key: str = ""
) -> Relationship:
    key = key or f"{item}|{wave}"
    return edge(member, "ANSWERED", f"instrument:{name}", 1, key, item=item, wave=wave, value=value)


def survey(name: str, waves: Mapping[str, Iterable[float]]) -> list[Record]:
    """Whole scores of members in order, by wave; NaN where somebody did not answer."""
    return [
        instrument(name),
        *(
            answered(person(number), name, float(value), wave)
            for wave, scores in waves.items()
            for number, value in enumerate(scores)
            if not np.isnan(value)
        ),
    ]


def said(name: str, rows: Values, items: Sequence[int], wave: str = "pre") -> list[Answer]:
    """Answers (n, k) to items."""
    return [
        Answer(EntityId(person(number)), name, f"item {item}", wave, float(value))
        for number, row in enumerate(rows)
        for item, value in zip(items, row, strict=True)
    ]
