"""What nodes are called: each id and name is decoded once for one answer."""

from __future__ import annotations

from collections.abc import Iterable
from typing import cast

import numpy as np

from graph.records import EntityId
from graph.schema import EntityKind
from graph.snapshot import Snapshot
from matcher.some_strings import some_strings
from matcher.view import CommunityView

MAX_NAME = 80
_PLAIN = (EntityKind.SKILL, EntityKind.GROUP, EntityKind.MEMBER)


class _Ids(dict[int, EntityId]):
    def __init__(self, snapshot: Snapshot) -> None:
        self._snapshot = snapshot

    def __missing__(self, node: int) -> EntityId:
        found = self[node] = self._snapshot.id(node)
        return found


class _Names(dict[int, str]):
    def __init__(self, snapshot: Snapshot) -> None:
        self._snapshot = snapshot

    def __missing__(self, node: int) -> str:
        found = self[node] = self._snapshot.name(node)
        return found


class _Shown(dict[int, str]):
    def __init__(self, view: CommunityView, ids: _Ids, names: _Names) -> None:
        self._parents, self._ids, self._names = view.parents, ids, names

    def __missing__(self, node: int) -> str:
        parent, name = self._parents.item(node), self._names[node]
        if parent >= 0 and name == self._ids[node].partition(":")[2]:
            name = f"answer to {self._names[parent]}"
        self[node] = name
        return name


class _Quoted(dict[int, str]):
    def __init__(self, view: CommunityView, names: _Names) -> None:
        self._parents, self._names, self._kind = view.parents, names, view.snapshot.kind

    def __missing__(self, node: int) -> str:
        parent = self._parents.item(node)
        name = self._names[parent if parent >= 0 else node]
        name = name if len(name) <= MAX_NAME else name[: MAX_NAME - 1].rstrip() + "…"
        name = name if self._kind(node) in _PLAIN else f"“{name}”"
        self[node] = name
        return name


class NodeTexts:
    """What the nodes of one view are called, for one thread.

    Attributes:
        id: of each node.
        name: as it is in the store.
        shown: what people call it; a reply without a title of its own goes by what it answers.
        quoted: as it stands in a sentence: skills, groups and members plain, works in quotation
            marks; a reply by the name of what it replies to.
    """

    def __init__(self, view: CommunityView) -> None:
        self._view = view
        self.id = _Ids(view.snapshot)
        self.name = _Names(view.snapshot)
        self.shown: dict[int, str] = _Shown(view, self.id, self.name)
        self.quoted: dict[int, str] = _Quoted(view, self.name)

    def read(self, nodes: Iterable[int]) -> None:
        """Decode ids and names of nodes together, which is faster than one by one; -1 is none."""
        snapshot, places = self._view.snapshot, sorted(set(nodes) - {-1})
        wanted = np.array(places, dtype=np.int32)
        ids, names = some_strings(snapshot.ids, snapshot.names, wanted)
        self.id.update(zip(places, cast("list[EntityId]", ids), strict=True))
        self.name.update(zip(places, names, strict=True))
        parents = self._view.parents[wanted].tolist()
        rows = zip(places, names, parents, strict=True)
        self.shown.update([(node, name) for node, name, parent in rows if parent < 0])
