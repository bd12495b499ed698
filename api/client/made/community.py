"""Made by `make client`: the operations on community."""

from __future__ import annotations

from typing import Any

from pydantic import Field

from api.client.calls import Calls
from api.client.made.shared import CountedMembers, FigureTold, NamedOne
from api.client.told import Told


class AlignmentAnswer(Told):
    """The host against its members, both ways."""

    community: str
    name: str
    revision: int
    as_of: str | None
    purpose: str
    promise: str
    values: tuple[str, ...]
    figures: tuple[FigureTold, ...]
    kinds: tuple[Group, ...]
    quarters: tuple[Group, ...]
    themes: tuple[Theme, ...]
    claims: tuple[Claim, ...]
    held_values: tuple[ValueHeld, ...]
    versions: tuple[Version, ...]
    staff_quarters: tuple[Group, ...]
    staff_trend: Estimate
    staff_direction: str
    silhouette: float | None
    """How well the themes keep apart, -1 to 1."""
    missing: tuple[str, ...]
    """What could not be told, and what it would need."""
    limits: tuple[str, ...]
    member: MemberAlignment | None
    """The member who was asked about."""


class AreaTold(Told):
    """Members who belong together."""

    number: int
    """What `in` leads to it by."""
    name: str
    members: int
    shared: tuple[SharedThing, ...]
    middle: NamedOne | None
    """Who has the most ties inside, if they may be named."""
    ties: int
    """Pairs of its members who are tied."""
    alone: int
    """Those of its members who are tied to nobody in it."""
    bridges: CountedMembers
    """Those whose leaving would cut a group off the community."""
    is_island: bool
    """Whether no tie leads from it toward the largest area."""
    host: HostTold | None
    """null in a map by ties."""


class Claim(Told):
    """Something the host says, and the members who carry it."""

    text: str
    source: str
    """`purpose` or `promise`."""
    carried: Share
    is_carried: bool
    """By more members than chance would give."""
    members: tuple[str, ...]


class CommunityHealth(Told):
    """How a community is."""

    community: str
    revision: int
    at: str | None
    """The moment that it speaks of."""
    members: int
    days: int
    """Since the first deed."""
    usual_break: float
    """Days; nine in ten breaks are no longer."""
    notes: tuple[str, ...]
    """What was found wrong with the dates."""
    figures: tuple[HealthFigure, ...]
    states: tuple[HealthStates, ...]
    moves: tuple[HealthMove, ...]
    cohorts: tuple[HealthCohort, ...]
    waiting: tuple[tuple[Any, ...], ...]
    """Hours, and the share answered by then."""
    forecast: HealthForecast | None
    """null where the history is too short."""
    belonging: HealthBelonging
    early_signs: tuple[str, ...]
    """Keys of those that got worse beyond chance."""


class DataQualityAnswer(Told):
    """What a community's data lacks or may have wrong."""

    community: str
    revision: int
    figures: tuple[FigureTold, ...]
    """Of each, at most 200 members are listed."""
    twins: tuple[LikelyTwins, ...]
    """The surest first, at most 200."""


class Done(Told):
    """What members of a type do or get."""

    name: str
    noun: str
    share: Share
    per_head: Estimate
    members: tuple[str, ...]


class Estimate(Told):
    """A mean or a trend with its bootstrap 95 % interval; null where it cannot be told."""

    value: float | None
    low: float | None
    high: float | None


class Feature(Told):
    """Something to offer, and those whom it would serve now."""

    name: str
    serves: Share
    reason: str
    members: tuple[str, ...]


class FunnelStep(Told):
    """How far what was shown came; null where it is of fewer than five members."""

    name: str
    count: int | None
    share: float | None
    low: float | None
    high: float | None


class FunnelTold(Told):
    """What became of what was shown for one goal."""

    goal: str
    members: int
    steps: tuple[FunnelStep, ...]


class Gap(Told):
    """A question to the manager."""

    about: int
    """Which of the five questions."""
    question: str
    needs: str
    """What data would answer it; empty where only people can."""


class Group(Told):
    """Statements of one stakeholder type, or of one quarter."""

    name: str
    aligned: Share
    closeness: Estimate
    """0.5 is chance."""
    members: tuple[str, ...]
    """Who is aligned, as far as they may be named."""


class HealthBelonging(Told):
    """Belonging next to connection."""

    cells: tuple[HealthBelongingCell, ...]
    note: str


