"""Erasing a member over HTTP: the one way for all routes that take somebody away."""

from __future__ import annotations

from api.engine import Engine
from api.rights.erasure import erase_member
from api.rights.erasure.report import ErasureReport
from api.webhooks.members import tell_forgotten
from graph.records import EntityId, local_part


def erase_and_tell(engine: Engine, member: EntityId) -> ErasureReport:
    """Erase a member from everywhere, and tell other systems by a digest.

    Raises:
        EntityNotFound: there is no such member.
        StoreError: the store failed; what was begun is finished by whoever answers next.
    """
    report = erase_member(engine.store, engine.documents, engine.settings, member)
    tell_forgotten(engine, local_part(member))
    return report
