"""Recent activity: popularity that fades."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from graph.kernels import kernel
from graph.packing import DAY, NO_TIME
from graph.schema import EntityKind
from matcher.evidence import Evidence, deeds_of
from matcher.question import Question
from matcher.rows import ABSENT, place_of
from matcher.telling import deed
from matcher.walks import EVENTS, days_since

TELLING = 0.5
"""A deed that says less than this about the goal does not show that somebody is still there."""
Nodes = npt.NDArray[np.int32]
Values = npt.NDArray[np.float64]
WorkOut = Callable[[Nodes, int], Values]
"""Values of nodes, without what one member did."""
_NOBODY = -1


@dataclass(frozen=True, slots=True)
class Recency:
    """Sum of exp(-age / days) over what happened at a known time.

    Attributes:
        days: age at which an event counts 1/e.
    """

    days: float

    def __call__(
        self,
        question: Question,
        candidates: Nodes,
        evidence: Evidence,  # noqa: ARG002 - all that happened counts, not what is most telling
    ) -> Values:
        """(C,) the faded count of events, each by how much it says about the goal."""
        return _once_a_view(
            question,
            ("recency", self.days),
            candidates,
            lambda nodes, asker: _seen(question, nodes, self.days, asker)[0],
        )

    def pieces(
        self,
        question: Question,  # noqa: ARG002
        evidence: Evidence,
    ) -> Values:
        """(E,) what each piece of whole evidence adds to its candidate's sum."""
        faded = evidence.deeds * np.exp(-evidence.ages / self.days)
        return np.where(evidence.events, faded, 0.0)


def last_seen(
    question: Question,
    candidates: Nodes,
    evidence: Evidence,  # noqa: ARG001 - all that happened counts, not what is most telling
) -> Values:
    """(C,) -log(1 + days) since the last deed that counts; NaN without a dated one."""
    youngest = _once_a_view(
        question,
        "last seen",
        candidates,
        lambda nodes, asker: _seen(question, nodes, 1.0, asker)[1],
    )
    known = np.isfinite(youngest)
    return np.where(known, -np.log1p(np.where(known, youngest, 0.0)), np.nan)


def _once_a_view(question: Question, name: Hashable, nodes: Nodes, work_out: WorkOut) -> Values:
    """(n,) values, worked out for nodes that have none yet; the asker's own deeds apart."""
    kept = question.view.kept(name, question.goal.name)
    values = kept.at(nodes, lambda unknown: work_out(nodes[unknown], _NOBODY))
    own = _done_by_the_asker(question, nodes)
    if own.any():
        values[own] = work_out(nodes[own], question.member or 0)
    return values


def _done_by_the_asker(question: Question, nodes: Nodes) -> npt.NDArray[np.bool_]:
    """(n,) which of the nodes, if they are things, the asker did something with."""
    if question.goal.between_people or question.member is None:
        return np.zeros(len(nodes), dtype=np.bool_)
    out = question.snapshot.out
    return np.asarray(_are_in_row(nodes, out.spans, out.neighbours, question.member))


def _seen(question: Question, nodes: Nodes, days: float, asker: int) -> tuple[Values, Values]:
    """(n,) faded sums, and (n,) days since the last deed that tells, infinite without any.

    What the `asker` did with things is left out.
    """
    view, into = question.view, question.snapshot.into
    if question.goal.between_people:
        out = view.snapshot.out
        sums, youngest = _of_rows(
            nodes, *deeds_of(view, question.goal), out.times, EVENTS, view.clock, days
        )
        return sums, youngest
    people = view.snapshot.range(EntityKind.MEMBER)
    rows = into.spans, into.neighbours, into.kinds, into.times
    sums, youngest = _of_uses(nodes, *rows, EVENTS, *people, asker, view.clock, days)
    times = view.snapshot.node_times[nodes]
    ages = np.where(times != NO_TIME, days_since(times, view.clock), np.inf)
    return sums + np.exp(-ages / days), np.minimum(youngest, ages)


# numba infers the types of the arrays of all that follows.
@kernel
def _are_in_row(nodes, spans, neighbours, member):  # type: ignore[no-untyped-def]
    found = np.zeros(len(nodes), dtype=np.bool_)
    for place in range(len(nodes)):
        found[place] = place_of(spans, neighbours, member, nodes[place]) != ABSENT
    return found


@kernel
def _of_rows(  # type: ignore[no-untyped-def]
    nodes, rows, neighbours, kinds, strengths, asks, asking, weight_of, begin, end,
    times, events, clock, days,
):  # fmt: skip
    """The faded sum of what each member did, and the age in days of the last deed that tells."""
    sums, youngest = np.zeros(len(nodes)), np.full(len(nodes), np.inf)
    for place in range(len(nodes)):
        for at in range(rows[nodes[place], 0], rows[nodes[place], 1]):
            weight = deed(at, neighbours, kinds, strengths, asks, asking, weight_of, begin, end)
            if weight > 0.0 and events[kinds[at]] and times[at] != NO_TIME:
                age = max(clock - times[at], 0) / DAY
                sums[place] += weight * np.exp(-age / days)
                if weight >= TELLING:
                    youngest[place] = min(youngest[place], age)
    return sums, youngest


@kernel
def _of_uses(nodes, rows, neighbours, kinds, times, events, begin, end, asker, clock, days):  # type: ignore[no-untyped-def]
    """The faded sum of what people, `begin` to `end`, did with each node, and the last age."""
    sums, youngest = np.zeros(len(nodes)), np.full(len(nodes), np.inf)
    for place in range(len(nodes)):
        for at in range(rows[nodes[place], 0], rows[nodes[place], 1]):
            other = begin <= neighbours[at] < end and neighbours[at] != asker
            if other and events[kinds[at]] and times[at] != NO_TIME:
                age = max(clock - times[at], 0) / DAY
                sums[place] += np.exp(-age / days)
                youngest[place] = min(youngest[place], age)
    return sums, youngest