class HealthBelongingCell(Told):
    """Belonging of members with about as many ties; nulls where they are too few to be told."""

    ties: str
    n: int | None
    mean: float | None
    low: float | None
    high: float | None


class HealthChange(Told):
    """What a figure was earlier, and by how much it differs now."""

    value: float
    """What it was then."""
    difference: float
    """Now minus then."""
    low: float | None
    """The 95 % interval of the difference."""
    high: float | None
    beyond_chance: bool | None
    """null where nobody can tell."""


class HealthCohort(Told):
    """Retention of those who began together."""

    begins: int
    """Days before `at`, the first one included."""
    ends: int
    n: int
    kept: tuple[HealthKept, ...]
    curve: tuple[tuple[Any, ...], ...]
    """Days, and the share from there on."""


class HealthFigure(Told):
    """One figure, how it was worked out, how sure it is and where it is going."""

    key: str
    part: str
    better: str
    """`more`, `less`, or empty where neither is well."""
    name: str
    value: float | None
    """null where it cannot be told; `note` says why."""
    unit: str
    """`share` is 0 to 1."""
    definition: str
    low: float | None
    """The 95 % interval; null of a plain count."""
    high: float | None
    n: int | None
    """How many it is worked out from."""
    note: str
    action: str
    """What may be done; empty where nothing is bad."""
    members: tuple[str, ...]
    """Whom it is about, at most 50 who may be named."""
    before: HealthChange | None
    """Against twelve weeks earlier."""
    year_ago: HealthChange | None
    """Against 52 weeks earlier."""


class HealthForecast(Told):
    """Ghost-town risk."""

    activity: tuple[int, ...]
    """Active members of each week so far."""
    method: str
    baseline: str
    """Which of the methods is seasonal naive here."""
    beats_baseline: bool
    floor: float
    ahead: tuple[HealthWeekAhead, ...]
    tried: tuple[HealthTried, ...]
    origins: int
    """How often a forecast was tried on the past."""
    stretched: float
    """What intervals were multiplied by."""


class HealthKept(Told):
    """The share of a cohort that was still here so many days after their first deed."""

    days: int
    share: float
    low: float
    high: float


class HealthMove(Told):
    """How many went from one state to another in the last twelve weeks."""

    source: str
    """`had not joined` of those who came since."""
    target: str
    members: int


class HealthStates(Told):
    """Members by state at one moment."""

    days_ago: int
    members: dict[str, int]


class HealthTried(Told):
    """How one method did in the rolling back-test."""

    method: str
    mase: float
    """Mean absolute scaled error of all weeks foretold."""
    mase_at: tuple[float | None, ...]
    """4, 8 and 12 weeks ahead."""
    coverage: float
    """The share of weeks inside its 95 % interval."""
    forecasts: int


class HealthWeekAhead(Told):
    """What is expected of a week to come."""

    weeks: int
    active: float
    low: float
    high: float
    below_floor: float
    """The probability of fewer than the floor."""


class HostTold(Told):
    """How near the host is to what an area is for."""

    spoken_of: str
    """By the host."""
    close: int
    """Members who are close to something that the host says."""
    low: float | None
    """Of their share; lower end of the 95 % interval."""
    high: float | None
    example: str
    """A statement from the middle; empty where none may be quoted."""


class InferenceTold(Told):
    """A mean change held against none, by a t-test."""

    estimate: float
    error: float
    """Its standard error."""
    freedom: float
    p: float
    low: float
    high: float
    clustered: str
    """Within what members were allowed to be alike; or empty."""


class Interval(Told):
    """A value with its 95 % bootstrap interval."""

    value: float
    low: float
    high: float


class KeyFigure(Told):
    """A proposed key figure with a target."""

    name: str
    definition: str
    now: Share
    """Of the last full month."""
    month: str
    usual: float | None
    target: float | None
    """Upper quartile of its last 12 full months."""
    months: int
    members: tuple[str, ...]
    why: str


class LeftTold(Told):
    """What those who left say about a change."""

    started: int
    stayed: int
    left: int
    before_stayed: float
    before_left: float
    apart: float
    """Difference of the two before, in standard deviations."""
    unchanged: InferenceTold
    worst: InferenceTold
    weighted: InferenceTold
    holds: bool
    """Whether the change keeps its direction in all three."""


class LikelyTwins(Told):
    """Two members who are likely one person; nothing is put together by itself."""

    one: str
    other: str
    names: float
    """How much their names have in common, 0 to 1."""
    texts: float | None
    """The same of their texts; null: one says nothing."""


