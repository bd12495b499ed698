"""Made by `make client`: the operations on events."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from api.client.calls import NOT_SAID, Calls
from api.client.told import Told


class EventTold(Told):
    """What became of an event."""

    outcome: str
    """`kept`, `known` (it was told before) or `ignored`."""
    changed: int
    """How many entities and relationships changed."""


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

    def tell_discourse_event(
        self,
        *,
        x_discourse_event: str | None = None,
        x_discourse_event_id: str | None = None,
        x_discourse_event_signature: str | None = None,
    ) -> EventTold:
        """Take an event of a Discourse forum.

        What a webhook of the forum sends. It is known by its signature, and needs no key.

        404 where `KINPATH_DISCOURSE_SECRET` is not set, 403 where the signature does not fit.
        """
        return self.call(
            "POST",
            "/v1/sources/discourse/webhook",
            "EventTold",
            header={
                "x-discourse-event": x_discourse_event,
                "x-discourse-event-id": x_discourse_event_id,
                "x-discourse-event-signature": x_discourse_event_signature,
            },
        )

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
