"""What would move a member on: what their next stage asks for, and what others did who went on."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice

import numpy as np

from community.journeys.declared import Journey, neighbours
from community.journeys.factors import words_of
from community.journeys.lifts import Lift
from community.journeys.possible import THINGS, Possibilities
from community.phrases import phrase
from community.picture import Picture
from graph.records import EntityId
from graph.schema import EntityKind, RelationshipKind

_K = RelationshipKind
MOST = 5
"""Proposals for one stage."""
OF_A_TOPIC = 2
"""Things that are proposed for one skill."""


@dataclass(frozen=True, slots=True)
class Move:
    """Something near at hand.

    Attributes:
        id: of the activity, group, content or skill; None where it is something between people.
        name: what people call it.
        why: the reason, as a sentence.
        lift: what speaks for it among those who went on; None where the stage asks for it.
    """

    id: EntityId | None
    name: str
    why: str
    lift: Lift | None = None


def moves(
    picture: Picture,
    journey: Journey,
    next_place: int,
    found: Iterable[Lift],
    possible: Possibilities,
) -> list[Move]:
    """At most five proposals: first what the next stage asks for, then what clearly goes along.

    Args:
        picture: the community.
        journey: which they are on.
        next_place: of the stage that comes next for them.
        found: lifts of going on from the stage before it, surest first.
        possible: for the member.
    """
    asked = _asked(picture, journey, next_place, possible)
    helpful = (lift for lift in found if lift.clear and lift.low > 1.0)
    going_along = (move for lift in helpful for move in _of_lift(picture, lift, possible))
    first_of: dict[tuple[EntityId | None, str], Move] = {}
    for move in (*asked, *islice(going_along, 2 * MOST)):
        first_of.setdefault((move.id, move.name if move.id is None else ""), move)
    return list(first_of.values())[:MOST]


def _asked(
    picture: Picture, journey: Journey, place: int, possible: Possibilities
) -> Iterator[Move]:
    stage = journey.stage_names[place]
    for node in journey.calls_for[place]:
        name = picture.snapshot.name(node)
        if picture.snapshot.kind(node) is not EntityKind.SKILL:
            if possible.things[node]:
                why = phrase("Your next stage, “{stage}”, asks for it.", stage=stage)
                yield Move(picture.snapshot.id(node), name, why)
            continue
        if possible.member in neighbours(picture.snapshot.into, node, _K.HAS_SKILL):
            continue
        why = phrase(
            "It is about “{name}”, which your next stage, “{stage}”, asks for.",
            name=name,
            stage=stage,
        )
        about = list(_about(picture, node, possible))
        for thing in about:
            yield Move(picture.snapshot.id(thing), picture.snapshot.name(thing), why)
        if not about:
            why = phrase(
                "Your next stage, “{stage}”, asks for it; nothing about it lies ahead yet.",
                stage=stage,
            )
            yield Move(picture.snapshot.id(node), name, why)


def _of_lift(picture: Picture, lift: Lift, possible: Possibilities) -> Iterator[Move]:
    snapshot = picture.snapshot
    told = phrase(
        "{value:.1f} times as often as others at the same time [{low:.1f} to "
        "{high:.1f}, of {n} who did]",
        value=lift.value,
        low=lift.low,
        high=lift.high,
        n=lift.n,
    )
    if lift.factor >= snapshot.size:
        words = words_of(picture, lift.factor)
        yield Move(
            None,
            words,
            phrase("After {words}, members went on {told}.", words=words, told=told),
            lift,
        )
    elif snapshot.kind(lift.factor) is EntityKind.SKILL:
        why = phrase(
            "After anything about “{name}”, members went on {told}.",
            name=snapshot.name(lift.factor),
            told=told,
        )
        for thing in islice(_about(picture, lift.factor, possible), 1):
            yield Move(snapshot.id(thing), snapshot.name(thing), why, lift)
    elif possible.things[lift.factor]:
        why = phrase("After it, members went on {told}.", told=told)
        yield Move(snapshot.id(lift.factor), snapshot.name(lift.factor), why, lift)


def _about(picture: Picture, skill: int, possible: Possibilities) -> Iterator[int]:
    """What is about a skill or develops it: activities that begin soonest, groups, and content.

    Within groups and content those that most members have to do with come first.
    """
    snapshot = picture.snapshot
    things = {*neighbours(snapshot.into, skill, _K.DEVELOPS)}
    things.update(neighbours(snapshot.into, skill, _K.ABOUT))
    kept = [node for node in things if possible.things[node]]
    degrees = snapshot.into.degrees()

    def order(node: int) -> tuple[int, int, str]:
        kind = snapshot.kind(node)
        soon = int(snapshot.node_starts[node]) if kind is EntityKind.ACTIVITY else 0
        rank = soon if kind is EntityKind.ACTIVITY else -int(degrees[node])
        return THINGS.index(kind), int(np.int64(rank)), snapshot.id(node)

    yield from sorted(kept, key=order)[:OF_A_TOPIC]
