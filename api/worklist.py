"""The worklist as both doors make, remember and tell it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from datetime import UTC, datetime

from api.engine import Engine
from graph.errors import InvalidRequest
from graph.progress import Progress, silent
from graph.records import isoformat
from matcher.worklist import (
    Arm,
    Entry,
    Person,
    Proposal,
    Uplift,
    Wanted,
    Worklist,
    make_worklist,
    proposals,
    standing_of,
    uplift,
)


def worklist_of(engine: Engine, wanted: Wanted, progress: Progress = silent) -> Worklist:
    """The list as it is wanted; nothing is remembered.

    Raises:
        InvalidRequest: what is wanted is out of range, or nothing in the community has a time.
    """
    matcher = engine.matcher()
    return make_worklist(matcher, engine.picture(wanted.as_of), wanted.checked(), progress)


def uplift_of(engine: Engine) -> Uplift:
    """What the lists that were remembered brought about."""
    return uplift(standing_of(engine.picture()), proposals(engine.store))


def check_result_body(data: object) -> str:
    """The result that a JSON object tells.

    Raises:
        InvalidRequest: with the name of the field that is missing, unknown or wrong.
    """
    if not isinstance(data, Mapping):
        raise InvalidRequest("request", "must be an object")
    for field in data:
        if field != "result":
            raise InvalidRequest(f"{field}", "is not a field of a result; known: result")
    result = data.get("result")
    if not isinstance(result, str):
        raise InvalidRequest("result", "must be done or skip")
    return result


def now() -> datetime:
    """When something is told."""
    return datetime.now(UTC)


def worklist_json(worklist: Worklist, remembered: bool) -> dict[str, object]:
    """The JSON form; who was held out is told as a number alone."""
    return {
        "community": worklist.community,
        "at": isoformat(worklist.at),
        "entries": [_entry(entry) for entry in worklist.entries],
        "held_out": len(worklist.held_out),
        "waiting": [asdict(each) for each in worklist.waiting],
        "remembered": remembered,
        "revision": worklist.revision,
    }


def result_json(told: Proposal, revision: int) -> dict[str, object]:
    """What was told of an entry."""
    return {
        "id": told.id,
        "member": told.member,
        "target": told.target,
        "result": told.result,
        "at": told.result_at,
        "revision": revision,
    }


def uplift_json(found: Uplift) -> dict[str, object]:
    """The two arms, and how they differ."""
    return {
        "proposed": _arm(found.proposed),
        "held_out": _arm(found.held_out),
        "came_about": asdict(found.came_about),
        "returned": asdict(found.returned),
        "smallest": asdict(found.smallest),
        "too_young": found.too_young,
        "out_of_sight": found.out_of_sight,
    }


def _entry(entry: Entry) -> dict[str, object]:
    return {
        "id": entry.id,
        "act": entry.act.value,
        "cause": entry.cause.value,
        "line": entry.line,
        "member": _person(entry.member),
        "target": _person(entry.target),
        "served": None if entry.served is None else _person(entry.served),
        "why_now": entry.why_now,
        "reasons": list(entry.reasons),
        "reasons_back": list(entry.reasons_back),
        "expected": asdict(entry.expected),
        "mutual": entry.mutual,
    }


def _person(person: Person) -> dict[str, str]:
    return {"id": person.id, "name": person.name}


def _arm(arm: Arm) -> dict[str, object]:
    return {
        "proposals": arm.proposals,
        "came_about": arm.came_about,
        "returned": arm.returned,
    }
