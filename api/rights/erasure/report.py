"""What an erasure tells: where it looked, for what, and what it found before and after."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from api.rights.erasure.plan import Plan

PLACES = {
    "records": "the community's records, all kinds, with their vectors",
    "documents": "what the service keeps besides: sessions, answers, jobs, webhooks, its log",
    "jobs": "what jobs found, in the data folder",
    "cache": "snapshots and tables in the cache folder",
    "models": "learned weights in the data folder",
    "files": "quarantine files beside the store, and the files and folders that were named",
    "database files": "the database's own files, byte by byte",
}
"""Every place that an erasure looks at, in order."""
REMAINS = (
    "The SHA-256 of each id that was deleted, so that copies which are kept elsewhere (an app's "
    "cache, a follower of changes) can be told to delete it too; no id can be read from it.",
    "Backups, exports and the source that was loaded are not Kinpath's to reach: loading the "
    "source again brings the member back.",
    "A server that is running has what it held in memory until it takes the change in, with its "
    "next answer; a large community's snapshot in its memory goes with the next one it takes.",
)
"""What every report says of what is left."""
REMAINS_ON_A_SERVER = (
    "Neo4j overwrites what it deletes when it needs the room, and keeps its transaction log as "
    "db.tx_log.rotation.retention_policy says (2 days and 2 GiB unless it was set otherwise); its "
    "query log keeps parameters if db.logs.query.parameter_logging_enabled is on."
)


@dataclass(frozen=True, slots=True)
class ErasureReport:
    """A finished erasure.

    Attributes:
        community: where.
        plan: what was done; it holds no text any more.
        finished: when, ISO 8601.
    """

    community: str
    plan: Plan
    finished: str

    @property
    def is_whole(self) -> bool:
        """Whether nothing that was sought is found any more."""
        return not any(self.plan.after.values())


def report_json(report: ErasureReport) -> dict[str, Any]:
    """The JSON form: hashes of what was sought, and no text of it."""
    plan = report.plan
    return {
        "erasure": plan.digest,
        "community": report.community,
        "begun": plan.begun,
        "finished": report.finished,
        "whole": report.is_whole,
        "sought": list(plan.told),
        "places": [
            {
                "place": place,
                "what": what,
                "found_before": plan.before.get(place, 0),
                "found_after": plan.after.get(place, 0),
                "looked_at": place in plan.after,
            }
            for place, what in PLACES.items()
        ],
        "removed": plan.removed,
        "notes": list(plan.notes),
        "remains": list(REMAINS),
    }
