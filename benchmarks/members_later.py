"""The task of the next choice: what will this member choose that they have not chosen yet?"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from benchmarks.community import Community
from benchmarks.pasts import past_at
from benchmarks.periods import NothingToAsk, Period, evidence_name, last_part
from benchmarks.queries import Asking, sample
from benchmarks.tasks import Task
from graph.packing import NO_TIME
from graph.records import EntityId
from graph.snapshot import Snapshot
from matcher.goals import Goal
from matcher.replay import outcomes_of
from matcher.request import RecommendationRequest


@dataclass(slots=True)
class NewChoices:
    """What a member chose for the first time in a period, and when the first of it."""

    member: EntityId
    second: int
    chosen: set[EntityId] = field(default_factory=set)


def members_later(
    snapshot: Snapshot,
    texts: Mapping[EntityId, str],
    goal: Goal,
    frozen: bool,
    *,
    period: Period | None = None,
    most: int | None = None,
    seed: int = 0,
) -> Task:
    """Every member who chose something new in a period is asked for, without words.

    Candidates are all entities that could be seen where the period begins and that the goal's
    rules allow the member, so nothing that they chose before. Of what they chose then, what is no
    candidate does not count; who chose nothing else is left out.

    Args:
        snapshot: the whole community.
        texts: what its entities say.
        goal: what is asked for.
        frozen: evidence stops where the period begins; else at the first new choice of each member.
        period: None: the last fifth of all choices with times.
        most: queries, drawn by `seed` where there are more.
        seed: of the sample.

    Raises:
        NothingToAsk: nobody chose anything new.
    """
    community = Community(snapshot, texts)
    if period is None:
        period = last_part(_times(snapshot, goal))
    cutoff = Asking(past_at(community, goal, period.begin))
    winnable = [
        each
        for each in new_choices(snapshot, goal, period)
        if cutoff.knows(each.member) and each.chosen & cutoff.targets.keys()
    ]
    queries = []
    for each in sample(winnable, most, seed):
        targets = cutoff.past.targets
        asking = cutoff if frozen else Asking(past_at(community, goal, each.second, targets))
        request = RecommendationRequest(
            goal.name, id=each.member, member=each.member, as_of=asking.past.moment
        )
        queries.append(asking.by_member(request, each.chosen))
    found = tuple(query for query in queries if query is not None)
    if not found:
        raise NothingToAsk(f"nobody chose anything new that goal {goal.name!r} could recommend")
    return Task(f"{goal.title}, {evidence_name(frozen=frozen)}", found)


def new_choices(snapshot: Snapshot, goal: Goal, period: Period) -> list[NewChoices]:
    """What each member chose in a period and not before it, by the time of the first and the id."""
    outcomes = outcomes_of(snapshot, goal)
    before = {(o.asker, o.chosen) for o in outcomes if o.at < period.begin}
    found: dict[int, NewChoices] = {}
    for outcome in outcomes:
        if period.holds(outcome.at) and (outcome.asker, outcome.chosen) not in before:
            member = snapshot.id(outcome.asker)
            new = found.setdefault(outcome.asker, NewChoices(member, outcome.at))
            new.chosen.add(snapshot.id(outcome.chosen))
    return sorted(found.values(), key=lambda each: (each.second, each.member))


def _times(snapshot: Snapshot, goal: Goal) -> list[int]:
    return [outcome.at for outcome in outcomes_of(snapshot, goal) if outcome.at != NO_TIME]
