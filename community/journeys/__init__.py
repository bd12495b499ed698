"""Journeys: stages toward an accomplishment, where members stand, and what moves them on."""

from community.journeys.companions import Companion
from community.journeys.declared import Broken, Journey, Journeys, find_journey, journeys_of
from community.journeys.durations import Duration, Pace
from community.journeys.falling import Fate
from community.journeys.journey_view import Grounds, JourneyView
from community.journeys.lifts import Lift
from community.journeys.member_journey import MemberJourney, journeys_of_member, member_journey
from community.journeys.mined import MinedJourney, Passed, Step
from community.journeys.mining import mine
from community.journeys.moves import Move
from community.journeys.shares import Share

__all__ = [
    "Broken", "Companion", "Duration", "Fate", "Grounds", "Journey", "JourneyView", "Journeys",
    "Lift", "MemberJourney", "MinedJourney", "Move", "Pace", "Passed", "Share", "Step",
    "find_journey", "journeys_of", "journeys_of_member", "member_journey", "mine",
]  # fmt: skip
