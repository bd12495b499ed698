"""Made by `make client`: the operations on events."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from api.client.calls import NOT_SAID, Calls
from api.client.told import Told


class Recorded(Told):
    """Events that are now in the store."""

    accepted: int
    """How many events were told."""
    created: int
    """How many of them are new."""
    updated: int
    """How many, told without an id, have a greater value now."""
    unchanged: int
    """How many were there already."""
    revision: int
    """The community's revision afterwards."""
    unknown_verbs: tuple[str, ...]
    """Kept, but without weight in matching."""


class EventsOperations(Calls):
    """The operations on events, one method each."""

    def record_events(
        self,
        *,
        actor: str,
        verb: str,
        object: str,
        id: str | None = NOT_SAID,
        at: str | None = NOT_SAID,
        value: float | str | None = NOT_SAID,
    ) -> Recorded:
        """Tell what happened.

        One event or a list of up to 1,000: all of them are written, or none.

        The answer comes when they are safely in the store, and recommendations know of them
        within a second. An event with an `id` may be told again when an answer was lost: it is
        kept once. The same id of the same actor with another content is refused. Events may come
        in any order.
        """
        return self.call(
            "POST",
            "/v1/events",
            "Recorded",
            body={
                "id": id,
                "actor": actor,
                "verb": verb,
                "object": object,
                "at": at,
                "value": value,
            },
        )

    def record_events_many(self, items: Iterable[Mapping[str, Any]]) -> Recorded:
        """Tell what happened.

        One event or a list of up to 1,000: all of them are written, or none.

        The answer comes when they are safely in the store, and recommendations know of them
        within a second. An event with an `id` may be told again when an answer was lost: it is
        kept once. The same id of the same actor with another content is refused. Events may come
        in any order.
        """
        return self.call("POST", "/v1/events", "Recorded", body=list(items))
