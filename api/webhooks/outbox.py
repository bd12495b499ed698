"""What is to be told and to whom, kept in the community's documents until it was heard.

Three collections: what happened (`webhook_events`), what became of telling it to each webhook
(`webhook_deliveries`), and what is due when (`webhook_due`, its keys begin with the moment). A
message is taken by one process for a while; if that process dies, another one sends it again.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from time import time
from uuid import uuid4

from api.webhooks.schedule import GIVEN_UP_AFTER, pause_after
from api.webhooks.sending import GONE, Attempt
from api.webhooks.subscriptions import TEST, Webhook, Webhooks, wanting
from graph.documents import Document, Documents, Json
from graph.errors import EntityNotFound, VersionConflict
from graph.records import iso_of, isoformat

EVENTS = "webhook_events"
DELIVERIES = "webhook_deliveries"
DUE = "webhook_due"
KEPT = 30 * 86_400.0
"""Seconds for which events and what became of them are kept, and can be told again."""
TAKEN_FOR = 120.0
"""Seconds for which whoever takes a message has it; longer than sending ever takes."""
_PAGE = 200


@dataclass(frozen=True, slots=True)
class Message:
    """Something that is to be told to one webhook, and that was taken for that.

    Attributes:
        due: the document that says so.
        webhook: to whom.
        id: the same whenever it is sent.
        body: what is sent.
        attempts: how many there were before.
    """

    due: Document
    webhook: Webhook
    event: str
    id: str
    body: bytes
    attempts: int


class Outbox:
    """The messages of one community, in its documents."""

    def __init__(self, documents: Documents) -> None:
        self.documents = documents
        self.webhooks = Webhooks(documents)

    def announce(self, event: str, data: Json, *, message: str | None = None) -> int:
        """Have an event told to all that want it; how many those are. Then it is safely kept.

        `message` is its id; None: a new one.
        """
        wanted = wanting(self.webhooks.all(), event)
        if wanted:
            kept = self._keep(event, data, message)
            for webhook in wanted:
                self._queue(webhook, kept.key, time())
        return len(wanted)

    def test(self, webhook: Webhook) -> str:
        """Have a test told to one webhook; the id of the message."""
        kept = self._keep(TEST, {"webhook": webhook.id})
        self._queue(webhook, kept.key, time())
        return str(kept.value["id"])

    # --------------------------------------------------------------------------- telling it

    def due(self, now: float) -> Iterator[Document]:
        """What is to be sent now and nobody has taken, earliest first."""
        after, limit = "", f"{_moment(now)}~"
        while True:
            page = self.documents.page(DUE, after=after, before=limit, limit=_PAGE)
            yield from (each for each in page if each.value["until"] <= now)
            if len(page) < _PAGE:
                return
            after = page[-1].key

    def take(self, due: Document, now: float) -> Message | None:
        """Take it, if nobody was faster, and it still is to be sent."""
        value = {**due.value, "until": now + TAKEN_FOR}
        try:
            taken = self.documents.put(DUE, due.key, value, version=due.version)
        except VersionConflict:
            return None
        try:
            webhook = self.webhooks.get(str(value["webhook"]))
        except EntityNotFound:
            webhook = None
        event = self.documents.get(EVENTS, str(value["event"]))
        if webhook is None or event is None or not webhook.is_enabled:
            self.documents.remove(DUE, due.key)  # it was taken away, switched off or forgotten
            return None
        attempts = int(value["attempts"])
        return Message(taken, webhook, event.key, event.value["id"], _body(event), attempts)

    def settle(self, message: Message, attempt: Attempt) -> None:
        """Keep what came of sending it: done, to be sent again later, or given up."""
        count = message.attempts + 1
        pause = None if attempt.was_heard else pause_after(count, attempt.retry_after)
        state = "delivered" if attempt.was_heard else "failed" if pause is None else "waiting"
        if pause is not None:
            self._queue(message.webhook, message.event, attempt.at + pause, count, attempt)
        else:
            self._tell(message.webhook, message.event, state, count, attempt)
        self.documents.remove(DUE, message.due.key)
        self._judge(message.webhook.id, attempt)

    def _judge(self, webhook_id: str, attempt: Attempt) -> None:
        """Switch a webhook off that was not heard for long, or that wants no more."""
        try:
            webhook = self.webhooks.get(webhook_id)
            if attempt.was_heard:
                if webhook.failing_since is not None:
                    self.webhooks.change(webhook, failing_since=None)
                return
            since = webhook.failing_since or attempt.at
            reason = ""
            if attempt.status == GONE:
                reason = "the receiver answered 410: it wants no more"
            elif attempt.at - since >= GIVEN_UP_AFTER:
                moment = iso_of(since)
                reason = f"nothing was heard since {moment}; at last {attempt.error}"
            if reason or webhook.failing_since is None:
                is_enabled = webhook.is_enabled and not reason
                self.webhooks.change(
                    webhook, failing_since=since, is_enabled=is_enabled, reason=reason
                )
        except (EntityNotFound, VersionConflict):
            return  # taken away or changed meanwhile; the next attempt judges anew

    # ------------------------------------------------------------------------- looking back

    def deliveries(self, webhook: Webhook, before: str | None, limit: int) -> list[Json]:
        """What became of messages to a webhook, latest first; each with the `cursor` behind it."""
        end = f"{webhook.id}/{before}" if before else f"{webhook.id}0"  # 0 follows /
        found = self.documents.page(
            DELIVERIES, before=end, prefix=f"{webhook.id}/", limit=limit, backwards=True
        )
        return [{**each.value, "cursor": each.key.partition("/")[2]} for each in found]

    def replay(self, webhook: Webhook, since: float | None, message: str | None) -> int:
        """Have a webhook told again one message, or all that it wants since a time; how many."""
        chosen = 0
        for event in self._events():
            asked = event.value["id"] == message if message else event.value["at"] >= (since or 0)
            if asked and (event.value["type"] in (*webhook.events, TEST) or message):
                self._queue(webhook, event.key, time())
                chosen += 1
        return chosen

    def waiting(self) -> int:
        """How many messages are to be sent, now or later."""
        return self.documents.count(DUE)

    def erase(self, entity: str) -> int:
        """Remove events that name an entity, whether they were told or not; how many."""
        found = [each for each in self.documents.holding(entity) if each.collection == EVENTS]
        named = [each for each in found if _names(each.value, entity)]
        for each in named:
            self.documents.remove(EVENTS, each.key)
        return len(named)

    def _events(self) -> Iterator[Document]:
        after = ""
        while page := self.documents.page(EVENTS, after=after, limit=_PAGE):
            yield from page
            after = page[-1].key

    def _keep(self, event: str, data: Json, message: str | None = None) -> Document:
        id_ = message or f"msg_{uuid4().hex}"
        value = {"id": id_, "type": event, "at": time(), "data": data}
        return self.documents.append(EVENTS, value, expires=time() + KEPT)

    def _queue(
        self,
        webhook: Webhook,
        event: str,
        at: float,
        attempts: int = 0,
        attempt: Attempt | None = None,
    ) -> None:
        self._tell(webhook, event, "waiting", attempts, attempt, at)
        value = {"webhook": webhook.id, "event": event, "attempts": attempts, "until": 0}
        self.documents.put(DUE, f"{_moment(at)}/{webhook.id}/{event}", value, expires=time() + KEPT)

    def _tell(
        self,
        webhook: Webhook,
        event: str,
        state: str,
        attempts: int,
        attempt: Attempt | None,
        next_at: float | None = None,
    ) -> None:
        kept = self.documents.get(EVENTS, event)
        told = {
            "message": kept.value["id"] if kept is not None else None,
            "event": kept.value["type"] if kept is not None else None,
            "state": state,
            "attempts": attempts,
            "last": None if attempt is None else asdict(attempt),
            "next_at": next_at,
        }
        self.documents.put(DELIVERIES, f"{webhook.id}/{event}", told, expires=time() + KEPT)


def _body(event: Document) -> bytes:
    moment = datetime.fromtimestamp(event.value["at"], UTC)
    told = {
        "type": event.value["type"],
        "timestamp": isoformat(moment),
        "data": event.value["data"],
    }
    return json.dumps(told, ensure_ascii=False, separators=(",", ":")).encode()


def _moment(at: float) -> str:
    return f"{int(at * 1000):015d}"


def _names(value: object, entity: str) -> bool:
    if isinstance(value, Mapping):
        return any(_names(each, entity) for each in value.values())
    if isinstance(value, list):
        return any(_names(each, entity) for each in value)
    return value == entity
