"""One member's journeys: where they stand, for how long, and what comes next."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

import numpy as np

from community.journeys.companions import Companion, companions
from community.journeys.durations import Duration
from community.journeys.journey_view import Grounds, JourneyView
from community.journeys.moves import Move, moves
from community.journeys.possible import Possibilities
from community.journeys.standing import NOWHERE
from community.picture import Picture
from graph.errors import InvalidRequest
from graph.packing import DAY, NO_CONSENT, moment_of
from graph.records import EntityId


@dataclass(frozen=True, slots=True)
class Sureness:
    """How probable it is, by what a member did, that they reached a stage.

    Attributes:
        value, low, high: with its 95 % interval.
        alike: how many other members, whose progress is known, did as much.
        done, asked: how much of that which tells of the stage they did, and how much there is.
        declared: whether the stage asks for it; else it is what is typical of those who reached it.
    """

    value: float
    low: float
    high: float
    alike: int
    done: int
    asked: int
    declared: bool


@dataclass(frozen=True, slots=True)
class MemberJourney:
    """Where a member stands in one journey.

    Attributes:
        journey, name: the journey.
        stage, stage_name: where they stand; None where neither their word nor evidence says.
        source: `declared`, `evidence` or `none`.
        since: when they reached the stage by their own word; None where that is not known.
        days: since then.
        sureness: what their deeds say of that stage; None where they stand nowhere.
        usual: how long the stage takes others; None in the last stage.
        next_stage, next_name: None once they arrived.
        silent: they did nothing for so long that they count as fallen off.
        moves: what would move them on.
        companions: who may help.
    """

    journey: EntityId
    name: str
    stage: EntityId | None
    stage_name: str | None
    source: str
    since: datetime | None
    days: float | None
    sureness: Sureness | None
    usual: Duration | None
    next_stage: EntityId | None
    next_name: str | None
    silent: bool
    moves: tuple[Move, ...]
    companions: tuple[Companion, ...]


def journeys_of_member(grounds: Grounds, member: EntityId) -> list[MemberJourney]:
    """The member's place in every journey in which their word or their deeds give them one.

    Raises:
        EntityNotFound: there is no such member, or nobody may see them.
        InvalidRequest: they did not consent to matching, so that nothing is told of them.
    """
    row = _row(grounds.picture, member)
    views = grounds.views.values()
    return [_at(view, row) for view in views if view.standings.places[row] != NOWHERE]


def member_journey(view: JourneyView, member: EntityId) -> MemberJourney:
    """The member's place in one journey, also where they have none yet.

    Raises:
        EntityNotFound, InvalidRequest: as `journeys_of_member`.
    """
    return _at(view, _row(view.picture, member))


def _row(picture: Picture, member: EntityId) -> int:
    """Which of the picture's members it is."""
    node = picture.snapshot.node(member)
    if picture.snapshot.flags[node] & NO_CONSENT:
        raise InvalidRequest("member", "has not consented to matching")
    return int(np.searchsorted(picture.members, node))


def _at(view: JourneyView, row: int) -> MemberJourney:
    journey, snapshot = view.journey, view.picture.snapshot
    place, declared = int(view.standings.places[row]), int(view.standings.declared[row])
    since = _since(view, row) if declared != NOWHERE else None
    following = place + 1 if place + 1 < len(journey) else None
    possible = Possibilities(view.picture, int(view.picture.members[row]))
    own_source = "evidence" if declared == NOWHERE else "declared"
    return MemberJourney(
        journey=journey.id,
        name=journey.name,
        stage=None if place == NOWHERE else snapshot.id(journey.stages[place]),
        stage_name=None if place == NOWHERE else journey.stage_names[place],
        source="none" if place == NOWHERE else own_source,
        since=None if since is None else moment_of(int(since * DAY)),
        days=None if since is None else view.grounds.deeds.now / DAY - since,
        sureness=None if place == NOWHERE else _sureness(view, place, row),
        usual=view.durations[place] if following is not None and place != NOWHERE else None,
        next_stage=None if following is None else snapshot.id(journey.stages[following]),
        next_name=None if following is None else journey.stage_names[following],
        silent=bool(view.standings.silent[row]),
        moves=() if following is None else _moves(view, place, possible),
        companions=() if following is None else _companions(view, place, possible),
    )


def _since(view: JourneyView, row: int) -> float | None:
    """When they reached the stage where they stand, in days since 2000; None if they came back."""
    own = int(np.searchsorted(view.told.members, view.picture.members[row]))
    days = float(view.told.at[own, view.told.standing[own]])
    return None if np.isnan(days) or view.told.went_back[own] else days


def _sureness(view: JourneyView, place: int, row: int) -> Sureness:
    found, asked = view.standings.confidences[place], view.asked[place]
    return Sureness(
        value=float(found.value[row]),
        low=float(found.low[row]),
        high=float(found.high[row]),
        alike=int(found.alike[row]),
        done=int(view.standings.done[place, row]),
        asked=len(asked.factors),
        declared=asked.declared,
    )


def _moves(view: JourneyView, place: int, possible: Possibilities) -> tuple[Move, ...]:
    found = view.lifts[place] if place != NOWHERE else ()
    return tuple(moves(view.picture, view.journey, place + 1, found, possible))


def _companions(view: JourneyView, place: int, possible: Possibilities) -> tuple[Companion, ...]:
    there = np.where(view.standings.silent, NOWHERE, view.standings.declared)
    return tuple(companions(view.picture, there, view.journey.stage_names, place, possible))
