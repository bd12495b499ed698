"""Journeys as JSON, the same behind both doors."""

from __future__ import annotations

from dataclasses import asdict

from community.journeys import figures
from community.journeys.factors import words_of
from community.journeys.journey_view import Grounds, JourneyView
from community.journeys.lifts import Lift
from community.journeys.member_journey import MemberJourney
from community.journeys.mined import MinedJourney
from community.picture import Picture
from graph.errors import KinpathError
from graph.records import EntityId, isoformat

Json = dict[str, object]


def journeys_json(grounds: Grounds) -> Json:
    """Every journey of a community in short, and those that cannot be followed."""
    return {
        "journeys": [_short(view) for view in grounds.views.values()],
        "broken": [asdict(each) for each in grounds.declared.broken],
        "stray_stages": list(grounds.declared.strays),
        "revision": grounds.picture.snapshot.revision,
    }


def journey_json(view: JourneyView) -> Json:
    """All that is told of one journey."""
    silence = view.grounds.silence
    last = len(view.journey) - 1
    return {
        **_short(view),
        "stages": [_stage(view, place, is_last=place == last) for place in range(last + 1)],
        "silence": {"days": silence.days, "n": silence.n, "definition": silence.told},
        "notes": list(view.told.notes()),
        "revision": view.picture.snapshot.revision,
    }


def member_journeys_json(picture: Picture, member: EntityId, found: list[MemberJourney]) -> Json:
    """Where a member stands."""
    return {
        "member": member,
        "journeys": [_member(picture, each) for each in found],
        "revision": picture.snapshot.revision,
    }


def mined_json(found: MinedJourney, revision: int) -> Json:
    """A mined journey with its evidence."""
    return {**asdict(found), "revision": revision}


def _short(view: JourneyView) -> Json:
    journey, snapshot = view.journey, view.picture.snapshot
    stages = zip(journey.stages, journey.stage_names, strict=True)
    return {
        "id": journey.id,
        "name": journey.name,
        "accomplishment": _accomplishment(view),
        "stages": [{"id": snapshot.id(node), "name": name} for node, name in stages],
        "members": len(view.told.members),
    }


def _accomplishment(view: JourneyView) -> str | None:
    try:
        said = view.picture.store.entity(view.journey.id).properties.get("accomplishment")
    except KinpathError:  # forgotten meanwhile
        return None
    return None if said is None else str(said)


def _stage(view: JourneyView, place: int, *, is_last: bool) -> Json:
    snapshot, asked = view.picture.snapshot, view.asked[place]
    found: Json = {
        "id": snapshot.id(view.journey.stages[place]),
        "name": view.journey.stage_names[place],
        "asks_for": [_factor(view.picture, factor) for factor in asked.factors],
        "asks_for_is_declared": asked.declared,
        "standing": asdict(figures.standing(view, place)),
        "silent": asdict(figures.silent_at(view, place)),
        "by_evidence": asdict(figures.by_evidence(view, place)),
    }
    return found | ({"onward": None} if is_last else {"onward": _onward(view, place)})


def _onward(view: JourneyView, place: int) -> Json:
    """What is told of going on from a stage."""
    took, fate, pace = view.durations[place], view.fates[place], view.paces[place]
    return {
        "took": asdict(figures.took(view, place)),
        "quarter": took.soon,
        "three_quarters": took.late,
        "went_on": asdict(figures.went_on(view, place)),
        "fell_off": asdict(figures.fell_off(view, place)),
        "came_back": fate.came_back if fate else 0,
        "slow": pace.slow,
        "slow_p": pace.p,
        "lifts": [_lift(view.picture, lift) for lift in view.lifts[place]],
    }


def _factor(picture: Picture, factor: int) -> Json:
    snapshot = picture.snapshot
    is_node = factor < snapshot.size
    return {
        "id": snapshot.id(factor) if is_node else None,
        "name": words_of(picture, factor),
    }


def _lift(picture: Picture, lift: Lift) -> Json:
    told = {name: value for name, value in asdict(lift).items() if name != "factor"}
    return _factor(picture, lift.factor) | told


def _member(picture: Picture, found: MemberJourney) -> Json:
    told = asdict(found)
    usual = found.usual
    told["since"] = isoformat(found.since)
    told["usual"] = usual and {
        "median": usual.median, "low": usual.low, "high": usual.high, "n": usual.n,
    }  # fmt: skip
    told["moves"] = [
        {"id": move.id, "name": move.name, "why": move.why,
         "lift": None if move.lift is None else _lift(picture, move.lift)}
        for move in found.moves
    ]  # fmt: skip
    return told