class LinkTold(Told):
    """The ties between two areas."""

    one: int
    other: int
    ties: int
    """Pairs of members who are tied across."""
    carriers: CountedMembers
    """The fewest whose leaving would surely end it."""


class MapTold(Told):
    """A map, or what is within one of its areas: areas, or the members where they are few."""

    revision: int
    worked_out_at: str
    """ISO time."""
    by: str
    in_: str = Field(alias="in")
    members: int
    """Everybody who is on it."""
    areas: tuple[AreaTold, ...]
    """The largest first, thirty at most."""
    ties: tuple[LinkTold, ...]
    """Between areas, the most first."""
    islands: tuple[int, ...]
    """Areas that are cut off from the largest one."""
    scattered: int
    """Members in areas that are too small, or too many, to show."""
    apart: int
    """Members who are tied to nobody here."""
    people: tuple[Person, ...]
    """Members one by one, where they are few."""
    pairs: tuple[tuple[Any, ...], ...]
    """Two of them who are tied."""
    notes: tuple[str, ...]
    """What is left out, and why."""


class MemberAlignment(Told):
    """One member's."""

    member: str
    kind: str
    closeness: float
    aligned: bool
    theme: str
    values: tuple[str, ...]
    """Those that they share with the host."""


class MemberType(Told):
    """Who they are, what is in it for them, what they contribute."""

    name: str
    size: Share
    active: Share
    """Did something in the last 90 days."""
    new: Share
    """Joined in the last 90 days."""
    wants: tuple[Done, ...]
    skills: tuple[Sought, ...]
    gives: tuple[Done, ...]
    members: tuple[str, ...]
    active_members: tuple[str, ...]
    new_members: tuple[str, ...]


class Named(Told):
    """Somebody or something."""

    id: str
    name: str


class NotTold(Told):
    """An instrument of which nothing is said, and what it would need."""

    instrument: str
    name: str
    reason: str


class OutcomeShare(Told):
    """Part of the members, with its 95 % interval; all null where there are fewer than five."""

    value: float | None
    low: float | None
    high: float | None


class OutcomeTold(Told):
    """What became of one variable."""

    instrument: str
    name: str
    measures: str
    better: str
    """`higher`, `lower` or `neither`."""
    primary: bool
    verdict: str
    """`caused`, `changed differently`, `changed`, `hint` or `not shown`."""
    words: str
    members: SideTold
    compared_with: SideTold | None
    change: Interval
    """In points; the difference in change if compared."""
    size: Interval
    """The same in standard deviations before."""
    t_test: InferenceTold
    p: float
    p_corrected: float
    correction: str
    """`Holm` or `Benjamini-Hochberg`."""
    shown: bool
    smallest: float
    """The smallest change that would have shown, in points."""
    left: LeftTold | None
    """null where fewer than five left."""
    waves: tuple[WaveTold, ...]
    notes: tuple[str, ...]


class OutcomesAnswer(Told):
    """What changed between two waves of surveys, and how sure that is."""

    before: str
    after: str
    programme: str | None
    comparison: str | None
    randomised: bool
    in_short: tuple[str, ...]
    outcomes: tuple[OutcomeTold, ...]
    not_told: tuple[NotTold, ...]
    refused: tuple[RefusedTold, ...]
    unknown_instruments: dict[str, int]
    """How many answers name each."""
    without_consent: int | None
    """Members; null where they are fewer than five."""
    funnels: tuple[FunnelTold, ...]
    methods: tuple[str, ...]
    revision: int


class Person(Told):
    """A member, and to how many of those who are here they are tied."""

    id: str
    name: str
    ties: int


class Play(Told):
    """What to do for one type."""

    type: str
    lines: tuple[tuple[Any, ...], ...]


class ProposedRole(Told):
    """A role that a member could be asked to take."""

    member: str
    name: str
    role: str
    reason: str
    counts: dict[str, float]
    """The counts that the reason rests on."""


class RefusedTold(Told):
    """An answer that cannot be right."""

    member: str
    instrument: str
    wave: str
    item: str
    reason: str


class Relation(Told):
    """What one type does for another."""

    what: str
    """`help`, `mentoring` or `replies`."""
    giver: str
    taker: str
    count: int
    per_head: float
    times_chance: Estimate
    """1 is chance."""
    members: tuple[str, ...]


class ReliableChangeTold(Told):
    """Who changed by more than error."""

    points: float
    """The change from which on it counts."""
    reliability: float
    origin: str
    improved: OutcomeShare
    worsened: OutcomeShare


