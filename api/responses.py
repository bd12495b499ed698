"""What routes answer with: JSON written once, and the problems that OpenAPI lists."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from starlette.responses import Response

from api.problems.statuses import PROBLEM_JSON
from api.schemas import Problem
from matcher.json_text import write_json


class JsonResponse(Response):
    """An answer as files have it: characters stand for themselves, floats as they are."""

    media_type = "application/json"

    def __init__(
        self,
        content: Mapping[str, object] | str | bytes,
        status: int = 200,
        headers: Mapping[str, str] | None = None,
    ) -> None:
        """What is to be answered, or its JSON."""
        text = content if isinstance(content, str | bytes) else write_json(content)
        super().__init__(text, status, headers)


def refusals(*statuses: int) -> dict[int | str, dict[str, Any]]:
    """How OpenAPI says that a route may answer with problems of these statuses."""
    schema = {"$ref": f"#/components/schemas/{Problem.__name__}"}
    return {
        status: {"description": _MEANINGS[status], "content": {PROBLEM_JSON: {"schema": schema}}}
        for status in statuses
    }


_MEANINGS: Mapping[int, str] = {
    400: "The body is not JSON, or holds NaN, an infinite number, half of a character or a field "
    "twice; or the path, the query or a key is no text of the kind that is taken.",
    401: "Nobody knows who asks: there is no key, or none that is valid here.",
    403: "The key or account may not do this.",
    404: "The community does not hold somebody or something that was named.",
    409: "It is there already, the same is under way, or there is nothing to answer yet.",
    410: "It is not kept any more, or names somebody who has hidden, withdrawn or gone since.",
    412: "`If-Match` or `If-None-Match` does not hold.",
    413: "The body is too large.",
    415: "The body is not of the type that is taken here.",
    422: "A field is missing, unknown or wrong; `field` names it.",
    429: "Too many requests, or too much is under way; `Retry-After` says when to ask again.",
    503: "More is asked than can be answered in time, the store cannot be reached, or the "
    "snapshot is not there yet.",
    504: "The store took longer than its deadline.",
}
