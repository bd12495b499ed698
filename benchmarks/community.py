"""What is measured on, and what anybody could see of it at a moment."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from graph.packing import moment_of
from graph.records import EntityId
from graph.snapshot import Snapshot
from graph.store import GraphStore
from graph.texts import text_of
from matcher.view import CommunityView
from matcher.visibility import Views


@dataclass(frozen=True, slots=True, eq=False)
class Community:
    """A whole snapshot and what its entities say.

    Attributes:
        snapshot: unfiltered, so that any moment of it can be shown.
        texts: by id, of those that say something.
    """

    snapshot: Snapshot
    texts: Mapping[EntityId, str]
    _views: Views = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_views", Views(self.snapshot))

    def seen(self, second: int | None) -> CommunityView:
        """What anybody could see before that second since 2000; None: what they see now.

        Members who hide or did not consent, and what only they wrote, are not in it.
        """
        return self._views.of(None, None if second is None else moment_of(second))

    def texts_in(self, view: CommunityView) -> dict[EntityId, str]:
        """The texts of those in sight."""
        find = view.snapshot.find
        return {entity: text for entity, text in self.texts.items() if find(entity) is not None}


def texts_of(store: GraphStore) -> dict[EntityId, str]:
    """What each entity of a community says, those that say nothing left out."""
    found = ((entity.id, text_of(entity)) for entity in store.entities())
    return {entity: text for entity, text in found if text}
