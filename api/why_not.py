"""Why-not questions as the doors read and answer them."""

from __future__ import annotations

from collections.abc import Mapping

from graph.errors import InvalidRequest
from graph.records import EntityId
from matcher.request import RecommendationRequest
from matcher.request_json import REQUEST_FIELDS, full_id, parse_request
from matcher.what_if import Change
from matcher.why_not import Compared, WhyNot

ENTITY = "entity"
"""The field that names who or what is asked about; the others are those of a request."""
WHY_NOT_FIELDS: tuple[str, ...] = (ENTITY, *REQUEST_FIELDS)


def parse_why_not(data: object) -> tuple[RecommendationRequest, EntityId]:
    """The request that a JSON object describes, and who or what is missing from its answer.

    Raises:
        InvalidRequest: with the name of the field that is missing, unknown or wrong.
    """
    if not isinstance(data, Mapping):
        raise InvalidRequest("request", "must be an object")
    if data.get(ENTITY) is None:
        raise InvalidRequest(ENTITY, "is required")
    asked = {field: value for field, value in data.items() if field != ENTITY}
    if asked.get("id") is None:
        asked["id"] = "request"
    return parse_request(asked), full_id(ENTITY, data[ENTITY])


def why_not_json(request: RecommendationRequest, found: WhyNot) -> dict[str, object]:
    """The JSON form; of whoever cannot be seen it says the same as of an id that does not exist."""
    return {
        "id": request.id,
        "status": found.status,
        "reason": found.reason,
        "rule": found.rule,
        "asked_for": _compared(found.asked_for),
        "last_shown": _compared(found.last_shown),
        "candidates": found.candidates,
        "gap": found.gap,
        "change": _change(found.change),
        "revision": found.revision,
    }


def _compared(compared: Compared | None) -> dict[str, object] | None:
    if compared is None:
        return None
    return {
        "id": compared.id,
        "name": compared.name,
        "rank": compared.rank,
        "score": compared.score,
        "shares": dict(compared.shares),
    }


def _change(change: Change | None) -> dict[str, object] | None:
    if change is None:
        return None
    return {
        "kind": change.kind,
        "names": list(change.names),
        "words": change.words,
        "rank": change.rank,
        "before": change.before,
        "after": change.after,
        "confirmed": True,
    }
