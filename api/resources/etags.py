"""Entity tags of resources, and the conditions that callers make with them (RFC 9110)."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass

from api.resources.refusals import PreconditionFailed
from graph.errors import InvalidRequest

IF_MATCH, IF_NONE_MATCH = "If-Match", "If-None-Match"
_TAG = re.compile(r'(?:W/)?"[\x21\x23-\x7e\x80-\xff]*"')
_LONGEST = 4_000
"""Characters of a header with tags."""


def tag_of(row: Mapping[str, object]) -> str:
    """The strong tag of a row: equal for rows that say the same."""
    said = json.dumps(row, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return f'"{hashlib.sha256(said.encode()).hexdigest()[:32]}"'


@dataclass(frozen=True, slots=True)
class Condition:
    """What must hold for a resource, so that something is done.

    Attributes:
        match: tags of which it must have one; `*` any; None: nothing was said.
        none_match: tags of which it must have none; `*`: it must not be there.
    """

    match: frozenset[str] | None = None
    none_match: frozenset[str] | None = None

    def check(self, present: str | None, name: str, local: str) -> None:
        """Raises PreconditionFailed where it does not hold; `present` None: it is not there."""
        if self.match is not None and (present is None or not ({"*", present} & self.match)):
            raise PreconditionFailed(IF_MATCH, name, local)
        if self.is_known(present):
            raise PreconditionFailed(IF_NONE_MATCH, name, local)

    def is_known(self, present: str | None) -> bool:
        """Whether the caller holds what is there, as `If-None-Match` says."""
        if self.none_match is None or present is None:
            return False
        held = {tag.removeprefix("W/") for tag in self.none_match}
        return bool({"*", present} & held)


def condition(match: str | None, none_match: str | None) -> Condition:
    """The condition in the two headers. Raises InvalidRequest when one cannot be read."""
    return Condition(_tags(IF_MATCH, match), _tags(IF_NONE_MATCH, none_match))


def _tags(header: str, value: str | None) -> frozenset[str] | None:
    if value is None:
        return None
    if value.strip() == "*":
        return frozenset("*")
    tags = _TAG.findall(value)
    if len(value) > _LONGEST or not tags or _TAG.sub("", value).strip(" ,\t"):
        raise InvalidRequest(header, 'must be * or tags in quotes, such as "5f3a"')
    return frozenset(tags)
