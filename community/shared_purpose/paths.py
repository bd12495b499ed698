"""Proposed journeys: the steps that members of each type take, in their usual order."""

from __future__ import annotations

from itertools import pairwise

import numpy as np

from community.alignment.ground import share
from community.phrases import phrase
from community.picture import Events, Picture
from community.shared_purpose.deeds import Made
from community.shared_purpose.ground import Ground, Mask
from community.shared_purpose.results import Path, Step
from graph.packing import DAY, NO_TIME
from graph.schema import RelationshipKind

_RARELY = 0.05
"""Share of a type below which something is no step of its journey."""
_LOST = 2
"""Many stop before a step where so many times as many took the one before."""
_K = RelationshipKind


def paths(ground: Ground) -> tuple[Path, ...]:
    """One for each type whose members did anything, in the order of `Ground.types`."""
    deeds = _deeds(ground.picture)
    firsts = {name: _first(ground, events) for name, events in deeds.items()}
    found = (_path(ground, name, number, firsts) for number, name in enumerate(ground.types))
    return tuple(path for path in found if path.steps)


def _deeds(picture: Picture) -> dict[str, Events]:
    made = Made.of(picture)
    return {
        phrase("took notice (read, liked, commented)"): picture.events_of(_K.ENGAGED),
        phrase("stated a purpose"): picture.events_of(_K.HOLDS),
        phrase("joined a group"): picture.events_of(_K.JOINED),
        phrase("took part in an activity"): picture.events_of(_K.ATTENDED),
        phrase("asked a question"): made.questions,
        phrase("answered somebody"): made.replies,
        phrase("wrote something of their own"): made.other,
        phrase("got to know somebody"): picture.events_of(_K.CONNECTED),
        phrase("mentored somebody"): picture.events_of(_K.MENTORS),
        phrase("led a group or an activity"): picture.events_of(_K.HOSTS),
        phrase("reached a stage of a declared journey"): picture.events_of(_K.REACHED),
    }


def _first(ground: Ground, events: Events) -> np.ndarray:
    """(M,) when each first did it; the end of time where they never did, NO_TIME if unknown."""
    first = np.full(len(ground.labels), np.iinfo(np.int64).max)
    np.minimum.at(first, ground.places(events.sources), events.times.astype(np.int64))
    return first


def _path(ground: Ground, name: str, number: int, firsts: dict[str, np.ndarray]) -> Path:
    of_type = ground.labels == number
    told = [_step(ground, what, first, of_type) for what, first in firsts.items()]
    steps = [step for step in told if (step.reached.value or 0) >= _RARELY]
    steps.sort(key=lambda step: (step.days is None, step.days or 0.0, step.name))
    return Path(name, tuple(steps), _gap(steps))


def _step(ground: Ground, name: str, first: np.ndarray, of_type: Mask) -> Step:
    did = of_type & (first < np.iinfo(np.int64).max)
    timed = did & (first != NO_TIME) & (ground.joined != NO_TIME)
    days = (first[timed] - ground.joined[timed]) / DAY
    return Step(
        name=name,
        reached=share(int(did.sum()), int(of_type.sum())),
        days=float(np.median(np.maximum(days, 0))) if len(days) else None,
        members=ground.named(did),
    )


def _gap(steps: list[Step]) -> str:
    """The first step that only half as many took as the one before; empty where there is none."""
    for before, after in pairwise(steps):
        if _LOST * after.reached.count <= before.reached.count:
            return after.name
    return ""
