"""The shapes of what is said of webhooks, as OpenAPI tells them."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict, Field, JsonValue

from api.webhooks.subscriptions import EVENTS

_EVENTS = "Which events: " + "; ".join(f"`{name}` ({when})" for name, when in EVENTS.items()) + "."
_URL = "Where messages are posted: https, not into a private network."


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid")


def _like(**example: JsonValue) -> ConfigDict:
    """An example for OpenAPI."""
    return ConfigDict(json_schema_extra={"examples": [example]})


class NewWebhook(_Strict):
    """A webhook that is to be set up."""

    model_config = _like(url="https://example.org/kinpath", events=["recommendation.feedback"])

    url: str = Field(description=_URL)
    events: list[str] = Field(description=_EVENTS)


class WebhookChanges(_Strict):
    """What is to be changed of a webhook; the rest stays."""

    model_config = _like(enabled=True)

    url: str | None = Field(None, description=_URL)
    events: list[str] | None = Field(None, description=_EVENTS)
    enabled: bool | None = Field(None, description="false: nothing is sent until it is true again.")


class WebhookTold(BaseModel):
    """A webhook."""

    id: str
    url: str
    events: list[str]
    created: float = Field(description="Seconds since 1970.")
    enabled: bool
    reason: str | None = Field(description="Why it was switched off, if that came by itself.")
    failing_since: float | None = Field(description="Since when nothing is heard; null: it is.")


class WebhookWithSecret(WebhookTold):
    """A webhook with its new secret, which is shown this once."""

    secret: str = Field(description="`whsec_…`: what receivers check signatures with.")


class WebhookList(BaseModel):
    """Every webhook of the community."""

    webhooks: list[WebhookTold]


class WebhookGone(BaseModel):
    """A webhook that was taken away."""

    removed: str


class Rotation(_Strict):
    """How a secret is replaced."""

    model_config = _like(grace=3600.0)

    grace: float = Field(
        86_400.0, ge=0, description="Seconds for which the secret before signs too."
    )


class AttemptTold(BaseModel):
    """One attempt to send."""

    at: float = Field(description="Seconds since 1970.")
    status: int | None = Field(description="What the receiver answered; null: it did not.")
    error: str = Field(description="Why it was not heard; empty when it was.")
    milliseconds: int
    retry_after: float | None = Field(description="Seconds that the receiver asked for.")


class DeliveryTold(BaseModel):
    """What became of one message."""

    message: str | None = Field(description="Its `webhook-id`; null: it was erased.")
    event: str | None
    state: str = Field(description="`waiting`, `delivered` or `failed`.")
    attempts: int
    last: AttemptTold | None
    next_at: float | None = Field(description="When it is sent next, in seconds since 1970.")
    cursor: str = Field(description="For `cursor`, to go on behind it.")


class DeliveryList(BaseModel):
    """Messages to a webhook, latest first."""

    items: list[DeliveryTold]
    next: str | None = Field(description="The cursor of the next page; null: this is the last.")


class Again(_Strict):
    """What is to be told again: one message, or all since a time."""

    model_config = _like(since="2026-01-31T00:00:00Z")

    message: str | None = Field(None, description="Its `webhook-id`.")
    since: str | None = Field(None, description="ISO 8601.")


class ToldAgain(BaseModel):
    """How much is told again."""

    queued: int
