"""Question 4: how the types relate: who helps, mentors and replies to whom, against chance."""

from __future__ import annotations

import numpy as np

from community.alignment.ground import estimate
from community.alignment.intervals import Floats, divided, resampled_all
from community.phrases import phrase
from community.picture import Nodes, Picture
from community.shared_purpose.ground import Counts, Ground
from community.shared_purpose.results import Relation
from graph.records import EntityId
from graph.schema import RelationshipKind

_K = RelationshipKind


def relations(ground: Ground) -> tuple[Relation, ...]:
    """What each type does for each, for every kind of it that happens here."""
    found: list[Relation] = []
    for what, givers, takers in _ties(ground.picture):
        if len(givers):
            found += _matrix(ground, what, ground.places(givers), ground.places(takers))
    return tuple(found)


def _ties(picture: Picture) -> list[tuple[str, Nodes, Nodes]]:
    """Replies only where no help is recorded: an answer is help already."""
    helped, mentors = (picture.events_of(kind) for kind in (_K.HELPED, _K.MENTORS))
    ties = [(phrase("mentoring"), mentors.sources, mentors.targets)]
    if len(helped):
        return [(phrase("help"), helped.sources, helped.targets), *ties]
    return [("replies", *_replies(picture)), *ties]


def _replies(picture: Picture) -> tuple[Nodes, Nodes]:
    """Who replied to whom; replies to oneself are left out."""
    replies, made = picture.events_of(_K.REPLIES_TO), picture.events_of(_K.CREATED)
    author = np.full(picture.snapshot.size, -1, dtype=np.int32)
    author[made.targets] = made.sources
    givers, takers = author[replies.sources], author[replies.targets]
    known = (givers >= 0) & (takers >= 0) & (givers != takers)
    return givers[known], takers[known]


def _matrix(ground: Ground, what: str, givers: Counts, takers: Counts) -> list[Relation]:
    size = len(ground.types)
    sums = _per_giver(ground, givers, takers)
    times, low, high = resampled_all(sums, lambda totals: _times_chance(totals, size))
    counts = sums.sum(axis=0)
    heads = np.bincount(ground.labels, minlength=size)
    ends = zip(times.tolist(), low.tolist(), high.tolist(), strict=True)
    return [
        Relation(
            what=what,
            giver=ground.types[cell // size],
            taker=ground.types[cell % size],
            count=int(counts[cell]),
            per_head=float(counts[cell] / max(heads[cell // size], 1)),
            times_chance=estimate(end),
            members=_givers(ground, givers, takers, cell),
        )
        for cell, end in enumerate(ends)
    ]


def _per_giver(ground: Ground, givers: Counts, takers: Counts) -> Floats:
    """(G, T * T) how often each giver gave from their type to each type."""
    size = len(ground.types)
    cells = ground.labels[givers] * size + ground.labels[takers]
    _, rows = np.unique(givers, return_inverse=True)
    total = int(rows.max()) + 1
    counts = np.bincount(rows * size**2 + cells, minlength=total * size**2)
    return counts.reshape(total, size**2).astype(np.float64)


def _times_chance(totals: Floats, size: int) -> Floats:
    """(…, T * T) observed over expected, where expected is row total * column total / total."""
    square = totals.reshape(*totals.shape[:-1], size, size)
    rows, columns = square.sum(axis=-1, keepdims=True), square.sum(axis=-2, keepdims=True)
    expected = divided(rows * columns, square.sum(axis=(-1, -2), keepdims=True))
    return divided(square, np.nan_to_num(expected)).reshape(totals.shape)


def _givers(ground: Ground, givers: Counts, takers: Counts, cell: int) -> tuple[EntityId, ...]:
    size = len(ground.types)
    mine = (ground.labels[givers] == cell // size) & (ground.labels[takers] == cell % size)
    who = np.zeros(len(ground.labels), dtype=np.bool_)
    who[givers[mine]] = True
    return ground.named(who)
