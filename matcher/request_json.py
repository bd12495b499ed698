"""The JSON forms of requests and errors, as files and HTTP carry them."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import TypeVar

from graph.errors import InvalidRecord, InvalidRequest, KinpathError, shortened
from graph.records import (
    MAX_ID_LENGTH,
    EntityId,
    check_id,
    entity_id,
    kind_of,
    parse_time,
)
from graph.schema import EntityKind
from matcher.json_text import is_whole
from matcher.request import (
    DEFAULT_COUNT,
    MAX_COUNT,
    RecommendationRequest,
)

_Read = TypeVar("_Read")

REQUEST_FIELDS: tuple[str, ...] = (
    "id", "goal", "member", "text", "seeds", "candidates", "exclude", "k", "as_of",
)  # fmt: skip
"""Every field that a request may have."""


def parse_request(data: Mapping[str, object]) -> RecommendationRequest:
    """The request that a JSON object describes; null counts as absent.

    Raises:
        InvalidRequest: with the name of the field that is missing, unknown or wrong.
    """
    if not isinstance(data, Mapping):
        raise InvalidRequest("request", "must be an object")
    for field in data:
        if field not in REQUEST_FIELDS:
            known = ", ".join(REQUEST_FIELDS)
            raise InvalidRequest(_shown(field), f"is not a field of a request; known are {known}")
    said = {field: value for field, value in data.items() if value is not None}
    text = _optional(said, "text", _text)
    request = RecommendationRequest(
        id=_name(said, "id"),
        goal=_name(said, "goal"),
        member=_optional(said, "member", member_id),
        text=text if text and text.strip() else None,
        seeds=_optional(said, "seeds", _ids) or (),
        candidates=_optional(said, "candidates", _ids),
        exclude=_optional(said, "exclude", _ids) or (),
        k=_count(said.get("k", DEFAULT_COUNT)),
        as_of=_optional(said, "as_of", moment),
    )
    if request.member is None and request.text is None and not request.seeds:
        raise InvalidRequest("member", "text or seeds: at least one of the three is needed")
    return request


def named(data: object, name: str) -> dict[str, object]:
    """The JSON object of a request with a name of its own, or else this one.

    Raises:
        InvalidRequest: it is no object.
    """
    if not isinstance(data, dict):
        raise InvalidRequest("request", "must be an object")
    return {**data, "id": name} if data.get("id") is None else data


def member_id(field: str, value: object) -> EntityId:
    """`ada` or `member:ada` as a member's id; InvalidRequest when it is another kind's."""
    text = _text(field, value)
    try:
        kind = kind_of(text)
    except InvalidRecord:
        return _well_formed(field, entity_id(EntityKind.MEMBER, text))
    if kind is not EntityKind.MEMBER:
        raise InvalidRequest(field, f"must be a member, not {shortened(text)}")
    return _well_formed(field, text)


def full_id(field: str, value: object) -> EntityId:
    """`skill:42`, an id with its kind; InvalidRequest when the kind is missing or unknown."""
    return _well_formed(field, _text(field, value))


def moment(field: str, value: object) -> datetime:
    """An ISO 8601 time as UTC, without a zone it is UTC; InvalidRequest when it is none."""
    text = _text(field, value)
    try:
        return parse_time(text)
    except (ValueError, OverflowError):
        example = "2018-07-13T00:00:00Z"
        raise InvalidRequest(
            field, f"must be an ISO 8601 time such as {example}, not {shortened(text)}"
        ) from None


def error_line(request_id: str | None, error: KinpathError) -> dict[str, object]:
    """What stands in place of an answer: the request's id (None: it had none) and a problem."""
    return {"id": request_id, "error": problem(error)}


def problem(error: KinpathError) -> dict[str, object]:
    """The error as a problem of RFC 9457: `type`, `title`, `detail`, and `field` where it has one.

    The type is the error's name in the tree of `graph.errors`: `/problems/invalid-request`.
    """
    words = re.sub(r"(?<!^)(?=[A-Z])", " ", type(error).__name__)
    told: dict[str, object] = {
        "type": f"/problems/{words.lower().replace(' ', '-')}",
        "title": words.capitalize(),
        "detail": _shown(str(error)),
    }
    field = getattr(error, "field", None)
    if isinstance(field, str):
        told["field"] = _shown(field)
    return told


def _optional(
    said: Mapping[str, object], field: str, read: Callable[[str, object], _Read]
) -> _Read | None:
    return read(field, said[field]) if field in said else None


def _name(said: Mapping[str, object], field: str) -> str:
    if field not in said:
        raise InvalidRequest(field, "is required")
    name = _text(field, said[field])
    if not name.strip():
        raise InvalidRequest(field, "must not be empty")
    if len(name) > MAX_ID_LENGTH:
        raise InvalidRequest(field, f"is longer than {MAX_ID_LENGTH} characters")
    return name


def _text(field: str, value: object) -> str:
    if not isinstance(value, str):
        raise InvalidRequest(field, f"must be text, not {_json_type(value)}")
    if not is_whole(value):
        raise InvalidRequest(field, "holds half of a character (a lone surrogate)")
    return value


def _ids(field: str, value: object) -> tuple[EntityId, ...]:
    if not isinstance(value, list | tuple):
        raise InvalidRequest(field, f"must be a list of ids, not {_json_type(value)}")
    return tuple(full_id(f"{field}[{index}]", item) for index, item in enumerate(value))


def _count(value: object) -> int:
    if isinstance(value, bool) or not isinstance(value, int):
        raise InvalidRequest("k", f"must be a whole number, not {_json_type(value)}")
    if not 1 <= value <= MAX_COUNT:
        raise InvalidRequest("k", f"must be from 1 to {MAX_COUNT}")
    return value


def _well_formed(field: str, entity: str) -> EntityId:
    try:
        check_id(entity)
    except InvalidRecord as error:
        raise InvalidRequest(field, f"{error.reason}: {shortened(_shown(entity))}") from None
    return EntityId(entity)


def _json_type(value: object) -> str:
    names = {bool: "true or false", float: "a number", int: "a number", str: "text"}
    names |= {list: "a list", dict: "an object", type(None): "null"}
    return names.get(type(value), f"a {type(value).__name__}")


def _shown(text: object) -> str:
    """The text without half characters, cut to a length fit for a message."""
    return str(text)[:500].encode(errors="backslashreplace").decode()
