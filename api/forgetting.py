"""Forgetting an entity: in the store, and in snapshots and maps that still show it."""

from __future__ import annotations

import json
from pathlib import Path

from api.idempotency.ledger import forget_answers
from api.maps.shelf import forget_maps
from api.settings import Settings
from api.webhooks.outbox import Outbox
from graph.documents import Documents
from graph.records import EntityId, local_part
from graph.snapshot_files import MANIFEST, remove_directory
from graph.store import ForgetReport, GraphStore


def forget_everywhere(
    store: GraphStore, entity: EntityId, settings: Settings, documents: Documents
) -> tuple[ForgetReport, int]:
    """Forget the entity, then delete the community's snapshots and maps in the settings' cache.

    Messages to webhooks that name it, or what goes with it, are not sent any more, and answers
    that were kept for requests that come again are not told any more.

    Returns what went from the store, and how many snapshots went; they are made again when needed.
    Raises EntityNotFound.
    """
    outbox = Outbox(documents)
    outbox.erase(entity)  # first, so that none goes out while it is being forgotten
    report = store.forget(entity)
    gone = frozenset(report.entities)
    forgotten = forget_answers(documents, frozenset(map(local_part, gone)), gone)
    if sum(outbox.erase(each) for each in gone) + forgotten:
        documents.erase()
    forget_maps(settings.cache, store.community)
    return report, delete_snapshots(settings.snapshots, store.community)


def delete_snapshots(snapshots: Path, community: str) -> int:
    """Delete every snapshot of the community, whatever store, revision or model it is of."""
    doomed = [
        manifest.parent
        for manifest in snapshots.glob(f"*/*/{MANIFEST}")
        if _community_of(manifest) in (community, None)
    ]
    for directory in doomed:
        remove_directory(directory)
    return len(doomed)


def _community_of(manifest: Path) -> str | None:
    """Whose snapshot it is; None when that cannot be told any more."""
    try:
        return str(json.loads(manifest.read_bytes())["community"])
    except (OSError, ValueError, KeyError, TypeError):
        return None
