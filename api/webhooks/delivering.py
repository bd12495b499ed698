"""The thread that sends what is due, of all communities of a server."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from logging import WARNING
from threading import Event, Thread
from time import monotonic, time

from api.communities import communities_of, open_documents_of
from api.jobs.ends import Ends
from api.observability.logs import tell
from api.settings import Settings
from api.webhooks.outbox import Message, Outbox
from api.webhooks.sending import Sender
from graph.closing import Closing
from graph.documents import Documents
from graph.errors import KinpathError

EVERY = 1.0
"""Seconds between two looks for what is due."""
JOBS_EVERY = 5.0
"""Seconds between two looks for jobs that ended without anybody being told."""
LIST_EVERY = 30.0
"""Seconds between two looks for which communities there are."""
AT_ONCE = 4
"""Messages that are sent at the same time, to different webhooks."""


class CommunityOutboxes(Closing):
    """The outboxes of all communities of a store: each is opened when it is first seen."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._opened: dict[str, Documents] = {}
        self._listed_at = float("-inf")

    def __call__(self) -> list[Outbox]:
        """Those that there are; which these are is looked up every `LIST_EVERY` seconds."""
        if monotonic() - self._listed_at >= LIST_EVERY:
            for community in self._communities():
                if community not in self._opened:
                    self._opened[community] = open_documents_of(self._settings, community)
            self._listed_at = monotonic()
        return [Outbox(each) for each in self._opened.values()]

    def close(self) -> None:
        """Close them."""
        for each in self._opened.values():
            each.close()

    def _communities(self) -> list[str]:
        asked = self._settings.community
        return communities_of(self._settings) if asked is None else [asked]


class Delivering:
    """Sends until it is closed. What is being sent then is finished first.

    Args:
        outboxes: called for each look; the messages of each community by its id.
        sender: sends.
    """

    def __init__(self, outboxes: Callable[[], Iterable[Outbox]], sender: Sender) -> None:
        self._outboxes = outboxes
        self._sender = sender
        self._is_over = Event()
        self._busy: set[str] = set()
        self._jobs_from = 0.0
        self._threads = ThreadPoolExecutor(AT_ONCE, thread_name_prefix="webhook")
        self._thread = Thread(target=self._run, name="kinpath-webhooks", daemon=True)

    def begin(self) -> None:
        """Begin to look."""
        self._thread.start()

    def close(self) -> None:
        """Look no more, and wait for what is being sent."""
        self._is_over.set()
        if self._thread.is_alive():
            self._thread.join()
        self._threads.shutdown(wait=True, cancel_futures=True)

    def look(self, now: float) -> None:
        """Send what is due, one message to each webhook at a time."""
        looks_for_jobs = now >= self._jobs_from
        if looks_for_jobs:
            self._jobs_from = now + JOBS_EVERY
        for outbox in self._outboxes():
            if looks_for_jobs:
                Ends(outbox.documents).tell_abandoned(now)
            for due in outbox.due(now):
                webhook = str(due.value["webhook"])
                if webhook in self._busy or self._is_over.is_set():
                    continue
                message = outbox.take(due, now)
                if message is not None:
                    self._busy.add(webhook)
                    self._threads.submit(self._send, outbox, message)

    def _run(self) -> None:
        while not self._is_over.wait(EVERY):
            try:
                self.look(time())
            except KinpathError as error:
                # The store is away: what is due stays, and is found when it is back.
                tell("webhooks", WARNING, "webhooks wait", error=type(error).__name__)

    def _send(self, outbox: Outbox, message: Message) -> None:
        webhook = message.webhook
        try:
            now = time()
            keys = webhook.secrets(now)
            attempt = self._sender.send(webhook.url, message.id, message.body, keys, now)
            # If it cannot be kept, it is sent again when nobody has it any more.
            with suppress(KinpathError):
                outbox.settle(message, attempt)
            if not attempt.was_heard:
                tell("webhooks", WARNING, "not heard", webhook=webhook.id, error=attempt.error)
        finally:
            self._busy.discard(webhook.id)
