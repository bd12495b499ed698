"""A community as those may see it who care for it: its graph without the hidden, and its texts."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

import numpy as np
import numpy.typing as npt

from graph.concealment import concealed_with
from graph.packing import AUTOMATIC, HIDDEN, MINOR, NO_CONSENT, NO_TIME, PAUSED, moment_of
from graph.records import Entity, EntityId
from graph.schema import RELATIONSHIP_CODES, EntityKind, RelationshipKind
from graph.snapshot import Snapshot
from graph.store import GraphStore

Nodes = npt.NDArray[np.int32]


@dataclass(frozen=True, slots=True, eq=False)
class Events:
    """E relationships as columns, in the order of the nodes that they leave from.

    Attributes:
        sources, targets: (E,) int32 nodes.
        kinds: (E,) uint8, `RELATIONSHIP_CODES`.
        verbs: (E,) uint8, `VERB_CODES`.
        times: (E,) int32, seconds since 2000, NO_TIME where it does not say.
        strengths: (E,) float32.
    """

    sources: Nodes
    targets: Nodes
    kinds: npt.NDArray[np.uint8]
    verbs: npt.NDArray[np.uint8]
    times: npt.NDArray[np.int32]
    strengths: npt.NDArray[np.float32]

    def __len__(self) -> int:
        return len(self.sources)

    def where(self, kept: npt.NDArray[np.bool_]) -> Events:
        """Those of them that are kept (E,)."""
        return Events(
            self.sources[kept],
            self.targets[kept],
            self.kinds[kept],
            self.verbs[kept],
            self.times[kept],
            self.strengths[kept],
        )


@dataclass(frozen=True, eq=False)
class Picture:
    """What figures of a community are worked out from.

    Hidden members are not in it, nor what they alone wrote or hold, nor programs: not in a list,
    not in a path, not in a count. Members who did not consent to matching are counted, and are
    named and proposed to nobody (`consenting`). Minors are counted, and listed or quoted in no
    report (`nameable`): a page is passed on to people whom nobody foresaw.

    Attributes:
        snapshot: of what is in sight, with numbers of its own. Memberships that ended are in it,
            unless it is `as_of` a time.
        store: where the texts are read.
        today: what is in sight today, where the picture is of a time; None: the same snapshot.
    """

    snapshot: Snapshot
    store: GraphStore
    today: Snapshot | None = None

    @classmethod
    def of(cls, store: GraphStore, snapshot: Snapshot, as_of: datetime | None = None) -> Picture:
        """The picture of a whole snapshot of the store's community, now or at a time."""
        whole = snapshot.packed()
        silent = {int(node) for node in np.flatnonzero(whole.flags & HIDDEN)}
        unseen = concealed_with(whole, silent)
        unseen |= {int(node) for node in np.flatnonzero(whole.flags & AUTOMATIC)}
        seen = whole.without(unseen)
        return cls(seen, store) if as_of is None else cls(seen.as_of(as_of), store, seen)

    @cached_property
    def members(self) -> Nodes:
        """(M,) int32, ascending, the nodes of all members in sight."""
        return self.snapshot.nodes(EntityKind.MEMBER)

    @cached_property
    def nameable(self) -> npt.NDArray[np.bool_]:
        """(M,) which of `members` a report may list behind a number: adults who consent."""
        return self.consenting & ~self.minors

    @cached_property
    def consenting(self) -> npt.NDArray[np.bool_]:
        """(M,) which of `members` consent to matching: nobody else is proposed to anybody."""
        return np.asarray(self.snapshot.flags[self.members] & NO_CONSENT == 0)

    @cached_property
    def minors(self) -> npt.NDArray[np.bool_]:
        """(M,) which of `members` are under age."""
        return np.asarray(self.snapshot.flags[self.members] & MINOR != 0)

    @cached_property
    def proposable(self) -> npt.NDArray[np.bool_]:
        """(M,) which of `members` may be proposed to others: they consent, and have not paused."""
        return np.asarray(self.snapshot.flags[self.members] & (NO_CONSENT | PAUSED) == 0)

    @cached_property
    def refusals(self) -> tuple[Nodes, Nodes]:
        """(R,) who blocked, turned down or dismissed, and (R,) whom or what.

        A block of today holds in a picture of the past as well: nobody is named to whoever they
        have blocked since.
        """
        said = self.events_of(RelationshipKind.REJECTED, RelationshipKind.DISMISSED)
        blocks = self._blocks
        return (
            np.concatenate([said.sources, blocks[0]]), np.concatenate([said.targets, blocks[1]]),
        )  # fmt: skip

    def may_be_told(self, node: int, others: Nodes) -> npt.NDArray[np.bool_]:
        """(n,) which of other members (n,) a member is told of by name, of those they met.

        They consent to matching, are of the same age band, and neither has blocked the other.
        """
        flags = self.snapshot.flags
        same_age = (flags[others] & MINOR) == (flags[node] & MINOR)
        blocked = np.isin(others, self.blocked_with(node))
        return np.asarray((flags[others] & NO_CONSENT == 0) & same_age & ~blocked)

    def apart_from(self, node: int) -> Nodes:
        """(n,) whom or what a member refused, and who refused them: none is proposed to them."""
        return _other_ends(self.refusals, node)

    def blocked_with(self, node: int) -> Nodes:
        """(n,) whom a member blocks, and who blocks them: nothing of theirs is proposed."""
        return _other_ends(self._blocks, node)

    @cached_property
    def _blocks(self) -> tuple[Nodes, Nodes]:
        today = self.snapshot if self.today is None else self.today
        owners, others = today.out.owners(), today.out.neighbours
        blocks = today.out.kinds == RELATIONSHIP_CODES[RelationshipKind.BLOCKS]
        ends = self._here(today, np.stack([owners[blocks], others[blocks]]))
        sources, targets = ends[:, (ends >= 0).all(axis=0)]
        return sources, targets

    def _here(self, today: Snapshot, nodes: Nodes) -> Nodes:
        """The numbers in this picture of nodes of today; -1 for those that are not in it."""
        if today is self.snapshot:
            return nodes
        every, own = (np.arange(each.size, dtype=np.int32) for each in (today, self.snapshot))
        here = np.full(today.size, -1, dtype=np.int32)
        here[np.isin(today.in_whole(every), self.snapshot.in_whole(own))] = own
        return here[nodes]

    @cached_property
    def events(self) -> Events:
        """All relationships in sight whose verb says something.

        Those of other verbs are what was proposed and shown to members, for one: no deed of theirs.
        """
        out = self.snapshot.out
        columns = (out.neighbours, out.kinds, out.verbs, out.times)
        found = Events(out.owners(), *columns, out.strengths.astype(np.float32))
        return found.where(found.kinds != RELATIONSHIP_CODES[RelationshipKind.RELATED])

    def events_of(self, *kinds: RelationshipKind) -> Events:
        """The relationships of these kinds."""
        codes = [RELATIONSHIP_CODES[kind] for kind in kinds]
        return self.events.where(np.isin(self.events.kinds, codes))

    @cached_property
    def last_second(self) -> int:
        """When its latest event was, in seconds since 2000; NO_TIME if nothing is dated.

        A community has its own clock: ages are counted from here, so that the same snapshot gives
        the same figures tomorrow.
        """
        if self.snapshot.until is not None:
            return self.snapshot.until
        return int(np.max(self.events.times, initial=NO_TIME))

    @property
    def now(self) -> datetime | None:
        """`last_second` as a time."""
        return moment_of(self.last_second)

    def entities(self, kind: EntityKind) -> Iterator[tuple[int, Entity]]:
        """Each entity of a kind that is in sight: its node, and what the store says of it."""
        for entity in self.store.entities(kind):
            node = self.snapshot.find(entity.id)
            if node is not None:
                yield node, entity

    def ids(self, nodes: Nodes) -> tuple[EntityId, ...]:
        """The ids of nodes (n,)."""
        return tuple(self.snapshot.id(node) for node in nodes.tolist())

    def vectors(self, nodes: Nodes) -> npt.NDArray[np.float32]:
        """(n, D) float32, the unit vectors of nodes' texts; rows of zeros where there is none."""
        snapshot = self.snapshot
        rows = snapshot.vector_rows[nodes]
        found = np.zeros((len(rows), snapshot.vectors.shape[1]), dtype=np.float32)
        have = rows >= 0
        kept = rows[have]
        found[have] = snapshot.vectors[kept] * snapshot.vector_scales[kept, None]
        lengths = np.linalg.norm(found, axis=1, keepdims=True)
        np.divide(found, lengths, out=found, where=lengths > 0)
        return found


def _other_ends(pairs: tuple[Nodes, Nodes], node: int) -> Nodes:
    """(n,) ascending, whoever is in a pair (P,), (P,) with a node, on either side."""
    sources, targets = pairs
    return np.unique(np.concatenate([targets[sources == node], sources[targets == node]]))