class ReputationAnswer(Told):
    """What a member is known for, with the evidence."""

    member: str
    name: str
    skill: Named | None
    """The skill that was asked for."""
    weight: float
    """The sum over all deeds."""
    points: float | None
    """What counts of it, as far as those are trusted for whom it was done, in whole points; null
    where these are fewer than five.
    """
    low: float | None
    """Lower end of the 95 % interval of the points."""
    high: float | None
    """Upper end of the 95 % interval of the points."""
    people: int
    """How many the deeds were for."""
    definition: str
    half_life_days: float
    skills: tuple[ReputationPart, ...]
    """They sum to `weight`."""
    purposes: tuple[ReputationPart, ...]
    """They sum to `weight`."""
    deeds: tuple[ReputationDeed, ...]
    """The weightiest first."""
    at: str | None
    """The time of the community's latest event."""
    revision: int


class ReputationDeed(Told):
    """One deed; its weight is the product of the four numbers before."""

    kind: str
    words: str
    person: Named | None
    """Whom it was for; null if not to be named."""
    thing: Named | None
    """The content or activity it was done with."""
    at: str | None
    worth: float
    """What such a deed weighs on its day."""
    age: float
    """0.5 for each half-life since."""
    repeat: float
    """1/k for the k-th deed for the same person."""
    share: float
    """The part about the skill asked for; 1 where none was."""
    weight: float


class ReputationPart(Told):
    """What of it is for one skill or purpose."""

    about: Named | None
    """Null: for none in particular."""
    weight: float
    deeds: int
    """How many deeds were about it."""


class RoleFigure(Told):
    """How many members meet something; a count of all, so without an interval."""

    name: str
    value: float | None
    unit: str
    definition: str
    n: int | None
    """Of how many."""
    note: str
    action: str
    members: tuple[str, ...]
    """Those of them who may be named."""


class RolesAnswer(Told):
    """Roles that members could be asked to take."""

    figures: tuple[RoleFigure, ...]
    """How many meet each role."""
    apart: RoleFigure
    """Members whose deeds hardly count yet, and why."""
    proposals: tuple[ProposedRole, ...]
    """By role and name, never by reputation."""
    half_life_days: float
    at: str | None
    revision: int


class Share(Told):
    """A part of a whole, with Wilson's 95 % interval."""

    count: int
    of: int
    value: float | None
    """`count / of`; null where there is nobody."""
    low: float
    high: float


class SharedPurposeAnswer(Told):
    """The five questions answered from data, and what follows."""

    community: str
    name: str
    revision: int
    as_of: str | None
    purpose: str
    promise: str
    values: tuple[str, ...]
    types_are_stated: bool
    """Else they were read from what members do."""
    types: tuple[MemberType, ...]
    relations: tuple[Relation, ...]
    host: tuple[FigureTold, ...]
    key_figures: tuple[KeyFigure, ...]
    paths: tuple[UsualPath, ...]
    features: tuple[Feature, ...]
    playbooks: tuple[Play, ...]
    gaps: tuple[Gap, ...]
    limits: tuple[str, ...]


class SharedThing(Told):
    """A group or a skill that many of an area have in common."""

    id: str
    name: str
    count: int


class SideTold(Told):
    """Members with both scores, on one side of a comparison or all."""

    n: int
    before: float
    """Mean score."""
    after: float
    spread_before: float
    """Standard deviation."""
    spread_after: float
    change: float
    reliable_change: ReliableChangeTold | None


class Sought(Told):
    """A skill that members of a type seek."""

    skill: str
    members: tuple[str, ...]
    count: int
    have: int
    """Members of all types who have it."""
    holders: tuple[str, ...]
    """Who has it."""


class Step(Told):
    """A step that members of a type take."""

    name: str
    reached: Share
    days: float | None
    """Median days from joining."""
    members: tuple[str, ...]


class Theme(Told):
    """What some members aspire to."""

    name: str
    example: str
    """A typical statement; empty where none may be quoted."""
    size: Share
    aligned: Share
    """Of the theme's members, those close to the host's words."""
    closeness: Estimate
    early: float | None
    """Mean closeness in the first half of its time."""
    late: float | None
    """Mean closeness in the second half."""
    trend: Estimate
    """Change of closeness in a year."""
    direction: str
    staff: Share
    """Of what staff make and lead, what is about it."""
    spoken_of: str
    """Where the host speaks of it: in what it says, in what its staff make, or not."""
    members: tuple[str, ...]


