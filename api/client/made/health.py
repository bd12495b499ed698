"""Made by `make client`: the operations on health."""

from __future__ import annotations

from api.client.calls import Calls
from api.client.told import Told


class Health(Told):
    """The process is alive."""

    status: str


class Readiness(Told):
    """The store answers and its snapshot is loaded; which one, as long as nobody needs a key."""

    status: str
    community: str | None = None
    revision: int | None = None


class HealthOperations(Calls):
    """The operations on health, one method each."""

    def health(self) -> Health:
        """Alive?

        The process answers; it may still wait for its store.
        """
        return self.call("GET", "/health", "Health")

    def ready(self) -> Readiness:
        """Ready to answer?

        The store answers and the first snapshot is loaded; 503 until then.

        Which community it is and its revision is told as long as nobody needs a key.
        """
        return self.call("GET", "/ready", "Readiness")

    def metrics(self) -> str:
        """Metrics for Prometheus.

        Requests, questions, problems, and how far each community is, in Prometheus' text format.

        Programs on this machine may read all of it; whoever has a key with the scope `insight`,
        what is about their community.
        """
        return self.call("GET", "/metrics", "str")
