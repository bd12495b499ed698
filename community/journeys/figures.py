"""The figures of a stage, each with its definition and what to do about it."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from community.figure import Figure, written
from community.journeys.durations import FEWEST
from community.journeys.falling import Fate
from community.journeys.journey_view import JourneyView
from community.journeys.shares import Share
from community.phrases import numerals, phrase
from graph.records import EntityId


def took(view: JourneyView, place: int) -> Figure:
    """How long the stage at a place takes; the last one takes no time."""
    found, name = view.durations[place], view.journey.stage_names[place]
    note = ""
    if found.median is None:
        note = phrase(
            "Fewer than half of the {n:,} who entered it have gone on: the median would "
            "need more of them to go on, or more time.",
            n=found.n,
        )
    elif found.went_on < FEWEST:
        note = phrase(
            "From {went_on} members who went on: too few to rely on.", went_on=found.went_on
        )
    elif found.high is None:
        note = phrase("The upper end of its interval is not reached yet.")
    return Figure(
        name=phrase("time in “{name}”", name=name),
        value=found.median,
        unit="days",
        definition=phrase(
            "The day by which half of those who reached the stage had gone on to a later "
            "one. Those still there count as staying at least until now (Kaplan-Meier)."
        ),
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
    return phrase("{took} [{written}, still open]", took=took, written=written(took.low, took.unit))


def went_on(view: JourneyView, place: int) -> Figure:
    """The share of those who entered a stage who went on from it."""
    found = view.fates[place]
    meaning = phrase("went on to a later stage")
    return _of_fate(
        view, place, phrase("went on from"), found, found.went_on if found else None, meaning
    )


def fell_off(view: JourneyView, place: int) -> Figure:
    """The share of those who entered a stage who fell silent in it."""
    found = view.fates[place]
    silence = view.grounds.silence.days
    meaning = phrase("did nothing at all for {silence:.0f} days", silence=silence)
    return _of_fate(
        view, place, phrase("fell off in"), found, found.fell_off if found else None, meaning
    )


def standing(view: JourneyView, place: int) -> Figure:
    """Who stands at a stage by their own word."""
    at = view.standings.declared == place
    return _counted(
        view,
        place,
        at,
        phrase("members at"),
        phrase("They told that they reached it, and no later stage."),
    )


def silent_at(view: JourneyView, place: int) -> Figure:
    """Who stands at a stage by their own word and fell silent."""
    at = (view.standings.declared == place) & view.standings.silent
    name = view.journey.stage_names[place]
    meaning = phrase(
        "They stand there, and did nothing for {days:.0f} days.", days=view.grounds.silence.days
    )
    action = phrase("Ask them what keeps them at “{name}”.", name=name) if at.any() else ""
    return _counted(view, place, at, phrase("silent at"), meaning, action)


def by_evidence(view: JourneyView, place: int) -> Figure:
    """Who told nothing, and probably stands at a stage by what they did."""
    standings = view.standings
    at = (standings.declared < 0) & (standings.by_evidence == place)
    asked = (
        phrase("it asks for")
        if view.asked[place].declared
        else phrase("is typical of those who reached it")
    )
    meaning = phrase(
        "They told of no progress, but did of what {asked} what those who did reach "
        "it more often than not.",
        asked=asked,
    )
    return _counted(view, place, at, phrase("probably at"), meaning)


def _counted(
    view: JourneyView,
    place: int,
    at: npt.NDArray[np.bool_],
    what: str,
    meaning: str,
    action: str = "",
) -> Figure:
    return Figure(
        name=numerals(
            "{what} “{stage_names}”", what=what, stage_names=view.journey.stage_names[place]
        ),
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
        name=numerals(
            "{what} “{stage_names}”", what=what, stage_names=view.journey.stage_names[place]
        ),
        value=share.value if share else None,
        unit="share",
        definition=phrase(
            "The share of those who reached the stage who {meaning} within {days:.0f} "
            "days, before anything else befell them (cumulative incidence).",
            meaning=meaning,
            days=days,
        ),
        low=share.low if share else None,
        high=share.high if share else None,
        n=found.n if found else 0,
        note=""
        if found
        else phrase("It would need members who reached the stage at a known time."),
    )


def _speed_up(view: JourneyView, place: int) -> str:
    return phrase(
        "“{stage_names}” takes longer than the other stages: ask those who went on "
        "what helped, and offer it to those who are there.",
        stage_names=view.journey.stage_names[place],
    )
