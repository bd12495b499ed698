"""All that is told of one journey, worked out once."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from community.journeys.declared import Journey, Journeys, find_journey, journeys_of
from community.journeys.durations import Duration, Pace, duration, paces
from community.journeys.evidence import Asked, asked_of
from community.journeys.factors import Factors
from community.journeys.falling import Fate, fate
from community.journeys.lifts import Lift, lifts
from community.journeys.reached import Reached, reached
from community.journeys.silence import Deeds, Silence, silence_of
from community.journeys.standing import Standings, standings
from community.journeys.stays import Stays, stays_in
from community.picture import Picture
from graph.records import EntityId


@dataclass(frozen=True, eq=False)
class Grounds:
    """What figures of all journeys of a community are worked out from."""

    picture: Picture

    @cached_property
    def deeds(self) -> Deeds:
        """What members did, and when."""
        return Deeds.of(self.picture)

    @cached_property
    def silence(self) -> Silence:
        """How long a silence counts as having fallen off."""
        return silence_of(self.deeds)

    @cached_property
    def factors(self) -> Factors:
        """What may have moved members on."""
        return Factors.of(self.picture)

    @cached_property
    def declared(self) -> Journeys:
        """The journeys themselves."""
        return journeys_of(self.picture.snapshot)

    @cached_property
    def views(self) -> dict[EntityId, JourneyView]:
        """Of each journey that can be followed, by its id."""
        return {journey.id: JourneyView(self, journey) for journey in self.declared.sound}

    def view(self, said: str) -> JourneyView:
        """Of the journey called so.

        Raises:
            EntityNotFound, InvalidRequest: as `find_journey`.
        """
        return self.views[find_journey(self.picture.snapshot, said).id]


@dataclass(frozen=True, eq=False)
class JourneyView:
    """One journey with S stages, in which each figure is worked out when it is asked for.

    For example:

        view = Grounds(picture).view("become-a-mentor")
        for name, took in zip(view.journey.stage_names, view.durations, strict=True):
            print(name, took.median, took.low, took.high)
    """

    grounds: Grounds
    journey: Journey

    @property
    def picture(self) -> Picture:
        """The community."""
        return self.grounds.picture

    @cached_property
    def told(self) -> Reached:
        """What members declared."""
        return reached(self.picture, self.journey)

    @cached_property
    def stays(self) -> tuple[Stays, ...]:
        """Stays in each of the S stages; in the last one none ends."""
        grounds = self.grounds
        places = range(len(self.journey))
        return tuple(stays_in(self.told, place, grounds.deeds, grounds.silence) for place in places)

    @cached_property
    def durations(self) -> tuple[Duration, ...]:
        """How long each of the S - 1 stages before the last takes."""
        return tuple(map(duration, self.stays[:-1]))

    @cached_property
    def paces(self) -> tuple[Pace, ...]:
        """How quick each of the S - 1 stages before the last is beside the others."""
        return tuple(paces(self.stays[:-1]))

    @cached_property
    def fates(self) -> tuple[Fate | None, ...]:
        """What became of those who entered each of the S - 1 stages before the last."""
        return tuple(map(fate, self.stays[:-1]))

    @cached_property
    def lifts(self) -> tuple[tuple[Lift, ...], ...]:
        """What goes along with going on from each of the S - 1 stages before the last."""
        return tuple(tuple(lifts(stays, self.grounds.factors)) for stays in self.stays[:-1])

    @cached_property
    def asked(self) -> tuple[Asked, ...]:
        """What tells of each of the S stages."""
        return tuple(asked_of(self.journey, [(), *self.lifts]))

    @cached_property
    def standings(self) -> Standings:
        """Where every member stands."""
        grounds = self.grounds
        return standings(
            self.picture, self.told, self.asked, grounds.factors, grounds.deeds, grounds.silence
        )
