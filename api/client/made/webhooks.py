"""Made by `make client`: the operations on webhooks."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from api.client.calls import NOT_SAID, Calls
from api.client.told import Told


class AttemptTold(Told):
    """One attempt to send."""

    at: float
    """Seconds since 1970."""
    status: int | None
    """What the receiver answered; null: it did not."""
    error: str
    """Why it was not heard; empty when it was."""
    milliseconds: int
    retry_after: float | None
    """Seconds that the receiver asked for."""


class DeliveryList(Told):
    """Messages to a webhook, latest first."""

    items: tuple[DeliveryTold, ...]
    next: str | None
    """The cursor of the next page; null: this is the last."""


class DeliveryTold(Told):
    """What became of one message."""

    message: str | None
    """Its `webhook-id`; null: it was erased."""
    event: str | None
    state: str
    """`waiting`, `delivered` or `failed`."""
    attempts: int
    last: AttemptTold | None
    next_at: float | None
    """When it is sent next, in seconds since 1970."""
    cursor: str
    """For `cursor`, to go on behind it."""


class ToldAgain(Told):
    """How much is told again."""

    queued: int


class WebhookGone(Told):
    """A webhook that was taken away."""

    removed: str


class WebhookList(Told):
    """Every webhook of the community."""

    webhooks: tuple[WebhookTold, ...]


class WebhookTold(Told):
    """A webhook."""

    id: str
    url: str
    events: tuple[str, ...]
    created: float
    """Seconds since 1970."""
    enabled: bool
    reason: str | None
    """Why it was switched off, if that came by itself."""
    failing_since: float | None
    """Since when nothing is heard; null: it is."""


class WebhookWithSecret(Told):
    """A webhook with its new secret, which is shown this once."""

    id: str
    url: str
    events: tuple[str, ...]
    created: float
    """Seconds since 1970."""
    enabled: bool
    reason: str | None
    """Why it was switched off, if that came by itself."""
    failing_since: float | None
    """Since when nothing is heard; null: it is."""
    secret: str
    """`whsec_…`: what receivers check signatures with."""


class WebhooksOperations(Calls):
    """The operations on webhooks, one method each."""

    def list_webhooks(self) -> WebhookList:
        """Every webhook.

        Where to, for which events, and whether they are heard; no secrets.
        """
        return self.call("GET", "/v1/webhooks", "WebhookList")

    def create_webhook(self, *, url: str, events: Iterable[str]) -> WebhookWithSecret:
        """Set up a webhook.

        The answer shows its secret, once: receivers check signatures with it.
        """
        return self.call(
            "POST", "/v1/webhooks", "WebhookWithSecret", body={"url": url, "events": events}
        )

    def read_webhook(self, webhook: str) -> WebhookTold:
        """One webhook.

        Whether it is heard, and why it was switched off, if it was.
        """
        return self.call("GET", f"/v1/webhooks/{self.part(webhook)}", "WebhookTold")

    def change_webhook(
        self,
        webhook: str,
        *,
        url: str | None = NOT_SAID,
        events: Iterable[str] | None = NOT_SAID,
        enabled: bool | None = NOT_SAID,
    ) -> WebhookTold:
        """Change a webhook.

        Fields that are absent stay. One that was switched off goes on with `enabled`.
        """
        return self.call(
            "PATCH",
            f"/v1/webhooks/{self.part(webhook)}",
            "WebhookTold",
            body={"url": url, "events": events, "enabled": enabled},
        )

    def delete_webhook(self, webhook: str) -> WebhookGone:
        """Take a webhook away.

        What was still to be told to it is not told any more.
        """
        return self.call("DELETE", f"/v1/webhooks/{self.part(webhook)}", "WebhookGone")

    def rotate_webhook_secret(self, webhook: str, *, grace: float = NOT_SAID) -> WebhookWithSecret:
        """Give a webhook a new secret.

        Both secrets sign for `grace` seconds, so that receivers can change without a gap.
        """
        return self.call(
            "POST",
            f"/v1/webhooks/{self.part(webhook)}/secret",
            "WebhookWithSecret",
            body={"grace": grace},
        )

    def test_webhook(self, webhook: str) -> ToldAgain:
        """Send a test to a webhook.

        The event `webhook.test`; what became of it is among the deliveries.
        """
        return self.call("POST", f"/v1/webhooks/{self.part(webhook)}/test", "ToldAgain")

    def webhook_deliveries(
        self, webhook: str, *, cursor: str | None = None, limit: int | None = None
    ) -> DeliveryList:
        """What became of messages to a webhook.

        Latest first; they are kept for 30 days.
        """
        return self.call(
            "GET",
            f"/v1/webhooks/{self.part(webhook)}/deliveries",
            "DeliveryList",
            query={"cursor": cursor, "limit": limit},
        )

    def every_webhook_deliveries(
        self, webhook: str, *, limit: int | None = None
    ) -> Iterator[DeliveryTold]:
        """What became of messages to a webhook: all, page by page as they are used."""
        return self.pages(
            lambda cursor: self.webhook_deliveries(webhook, limit=limit, cursor=cursor)
        )

    def replay_webhook(
        self, webhook: str, *, message: str | None = NOT_SAID, since: str | None = NOT_SAID
    ) -> ToldAgain:
        """Tell a webhook again.

        One `message`, or all that it wants `since` a time, of the last 30 days.
        """
        return self.call(
            "POST",
            f"/v1/webhooks/{self.part(webhook)}/replay",
            "ToldAgain",
            body={"message": message, "since": since},
        )
