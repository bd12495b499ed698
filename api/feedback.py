"""Feedback as the doors read and show it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from api.events import UnknownParticipant
from graph.errors import InvalidRequest
from graph.records import EntityId, isoformat
from graph.store import GraphStore, WriteReport
from matcher.feedback import Feedback, find_feedback
from matcher.feedback_kept import Given, give_feedback
from matcher.goals import default_goals, find_goal
from matcher.request_json import full_id, member_id, moment

FEEDBACK_FIELDS: tuple[str, ...] = ("member", "feedback", "about", "at", "goal")
"""Every field that feedback may have."""


@dataclass(frozen=True, slots=True)
class Said:
    """What a member says of somebody or something; `at` None means now.

    `goal` is what had been asked for when it was recommended, None where nobody says.
    """

    member: EntityId
    feedback: Feedback
    about: EntityId
    at: datetime | None = None
    goal: str | None = None


def parse_feedback(data: object) -> Said:
    """The feedback that a JSON object describes.

    Raises:
        InvalidRequest: with the name of the field that is missing, unknown or wrong.
    """
    if not isinstance(data, Mapping):
        raise InvalidRequest("request", "must be an object")
    for field in data:
        if field not in FEEDBACK_FIELDS:
            known = ", ".join(FEEDBACK_FIELDS)
            raise InvalidRequest(f"{field}", f"is not a field of feedback; known: {known}")
    said = {field: value for field, value in data.items() if value is not None}
    for field in ("member", "feedback", "about"):
        if field not in said:
            raise InvalidRequest(field, "is required")
    return Said(
        member_id("member", said["member"]),
        find_feedback(said["feedback"]),
        full_id("about", said["about"]),
        moment("at", said["at"]) if "at" in said else None,
        goal_named(said.get("goal")),
    )


def goal_named(said: object) -> str | None:
    """The goal that feedback names, if it does; InvalidRequest lists those that exist."""
    if said is None:
        return None
    if not isinstance(said, str):
        raise InvalidRequest("goal", "must be the name of a goal")
    return find_goal(default_goals(), said).name


def record_feedback(store: GraphStore, said: Said) -> WriteReport:
    """Keep the feedback.

    Raises:
        UnknownParticipant: the member, or what is meant, was never loaded.
        InvalidRequest: this cannot be said of that.
        StoreError: nothing was written.
    """
    present = store.existing({said.member, said.about})
    for field, entity in (("member", said.member), ("about", said.about)):
        if entity not in present:
            raise UnknownParticipant(field, entity, store.community)
    return give_feedback(store, said.member, said.feedback, said.about, said.at, said.goal)


def announced(said: Said) -> dict[str, object]:
    """What other systems are told of it: ids, and no words."""
    told = {"member": said.member, "feedback": said.feedback.name, "about": said.about}
    return told | {"goal": said.goal}


def listing(member: EntityId, given: Sequence[Given]) -> dict[str, object]:
    """The JSON form of all that a member said."""
    return {"member": member, "feedback": [_shown(each) for each in given]}


def _shown(given: Given) -> dict[str, object]:
    return {
        "feedback": given.feedback.name,
        "about": given.about,
        "name": given.name,
        "at": isoformat(given.at),
        "weight": given.feedback.weight,
        "learned": given.learned,
    }
