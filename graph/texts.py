"""Which words of an entity are embedded, and the hash that stands for them."""

from __future__ import annotations

import hashlib

from graph.records import Entity
from graph.schema import EntityKind

TEXT_PROPERTIES: dict[EntityKind, tuple[str, ...]] = {
    EntityKind.MEMBER: ("headline", "bio"),
    EntityKind.PURPOSE: ("statement",),
    EntityKind.SKILL: ("name", "description"),
    EntityKind.CONTENT: ("title", "body"),
    EntityKind.ACTIVITY: ("name", "description"),
    EntityKind.GROUP: ("name", "description"),
}
"""The properties whose text is embedded, in order, by kind; other kinds have no vector."""

MAX_TEXT_LENGTH = 8_000
"""Characters of a text that are embedded: well beyond what the model reads."""


def text_of(entity: Entity) -> str:
    """The words of an entity that are embedded; empty when it says nothing."""
    parts: list[str] = []
    for name in TEXT_PROPERTIES.get(entity.kind, ()):
        value = entity.properties.get(name)
        if isinstance(value, str) and value.strip():
            parts.append(value[:MAX_TEXT_LENGTH].strip())
    return "\n".join(parts)[:MAX_TEXT_LENGTH]


def text_hash(text: str) -> str:
    """The key under which a text's vector is kept (with the model's name); '' for no text."""
    return hashlib.sha256(text.encode()).hexdigest()[:32] if text else ""
