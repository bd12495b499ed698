"""Webhooks that somebody has set up: where to, for which events, and by which secrets."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from secrets import token_hex
from time import time
from typing import Any

from api.webhooks.addresses import Reach
from api.webhooks.signing import new_secret
from graph.documents import Document, Documents, Json
from graph.errors import EntityNotFound, InvalidRequest

COLLECTION = "webhooks"
MOST = 50
"""Webhooks of one community."""
LONGEST_GRACE = 7 * 86_400
"""Seconds for which the secret before may hold at most."""

EVENTS: Mapping[str, str] = {
    "member.changed": "a member was created or changed through the API",
    "member.forgotten": "a member was forgotten through the API",
    "recommendation.feedback": "a member said something of a recommendation",
    "worklist.taken": "a connector took the introductions of a day",
    "introduction.done": "a connector made an introduction, or will not make it",
    "job.finished": "a job was done, failed, was cancelled or was lost",
    "health.alert": "a figure of the community's health turned bad",
    "webhook.test": "somebody asked for a test",
}
"""What can be told, and when it is."""
TEST = "webhook.test"
"""Told to the webhook that it was asked for, whatever that wants to hear."""


@dataclass(frozen=True, slots=True)
class Key:
    """A secret that signs until a moment, in seconds since 1970; None: until further notice."""

    secret: str
    until: float | None = None


@dataclass(frozen=True, slots=True)
class Webhook:
    """One of them.

    Attributes:
        id: `wh_` and hexadecimal digits.
        url: where messages go.
        events: names of those that are told.
        created: seconds since 1970.
        keys: secrets that sign, the present one first.
        is_enabled: whether anything is sent.
        reason: why not, if it was switched off by itself.
        failing_since: seconds since 1970, when nothing was heard from then on.
        version: of what is kept.
    """

    id: str
    url: str
    events: tuple[str, ...]
    created: float
    keys: tuple[Key, ...]
    is_enabled: bool = True
    reason: str = ""
    failing_since: float | None = None
    version: int = 1

    def secrets(self, now: float) -> list[str]:
        """The secrets that hold now."""
        return [key.secret for key in self.keys if key.until is None or key.until > now]

    def told(self) -> Json:
        """What its owner sees: no secret."""
        return {
            "id": self.id,
            "url": self.url,
            "events": list(self.events),
            "created": self.created,
            "enabled": self.is_enabled,
            "reason": self.reason or None,
            "failing_since": self.failing_since,
        }


class Webhooks:
    """The webhooks of a community, in its documents."""

    def __init__(self, documents: Documents) -> None:
        self._documents = documents

    def all(self) -> list[Webhook]:
        """Every one, by id."""
        return [_read(each) for each in self._documents.page(COLLECTION, limit=MOST)]

    def get(self, webhook: str) -> Webhook:
        """The one of that id; EntityNotFound when there is none."""
        found = self._documents.get(COLLECTION, webhook) if webhook else None
        if found is None:
            raise EntityNotFound(f"webhook {webhook}", str(self._documents.community))
        return _read(found)

    def add(self, url: str, events: Sequence[str]) -> Webhook:
        """Set one up; InvalidRequest when there are too many."""
        if self._documents.count(COLLECTION) >= MOST:
            raise InvalidRequest("url", f"is one too many: there are {MOST} webhooks already")
        made = Webhook(f"wh_{token_hex(12)}", url, tuple(events), time(), (Key(new_secret()),))
        self._documents.add(COLLECTION, made.id, _written(made))
        return made

    def change(self, webhook: Webhook, **changes: Any) -> Webhook:
        """Keep it with changes; VersionConflict when somebody else has changed it meanwhile."""
        changed = replace(webhook, **changes)
        kept = self._documents.put(
            COLLECTION, webhook.id, _written(changed), version=webhook.version
        )
        return replace(changed, version=kept.version)

    def rotate(self, webhook: Webhook, grace: float) -> Webhook:
        """Give it a new secret; the present one signs too for `grace` more seconds."""
        now = time()
        before = Key(webhook.keys[0].secret, now + grace)
        return self.change(webhook, keys=(Key(new_secret()), *([before] if grace else [])))

    def remove(self, webhook: Webhook) -> None:
        """Take it away."""
        self._documents.remove(COLLECTION, webhook.id)


def parse_webhook(body: object, reach: Reach, *, is_new: bool) -> dict[str, Any]:
    """What a JSON object says of a webhook, as its fields; InvalidRequest names what is wrong."""
    if not isinstance(body, Mapping):
        raise InvalidRequest("request", "must be an object")
    known = ("url", "events") if is_new else ("url", "events", "enabled")
    for name in body:
        if name not in known:
            raise InvalidRequest(f"{name}", f"is not a field of a webhook; known: {known}")
    said: dict[str, Any] = {}
    if is_new or "url" in body:
        said["url"] = reach.check(body.get("url"))
    if is_new or "events" in body:
        said["events"] = _events(body.get("events"))
    if "enabled" in body:
        if not isinstance(body["enabled"], bool):
            raise InvalidRequest("enabled", "must be true or false")
        said |= {"is_enabled": body["enabled"], "reason": "", "failing_since": None}
    return said


def _events(said: object) -> tuple[str, ...]:
    listed = ", ".join(EVENTS)
    if not isinstance(said, list) or not said:
        raise InvalidRequest("events", f"must be a list of events; known: {listed}")
    for index, name in enumerate(said):
        if not isinstance(name, str) or name not in EVENTS:
            raise InvalidRequest(f"events[{index}]", f"is no event; known: {listed}")
    return tuple(dict.fromkeys(said))


def _written(webhook: Webhook) -> Json:
    return {
        "url": webhook.url,
        "events": list(webhook.events),
        "created": webhook.created,
        "keys": [{"secret": key.secret, "until": key.until} for key in webhook.keys],
        "enabled": webhook.is_enabled,
        "reason": webhook.reason,
        "failing_since": webhook.failing_since,
    }


def _read(document: Document) -> Webhook:
    kept = document.value
    return Webhook(
        document.key,
        kept["url"],
        tuple(kept["events"]),
        kept["created"],
        tuple(Key(key["secret"], key["until"]) for key in kept["keys"]),
        kept["enabled"],
        kept["reason"],
        kept["failing_since"],
        document.version,
    )


def wanting(webhooks: Iterable[Webhook], event: str) -> list[Webhook]:
    """Those to whom such an event is told."""
    return [each for each in webhooks if each.is_enabled and event in each.events]
