"""What other systems are told of members: that one changed, or was forgotten."""

from __future__ import annotations

from api.engine import Engine
from api.webhooks.outbox import Outbox
from graph.records import entity_id
from graph.schema import EntityKind
from graph.store import entity_digest


def tell_change(engine: Engine, local: str) -> None:
    """A member was created, replaced or changed; `local` is their id without its kind."""
    member = entity_id(EntityKind.MEMBER, local)
    Outbox(engine.documents).announce("member.changed", {"member": member})


def tell_forgotten(engine: Engine, local: str) -> None:
    """A member was forgotten: no message names them any more, and others learn it by a digest."""
    member = entity_id(EntityKind.MEMBER, local)
    outbox = Outbox(engine.documents)
    if outbox.erase(member):
        engine.documents.erase()
    outbox.announce("member.forgotten", {"member_sha256": entity_digest(member)})
