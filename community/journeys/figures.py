"""The figures of a stage, each with its definition and what to do about it."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from community.figure import Figure, written
from community.journeys.durations import FEWEST
from community.journeys.falling import Fate
from community.journeys.journey_view import JourneyView
from community.journeys.shares import Share
from graph.records import EntityId


def took(view: JourneyView, place: int) -> Figure:
    """How long the stage at a place takes; the last one takes no time."""
    found, name = view.durations[place], view.journey.stage_names[place]
    note = ""
    if found.median is None:
        note = (
            f"Fewer than half of the {found.n:,} who entered it have gone on: the median would "
            "need more of them to go on, or more time."
        )
    elif found.went_on < FEWEST:
        note = f"From {found.went_on} members who went on: too few to rely on."
    elif found.high is None:
        note = "The upper end of its interval is not reached yet."
    return Figure(
        name=f"time in “{name}”",
        value=found.median,
        unit="days",
        definition="The day by which half of those who reached the stage had gone on to a later "
        "one. Those still there count as staying at least until now (Kaplan-Meier).",
        low=found.low,
        high=found.high,
        n=found.n,
        note=note,
        action=_speed_up(view, place) if view.paces[place].slow else "",
    )


def days_words(took: Figure) -> str:
    """A duration as people read it, also where the upper end of its interval is still open."""
    if took.value is None or took.low is None or took.high is not None:
        return str(took)
    return f"{took} [{written(took.low, took.unit)}, still open]"


def went_on(view: JourneyView, place: int) -> Figure:
    """The share of those who entered a stage who went on from it."""
    found = view.fates[place]
    meaning = "went on to a later stage"
    return _of_fate(view, place, "went on from", found, found.went_on if found else None, meaning)


def fell_off(view: JourneyView, place: int) -> Figure:
    """The share of those who entered a stage who fell silent in it."""
    found = view.fates[place]
    silence = view.grounds.silence.days
    meaning = f"did nothing at all for {silence:.0f} days"
    return _of_fate(view, place, "fell off in", found, found.fell_off if found else None, meaning)


def standing(view: JourneyView, place: int) -> Figure:
    """Who stands at a stage by their own word."""
    at = view.standings.declared == place
    return _counted(
        view, place, at, "members at", "They told that they reached it, and no later stage."
    )


def silent_at(view: JourneyView, place: int) -> Figure:
    """Who stands at a stage by their own word and fell silent."""
    at = (view.standings.declared == place) & view.standings.silent
    name = view.journey.stage_names[place]
    meaning = f"They stand there, and did nothing for {view.grounds.silence.days:.0f} days."
    action = f"Ask them what keeps them at “{name}”." if at.any() else ""
    return _counted(view, place, at, "silent at", meaning, action)


def by_evidence(view: JourneyView, place: int) -> Figure:
    """Who told nothing, and probably stands at a stage by what they did."""
    standings = view.standings
    at = (standings.declared < 0) & (standings.by_evidence == place)
    asked = "it asks for" if view.asked[place].declared else "is typical of those who reached it"
    meaning = (
        f"They told of no progress, but did of what {asked} what those who did reach it more "
        "often than not."
    )
    return _counted(view, place, at, "probably at", meaning)


def _counted(
    view: JourneyView,
    place: int,
    at: npt.NDArray[np.bool_],
    what: str,
    meaning: str,
    action: str = "",
) -> Figure:
    return Figure(
        name=f"{what} “{view.journey.stage_names[place]}”",
        value=float(at.sum()),
        unit="members",
        definition=meaning,
        n=len(view.told.members),
        action=action,
        members=_nameable(view, at),
    )


def _nameable(view: JourneyView, rows: npt.NDArray[np.bool_]) -> tuple[EntityId, ...]:
    """Those of some members (M,) who may be named."""
    return view.picture.ids(view.picture.members[rows & view.picture.nameable])


def _of_fate(
    view: JourneyView,
    place: int,
    what: str,
    found: Fate | None,
    share: Share | None,
    meaning: str,
) -> Figure:
    days = found.days if found else 0.0
    return Figure(
        name=f"{what} “{view.journey.stage_names[place]}”",
        value=share.value if share else None,
        unit="share",
        definition=f"The share of those who reached the stage who {meaning} within {days:.0f} "
        "days, before anything else befell them (cumulative incidence).",
        low=share.low if share else None,
        high=share.high if share else None,
        n=found.n if found else 0,
        note="" if found else "It would need members who reached the stage at a known time.",
    )


def _speed_up(view: JourneyView, place: int) -> str:
    return (
        f"“{view.journey.stage_names[place]}” takes longer than the other stages: ask those who "
        "went on what helped, and offer it to those who are there."
    )
