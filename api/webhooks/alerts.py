"""What other systems are told of the community's health: that a figure turned bad."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import suppress
from time import time

from api.webhooks.outbox import Outbox
from api.webhooks.subscriptions import wanting
from community.health.tracking import Change, Tracked
from graph.documents import Documents, Json
from graph.errors import KinpathError, VersionConflict

COLLECTION = "health_alerts"
"""How each figure stood when health was last worked out, and when it was last told of."""
EVENT = "health.alert"
ONCE_IN = 86_400.0
"""Seconds between two alerts of one figure."""


def tell_alerts(documents: Documents, figures: Iterable[Tracked], now: float | None = None) -> None:
    """Tell of each figure that is worse than before, beyond chance, and was not at the last look.

    Whoever looks at health is answered, also where the store cannot keep this: then the next look
    tells it. As long as nobody wants to hear of it, nothing is kept.

    Args:
        documents: of the community.
        figures: as they are today.
        now: seconds since 1970; None: the present.
    """
    moment = time() if now is None else now
    outbox = Outbox(documents)
    with suppress(KinpathError):
        if wanting(outbox.webhooks.all(), EVENT):
            for figure in figures:
                if _turned_bad(documents, figure, moment):
                    outbox.announce(EVENT, _told(figure))


def _turned_bad(documents: Documents, figure: Tracked, now: float) -> bool:
    """Whether it is to be told of; from then on it is known, by whichever process looks first."""
    kept = documents.get(COLLECTION, figure.key)
    before: Json = kept.value if kept is not None else {"worse": False, "told": None}
    if figure.got_worse == before["worse"]:
        return False
    is_due = before["told"] is None or now - before["told"] >= ONCE_IN
    if figure.got_worse and not is_due:
        return False
    told = now if figure.got_worse else before["told"]
    value = {"worse": figure.got_worse, "told": told}
    try:
        documents.put(COLLECTION, figure.key, value, version=kept.version if kept else 0)
    except VersionConflict:
        return False  # another process has just told it
    return figure.got_worse


def _told(figure: Tracked) -> Json:
    """Figures, and nobody behind them."""
    return {
        "figure": figure.key,
        "value": figure.figure.value,
        "better": figure.better,
        "before": _then(figure.before),
        "year_ago": _then(figure.year_ago),
    }


def _then(change: Change | None) -> float | None:
    return None if change is None else change.value
