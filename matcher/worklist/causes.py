"""For each cause, whom it concerns in order of urgency, what is found for them, and why now."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from itertools import chain

import numpy as np
import numpy.typing as npt

from community.phrases import Listing, counted, phrase
from graph.packing import HOUR, NO_TIME
from graph.records import EntityId
from graph.schema import RelationshipKind
from matcher.wording import told_days
from matcher.worklist.entries import Cause
from matcher.worklist.finding import Finder, Found
from matcher.worklist.questions import waiting_questions
from matcher.worklist.standing import ACTIVE_DAYS, Mask, Standing

_K = RelationshipKind


@dataclass(frozen=True, slots=True)
class Concern:
    """Somebody whom a cause concerns.

    Attributes:
        member: their node.
        question: the node of what they asked, where that is the cause.
    """

    member: int
    question: int | None = None


def concerned(standing: Standing, cause: Cause) -> list[Concern]:
    """Whom the cause concerns today, the most urgent first."""
    if cause is Cause.UNANSWERED:
        found = waiting_questions(standing)
        rows = zip(found.authors.tolist(), found.nodes.tolist(), strict=True)
        return [Concern(author, question) for author, question in rows]
    who, order = _WHO[cause](standing)
    return [Concern(node) for node in _ordered(standing, who, order)]


def found_for(finder: Finder, cause: Cause, member: EntityId) -> Iterator[Found]:
    """What may be done for a member of that cause, best first; not for unanswered questions."""
    return _FINDS[cause](finder, member)


def why_now(standing: Standing, cause: Cause, concern: Concern) -> str:
    """What makes it due today, as a sentence."""
    node = concern.member
    name = standing.picture.snapshot.name(node)
    came = _ago(standing, int(standing.joined[node - standing.first]))
    seen = _ago(standing, int(standing.last[node - standing.first]))
    match cause:
        case Cause.UNANSWERED:
            assert concern.question is not None
            asked = int(standing.picture.snapshot.node_times[concern.question])
            passed = _waited(standing.now - asked)
            return phrase(
                "{name} came {came} and asked {passed} ago; nobody has answered.",
                name=name, came=came, passed=passed,
            )  # fmt: skip
        case Cause.NO_TIE:
            return phrase(
                "{name} came {came} and has had to do with nobody here yet.", name=name, came=came
            )
        case Cause.ISOLATED:
            return phrase(
                "{name} was active {seen}, and has had to do with nobody here so far.",
                name=name, seen=seen,
            )  # fmt: skip
        case Cause.LEAVING:
            return phrase(
                "{name} was last seen {seen}, and is hardly ever away for so long.",
                name=name, seen=seen,
            )  # fmt: skip
        case Cause.MENTOR:
            skills = (standing.picture.snapshot.name(s) for s in standing.sought_by(node)[:2])
            return phrase(
                "{name} seeks {skills}, has no mentor, and was active {seen}.",
                name=name, skills=Listing.of(skills), seen=seen,
            )  # fmt: skip
        case Cause.MUTUAL:
            return phrase(
                "Both were active in the last {days} days, and each suits the other.",
                days=ACTIVE_DAYS,
            )


def _no_tie(standing: Standing) -> tuple[Mask, npt.NDArray[np.int64]]:
    return standing.newcomers & ~standing.tied & standing.open, -standing.last


def _isolated(standing: Standing) -> tuple[Mask, npt.NDArray[np.int64]]:
    alone = ~standing.newcomers & ~standing.tied & standing.active
    return alone & standing.open, -standing.last


def _leaving(standing: Standing) -> tuple[Mask, npt.NDArray[np.int64]]:
    return standing.leaving & standing.open, -standing.last


def _seeks_mentor(standing: Standing) -> tuple[Mask, npt.NDArray[np.int64]]:
    without = standing.with_edge(_K.SEEKS_SKILL) & ~standing.with_edge(_K.MENTORS, into=True)
    return without & standing.active & standing.open, -standing.last


def _mutual(standing: Standing) -> tuple[Mask, npt.NDArray[np.int64]]:
    return standing.active & standing.open, -standing.last


def _people_then_things(finder: Finder, member: EntityId) -> Iterator[Found]:
    return chain(finder.peers(member), finder.things(member))


_WHO: Mapping[Cause, Callable[[Standing], tuple[Mask, npt.NDArray[np.int64]]]] = {
    Cause.NO_TIE: _no_tie,
    Cause.ISOLATED: _isolated,
    Cause.LEAVING: _leaving,
    Cause.MENTOR: _seeks_mentor,
    Cause.MUTUAL: _mutual,
}
"""(M,) whom each cause concerns, and (M,) numbers that rise as it becomes less urgent."""
_FINDS: Mapping[Cause, Callable[[Finder, EntityId], Iterator[Found]]] = {
    Cause.NO_TIE: _people_then_things,
    Cause.ISOLATED: _people_then_things,
    Cause.LEAVING: Finder.things,
    Cause.MENTOR: Finder.mentors,
    Cause.MUTUAL: Finder.peers,
}


def _ordered(standing: Standing, who: Mask, by: npt.NDArray[np.int64]) -> list[int]:
    """Nodes of the members (M,) who are meant, by rising values (M,); ties by node."""
    places = np.flatnonzero(who)
    found: list[int] = (places[np.argsort(by[places], kind="stable")] + standing.first).tolist()
    return found


def _ago(standing: Standing, second: int) -> str:
    if second == NO_TIME:
        return phrase("at a time that is not known")
    passed = standing.days_since(second)
    return phrase("today") if passed == 0 else phrase("{0} ago", told_days(passed))


def _waited(seconds: int) -> str:
    hours = seconds // HOUR
    if hours < 72:
        return counted("{count} hours", "{count} hours", hours)
    return told_days(hours // 24)
