"""Made by `make client`: the operations on journeys."""

from __future__ import annotations

from api.client.calls import Calls
from api.client.made.shared import FigureTold
from api.client.told import Told


class BrokenJourney(Told):
    """A journey that cannot be followed."""

    id: str
    name: str
    reason: str


class CompanionTold(Told):
    """Somebody who stands further, and helped others."""

    id: str
    name: str
    stage: str
    helped: int
    why: str


class Factor(Told):
    """Something that members do, or that happens between them."""

    id: str | None
    """null where it happens between people."""
    name: str


class JourneyList(Told):
    """Every journey of a community."""

    journeys: tuple[JourneyShort, ...]
    broken: tuple[BrokenJourney, ...]
    stray_stages: tuple[str, ...]
    """Stages of no journey; they are not counted."""
    revision: int


class JourneyShare(Told):
    """A share of n members, with its 95 % interval."""

    value: float
    low: float
    high: float
    n: int


class JourneyShort(Told):
    """A journey in short."""

    id: str
    name: str
    accomplishment: str | None
    """What it leads to."""
    stages: tuple[StageName, ...]
    """In order."""
    members: int
    """How many told how far they came."""


class JourneyTold(Told):
    """All that is told of one journey."""

    id: str
    name: str
    accomplishment: str | None
    """What it leads to."""
    stages: tuple[StageTold, ...]
    members: int
    """How many told how far they came."""
    silence: SilenceTold
    notes: tuple[str, ...]
    """What is odd in the progress that members told."""
    revision: int


class LiftTold(Told):
    """How much more often those who did it in the stage went on."""

    id: str | None
    """null where it happens between people."""
    name: str
    value: float
    """2: twice as often as others at the same time; 1: no more."""
    low: float
    """Lower end of the 95 % interval."""
    high: float
    n: int
    """Members who did it in the stage."""
    went_on: int
    """How many of them went on after it."""
    expected: float
    """How many would have, had it made no difference."""
    p: float
    clear: bool
    """It stands out after all that was tried in the stage."""


class MemberJourneyTold(Told):
    """Where a member stands in one journey."""

    journey: str
    name: str
    stage: str | None
    stage_name: str | None
    source: str
    """`declared`, `evidence` or `none`."""
    since: str | None
    days: float | None
    sureness: SurenessTold | None
    usual: Usual | None
    next_stage: str | None
    """null once they arrived."""
    next_name: str | None
    silent: bool
    moves: tuple[MoveTold, ...]
    companions: tuple[CompanionTold, ...]


class MemberJourneys(Told):
    """A member's journeys."""

    member: str
    journeys: tuple[MemberJourneyTold, ...]
    revision: int


class MinedJourneyTold(Told):
    """A journey proposed from the ways of those who got there."""

    toward: str
    words: str
    n: int
    """How many got there."""
    undated: int
    steps: tuple[MinedStep, ...]
    members: tuple[str, ...]
    """Those of them who may be named."""
    revision: int


class MinedStep(Told):
    """Milestones that come in no settled order among themselves."""

    milestones: tuple[PassedTold, ...]
    order: JourneyShare | None
    """For what share it came after the step before."""


class MoveTold(Told):
    """What would move a member on."""

    id: str | None
    name: str
    why: str
    lift: LiftTold | None


class Onward(Told):
    """What is told of going on from a stage."""

    took: FigureTold
    """Days until half had gone on."""
    quarter: float | None
    """Days until a quarter had gone on."""
    three_quarters: float | None
    went_on: FigureTold
    fell_off: FigureTold
    came_back: int
    """How many fell silent, and went on after all."""
    slow: bool
    """It takes longer than the other stages, beyond chance."""
    slow_p: float | None
    lifts: tuple[LiftTold, ...]
    """Surest first."""


class PassedTold(Told):
    """A milestone on the way."""

    key: str
    words: str
    support: JourneyShare
    """For what share of those who got there it came before."""
    others: float | None
    """The share of all others who have it at all."""
    days: float | None
    """The median time from joining until then."""


class SilenceTold(Told):
    """How long a silence means that somebody fell off."""

    days: float
    n: int
    definition: str


class StageName(Told):
    """A stage of a journey."""

    id: str
    name: str


class StageTold(Told):
    """A stage with its figures."""

    id: str
    name: str
    asks_for: tuple[Factor, ...]
    asks_for_is_declared: bool
    """False: the stage asks for nothing; it is what is typical of those who reached it."""
    standing: FigureTold
    silent: FigureTold
    by_evidence: FigureTold
    onward: Onward | None
    """null of the last stage."""


class SurenessTold(Told):
    """How probable it is, by what a member did, that they reached a stage."""

    value: float
    low: float
    high: float
    alike: int
    """Other members, whose progress is known, who did as much."""
    done: int
    asked: int
    declared: bool


class Usual(Told):
    """How long a stage takes others, in days."""

    median: float | None
    low: float | None
    high: float | None
    n: int


class JourneysOperations(Calls):
    """The operations on journeys, one method each."""

    def journeys(self, *, as_of: str | None = None) -> JourneyList:
        """Every journey, and who is on it.

        Journeys in short, and those that cannot be followed, with the reason.
        """
        return self.call("GET", "/v1/journeys", "JourneyList", query={"as_of": as_of})

    def journey(self, journey: str, *, as_of: str | None = None) -> JourneyTold:
        """One journey: its stages, how long they take, and where people fall off.

        Each figure with its definition and interval, and whom it is about if they may be named.
        """
        return self.call(
            "GET", f"/v1/journeys/{self.part(journey)}", "JourneyTold", query={"as_of": as_of}
        )

    def member_journeys(self, member: str, *, as_of: str | None = None) -> MemberJourneys:
        """Where a member stands, and what would move them on.

        By their own word, and by what they did, with how sure that is.
        """
        return self.call(
            "GET",
            f"/v1/members/{self.part(member)}/journeys",
            "MemberJourneys",
            query={"as_of": as_of},
        )

    def mined_journey(self, *, toward: str, as_of: str | None = None) -> MinedJourneyTold:
        """The usual way of those who got somewhere.

        A journey proposed from the order in which they reached milestones, with its evidence.
        """
        return self.call(
            "GET",
            "/v1/mined-journeys",
            "MinedJourneyTold",
            query={"as_of": as_of, "toward": toward},
        )
