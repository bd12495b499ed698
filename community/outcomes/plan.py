"""How a study was meant: its waves, its primary outcomes, and who is compared with whom."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np

from community.outcomes.answers import Participants
from community.outcomes.cells import SMALLEST
from community.outcomes.instruments import Instruments, find_instrument, instrument_id, registry
from community.outcomes.pairs import Clusters, Mask
from community.picture import Picture
from graph.errors import InvalidRequest, shortened
from graph.packing import NO_TIME
from graph.records import EntityId
from graph.schema import RelationshipKind

COMPARISON_NAMES = ("comparison", "control", "waitlist", "waiting list")
"""What a comparison group is usually called."""
DEFAULT_SEED = 20_260_101


@dataclass(frozen=True, slots=True)
class StudyPlan:
    """What was declared of a study before its results were looked at.

    Attributes:
        primary: instruments whose change was the question; all others give hints.
        before, after: waves; None: the first and the last that there are.
        group: property of members that tells the programme from those it is compared with.
        comparison: the value of `group` of those who are compared with; None: the one that is
            called comparison, control or waitlist.
        compared_with: ids of those who are compared with, in place of a property.
        randomised: whether it was drawn by lot who came into which group.
        cluster: property whose members are alike, in place of pairs of mentoring and groups.
        seed: of the bootstrap.
        instruments: what surveys are scored by.
    """

    primary: tuple[str, ...] = ()
    before: str | None = None
    after: str | None = None
    group: str | None = None
    comparison: str | None = None
    compared_with: frozenset[EntityId] | None = None
    randomised: bool = False
    cluster: str | None = None
    seed: int = DEFAULT_SEED
    instruments: Instruments = field(default_factory=registry, repr=False)

    def __post_init__(self) -> None:
        for name in self.primary:
            find_instrument(self.instruments, name, "primary")
        if self.group is not None and self.compared_with is not None:
            raise InvalidRequest("group", "and a list of members cannot both say who is compared")
        if self.comparison is not None and self.group is None:
            raise InvalidRequest("comparison", "needs group: the property that it is a value of")
        if self.randomised and not self.compares:
            raise InvalidRequest("randomised", "needs group: which members were drawn for what")

    @property
    def questions(self) -> tuple[str, ...]:
        """Ids of the primary instruments."""
        return tuple(instrument_id(name) for name in self.primary)

    @property
    def compares(self) -> bool:
        """Whether there is anybody to compare with."""
        return self.group is not None or self.compared_with is not None


@dataclass(frozen=True, slots=True, eq=False)
class Arms:
    """Who takes part and who is compared with.

    Attributes:
        stated: (n,) whose side is known.
        taking_part: (n,) on which side they are.
        names: of the programme and of the comparison.
    """

    stated: Mask
    taking_part: Mask
    names: tuple[str, str]


def arms_of(plan: StudyPlan, people: Participants, members: Sequence[EntityId]) -> Arms | None:
    """The side of each member (n,); None without anybody to compare with.

    Raises:
        InvalidRequest: nobody has the property or the value, or a side has fewer than SMALLEST.
    """
    if plan.compared_with is not None:
        taking = np.array([member not in plan.compared_with for member in members])
        stated, names = np.ones(len(members), dtype=bool), ("the others", "the members listed")
    elif plan.group is not None:
        values = [people.property_of(member, plan.group) for member in members]
        against = _comparison(plan, plan.group, {value for value in values if value is not None})
        stated = np.array([value is not None for value in values])
        taking = np.array([value != against for value in values]) & stated
        others = sorted({value for value in values if value not in (None, against)})
        names = (" and ".join(map(str, others)), against)
    else:
        return None
    sides = int(taking.sum()), int((stated & ~taking).sum())
    if min(sides) < SMALLEST:
        field = "group" if plan.group is not None else "compared_with"
        raise InvalidRequest(field, f"leaves fewer than {SMALLEST} members on one of its sides")
    return Arms(stated, taking, names)


def _comparison(plan: StudyPlan, group: str, values: set[str]) -> str:
    if plan.comparison is not None:
        if plan.comparison not in values:
            raise InvalidRequest("comparison", f"{shortened(plan.comparison)} is nobody's {group}")
        return plan.comparison
    if not values:
        raise InvalidRequest("group", f"{shortened(group)} is a property of nobody who answered")
    found = sorted(value for value in values if value.lower() in COMPARISON_NAMES)
    if len(found) != 1:
        raise InvalidRequest("comparison", f"must say which {group} the others are compared with")
    return found[0]


def clusters_of(
    plan: StudyPlan, picture: Picture, people: Participants, members: Sequence[EntityId]
) -> dict[str, Clusters]:
    """Whose answers may be alike: by name, the cluster of each member (n,)."""
    if plan.cluster is not None:
        said = [people.property_of(member, plan.cluster) for member in members]
        if not any(said):
            raise InvalidRequest(
                "cluster", f"{shortened(plan.cluster)} is a property of nobody who answered"
            )
        numbers = {value: number for number, value in enumerate(sorted(filter(None, set(said))))}
        alone = range(len(numbers), len(numbers) + len(said))
        found = [numbers[value] if value else own for value, own in zip(said, alone, strict=True)]
        return {plan.cluster: np.array(found, dtype=np.int64)}
    nodes = np.array([picture.snapshot.node(member) for member in members], dtype=np.int64)
    return {"pairs of mentoring": _pairs(picture)[nodes], "groups": _groups(picture)[nodes]}


def _pairs(picture: Picture) -> Clusters:
    """(N,) who is joined by mentoring, over any number of steps."""
    from scipy.sparse import coo_array  # noqa: PLC0415 - takes a while to import
    from scipy.sparse.csgraph import connected_components  # noqa: PLC0415

    edges, size = picture.events_of(RelationshipKind.MENTORS), picture.snapshot.size
    ones = np.ones(len(edges), dtype=np.int8)
    joined = coo_array((ones, (edges.sources, edges.targets)), shape=(size, size))
    labels: Clusters = connected_components(joined.tocsr(), directed=False)[1].astype(np.int64)
    return labels


def _groups(picture: Picture) -> Clusters:
    """(N,) the group that each member joined first; who joined none stands alone."""
    edges, size = picture.events_of(RelationshipKind.JOINED), picture.snapshot.size
    times = np.where(edges.times == NO_TIME, np.iinfo(np.int32).min, edges.times)
    order = np.lexsort((edges.targets, times))[::-1]
    found = np.arange(size, 2 * size, dtype=np.int64)
    found[edges.sources[order]] = edges.targets[order]  # the first comes last, and stays
    return found
