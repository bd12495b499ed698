"""A community now and at earlier times, each part worked out once."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property

import numpy as np

from community.health.answers import Questions, questions_of
from community.health.cohesion import Cohesion, cohesion
from community.health.deeds import Deeds, deeds_of
from community.health.helping import Help, help_of
from community.health.measures import Share
from community.health.rhythm import Rhythm, rhythm
from community.health.states import Standing, standing
from community.health.ties import Ties, ties_of
from community.health.tracking import PERIOD
from community.picture import Picture
from graph.packing import DAY, NO_TIME, moment_of, seconds

LONG_SILENCE = 28
"""Days without a deed before today that are told of."""


@dataclass(frozen=True, eq=False)
class Moments:
    """What figures are worked out from, so many days before the clock."""

    picture: Picture
    today: datetime | None = None
    _standings: dict[int, Standing] = field(default_factory=dict, repr=False)
    _cohesions: dict[int, Cohesion] = field(default_factory=dict, repr=False)

    @cached_property
    def deeds(self) -> Deeds:
        """What members did."""
        return deeds_of(self.picture, self.today)

    @cached_property
    def questions(self) -> Questions:
        """What they asked."""
        return questions_of(self.picture, self.deeds)

    @cached_property
    def help(self) -> Help:
        """Whom they helped."""
        return help_of(self.picture, self.deeds)

    @cached_property
    def ties(self) -> Ties:
        """With whom they have to do."""
        return ties_of(self.picture, self.deeds)

    @cached_property
    def rhythm(self) -> Rhythm:
        """How long they stay away."""
        return rhythm(self.deeds)

    @property
    def silent_since(self) -> datetime | None:
        """The last deed, if the clock is that and it is older than LONG_SILENCE; else None."""
        at = self.deeds.clock.at
        if self.today is None or at == NO_TIME or self.picture.snapshot.until is not None:
            return None
        late = seconds(self.today) - at > LONG_SILENCE * DAY
        return moment_of(at) if late else None

    @property
    def history(self) -> int:
        """Days since the first deed."""
        return self.deeds.history

    @property
    def window(self) -> int:
        """Days of silence after which somebody counts as gone, by the community's rhythm."""
        return self.rhythm.window

    def standing(self, ago: int) -> Standing:
        """Where members stood."""
        if ago not in self._standings:
            self._standings[ago] = standing(self.deeds, self.rhythm, ago)
        return self._standings[ago]

    def cohesion(self, ago: int) -> Cohesion:
        """How those who were here were tied."""
        if ago not in self._cohesions:
            self._cohesions[ago] = cohesion(self.ties, self.standing(ago).here, ago)
        return self._cohesions[ago]

    def active(self, ago: int) -> Share:
        """The share of those who had joined that did anything in a period."""
        recent = self.deeds.until(ago, ago + PERIOD)
        return Share(len(np.unique(recent.who)), self.standing(ago).size)
