"""A community's health as JSON: the same fields on the command line and over HTTP."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from community.health import Health
from community.health.states import STATES
from community.health.tracking import Tracked
from community.health.words import EARLY_SIGNS


def health_json(found: Health) -> dict[str, Any]:
    """Everything that was found, as `api.community_health_schemas` describes it."""
    told = asdict(found)
    told["figures"] = [_figure(figure) for figure in found.figures]
    told["states"] = [
        {"days_ago": then.ago, "members": dict(zip(STATES, then.counts, strict=True))}
        for then in found.history
    ]
    del told["history"]
    told["early_signs"] = [key for key in EARLY_SIGNS if found.figure(key).got_worse]
    return told


def _figure(tracked: Tracked) -> dict[str, Any]:
    trend = {"before": tracked.before, "year_ago": tracked.year_ago}
    return {
        "key": tracked.key,
        "part": tracked.part,
        "better": tracked.better,
        **asdict(tracked.figure),
        **{name: None if change is None else asdict(change) for name, change in trend.items()},
    }
