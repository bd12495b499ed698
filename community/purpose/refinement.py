"""How a purpose was refined: how far each version is from the one before, and in which words."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import pairwise

import numpy as np

from community.picture import Picture
from community.purpose.held import held_statements
from community.purpose.parts import READ_LENGTH
from community.purpose.stages import move
from community.purpose.statements import Purpose, Statement

PAIRS = 1_000
"""Pairs of members whose statements tell how far apart two statements usually are."""
MOST_WORDS = 1_500
"""Words of a statement that are compared: the time grows with their square."""
_WORD = re.compile(r"[\w'’-]+")


@dataclass(frozen=True, slots=True)
class Refinement:
    """What became of one version.

    Attributes:
        before, after: the two versions.
        distance: 1 - cosine of their vectors, 0 to 2; None where either has none.
        added, dropped: runs of words, in order.
        move: of the stage: `forward`, `back`, `stays`, or empty.
    """

    before: Statement
    after: Statement
    distance: float | None
    added: tuple[str, ...]
    dropped: tuple[str, ...]
    move: str


def refinements(picture: Picture, purpose: Purpose) -> tuple[Refinement, ...]:
    """Each version beside the one before it; empty for fewer than two versions."""
    return tuple(_refined(picture, *pair) for pair in pairwise(purpose.versions))


def usual_distance(picture: Picture) -> float | None:
    """How far the present statements of two members are apart: the median of up to PAIRS pairs.

    It is what a distance between versions is to be read against. The pairs are drawn at random,
    the same ones every time; None where fewer than two members have statements with vectors.
    """
    held = held_statements(picture)
    purposes = held.purposes[held.current]
    purposes = purposes[picture.snapshot.vector_rows[purposes] >= 0]
    if len(purposes) < 2:
        return None
    drawn = np.random.default_rng(0)
    first = drawn.integers(len(purposes), size=PAIRS)
    second = (first + drawn.integers(1, len(purposes), size=PAIRS)) % len(purposes)
    one, other = picture.vectors(purposes[first]), picture.vectors(purposes[second])
    return float(np.median(1.0 - np.einsum("ij,ij->i", one, other)))


def _refined(picture: Picture, before: Statement, after: Statement) -> Refinement:
    added, dropped = changed_words(before.text, after.text)
    distance = _distance(picture, before, after)
    return Refinement(before, after, distance, added, dropped, move(before.stage, after.stage))


def _distance(picture: Picture, before: Statement, after: Statement) -> float | None:
    nodes = np.array([before.node, after.node], dtype=np.int32)
    if (picture.snapshot.vector_rows[nodes] < 0).any():
        return None
    one, other = picture.vectors(nodes)
    return float(np.clip(1.0 - one @ other, 0.0, 2.0))


def changed_words(before: str, after: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The runs of words that were added, and those that were dropped (difflib, word by word).

    Of each text the first `READ_LENGTH` characters and MOST_WORDS words are compared, whatever
    their case.

    >>> changed_words("I teach maths", "I teach maths to refugees")
    (('to refugees',), ())
    """
    old, new = (_WORD.findall(text[:READ_LENGTH])[:MOST_WORDS] for text in (before, after))
    before_folded = [word.casefold() for word in old]
    after_folded = [word.casefold() for word in new]
    matcher = SequenceMatcher(None, before_folded, after_folded, autojunk=False)
    changes = [change for change in matcher.get_opcodes() if change[0] != "equal"]
    dropped = _runs(old, ((begin, end) for _, begin, end, _, _ in changes))
    added = _runs(new, ((begin, end) for *_, begin, end in changes))
    return added, dropped


def _runs(words: list[str], places: Iterator[tuple[int, int]]) -> tuple[str, ...]:
    return tuple(" ".join(words[begin:end]) for begin, end in places if begin < end)