class UsualPath(Told):
    """A proposed journey of a type."""

    type: str
    steps: tuple[Step, ...]
    gap: str
    """The first step that at most half as many took as the one before."""


class ValueHeld(Told):
    """A value, and who names it."""

    value: str
    of_host: bool
    named: Share
    members: tuple[str, ...]


class Version(Told):
    """A statement of the host, and how close it came to its members."""

    text: str
    since: str | None
    then: Share
    """Aligned members among those of the time."""
    now: Share
    """Aligned members among those of today."""
    moved: Estimate
    """Change of closeness from the words before."""


class WaveTold(Told):
    """The change to one of several later waves."""

    wave: str
    n: int
    change: InferenceTold


class CommunityOperations(Calls):
    """The operations on community, one method each."""

    def alignment(self, *, as_of: str | None = None, member: str | None = None) -> AlignmentAnswer:
        """The host's purpose and values against its members'.

        Who is aligned, themes, claims and values both ways, and how the host moved.

        `missing` names what the community's data does not tell.
        """
        return self.call(
            "GET", "/v1/alignment", "AlignmentAnswer", query={"as_of": as_of, "member": member}
        )

    def outcomes(
        self,
        *,
        as_of: str | None = None,
        primary: str | None = None,
        before: str | None = None,
        after: str | None = None,
        group: str | None = None,
        comparison: str | None = None,
        randomised: bool | None = None,
        cluster: str | None = None,
    ) -> OutcomesAnswer:
        """What changed between two surveys, and how sure that is.

        Paired changes with intervals, sizes, corrected p, who left, and words that fit the
        design.

        Only of members who let research use their answers; nothing about fewer than five of
        them.
        """
        return self.call(
            "GET",
            "/v1/outcomes",
            "OutcomesAnswer",
            query={
                "as_of": as_of,
                "primary": primary,
                "before": before,
                "after": after,
                "group": group,
                "comparison": comparison,
                "randomised": randomised,
                "cluster": cluster,
            },
        )

    def community_health(
        self, *, as_of: str | None = None, floor: float | None = None
    ) -> CommunityHealth:
        """How the community is, and what is to be expected.

        Every figure with its definition, interval and trend; the forecast with its back-test.
        """
        return self.call(
            "GET", "/v1/community/health", "CommunityHealth", query={"as_of": as_of, "floor": floor}
        )

    def reputation(
        self,
        member: str,
        *,
        as_of: str | None = None,
        half_life: float | None = None,
        skill: str | None = None,
    ) -> ReputationAnswer:
        """What a member is known for, with the evidence.

        For the member themselves: each deed, for whom, and what it weighs; the parts sum to it.
        """
        return self.call(
            "GET",
            f"/v1/members/{self.part(member)}/reputation",
            "ReputationAnswer",
            query={"as_of": as_of, "half_life": half_life, "skill": skill},
        )

    def roles(
        self, *, as_of: str | None = None, half_life: float | None = None, role: str | None = None
    ) -> RolesAnswer:
        """Roles that members could be asked to take.

        For whoever cares for the community: proposals with their reasons; none is assigned.
        """
        return self.call(
            "GET",
            "/v1/roles",
            "RolesAnswer",
            query={"as_of": as_of, "half_life": half_life, "role": role},
        )

    def shared_purpose(self, *, as_of: str | None = None) -> SharedPurposeAnswer:
        """Who is here, what for, what each contributes, how they relate, and the host's role.

        The five questions answered from data, what follows, and in `gaps` what data cannot tell.
        """
        return self.call("GET", "/v1/shared-purpose", "SharedPurposeAnswer", query={"as_of": as_of})

    def community_map(self, *, by: str | None = None, in_: str | None = None) -> MapTold:
        """The community as a map of areas.

        Themes of purpose with how near the host is, or who has to do with whom; bridges,
        islands.

        It is kept for as long as the community stays as it is. Of a large one it takes up to a
        minute the first time: a job of the kind `map` waits for it.
        """
        return self.call("GET", "/v1/map", "MapTold", query={"by": by, "in": in_})

    def data_quality(self) -> DataQualityAnswer:
        """What the data lacks or may have wrong.

        Each flaw as a figure with its members and what may be done, and who may be here twice.

        Members without a purpose, profiles that say little, likely doubles, times that cannot be
        right, skills that nobody has or seeks. It changes nothing.
        """
        return self.call("GET", "/v1/data-quality", "DataQualityAnswer")
