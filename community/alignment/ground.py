"""What all parts of the comparison are worked out from, read once."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt

from community.alignment.chance import FEWEST_TEXTS, Shares, Vectors, Yardstick, other_texts
from community.alignment.host import STAFF, Host, claims_of, kinds_of, read_host
from community.alignment.intervals import mean_interval
from community.alignment.results import Estimate, Share
from community.alignment.stances import Stances, read_stances
from community.picture import Nodes, Picture
from community.proportions import wilson
from graph.embeddings import Embedder
from graph.packing import NO_TIME
from graph.records import EntityId

MOST_NAMED = 100
"""Members listed behind a number; a report with thousands would be read by nobody."""

Places = npt.NDArray[np.int64]


@dataclass(frozen=True, eq=False)
class Ground:
    """A host and its members.

    Attributes:
        picture: of the community.
        host: what it says.
        kinds: (M,) the stakeholder type of each of `picture.members`.
        stances: what members state.
        chance: (c, D) vectors of other texts.
        claims: parts of what the host says: its text, and `purpose` or `promise`.
        claim_vectors: (h, D) their vectors; none where there is no embedder.
    """

    picture: Picture
    host: Host
    kinds: npt.NDArray[np.str_]
    stances: Stances
    chance: Vectors
    claims: tuple[tuple[str, str], ...]
    claim_vectors: Vectors

    @classmethod
    def of(cls, picture: Picture, embedder: Embedder | None) -> Ground:
        """Read the store; an embedder is needed to compare part by part what the host says."""
        host, kinds = read_host(picture), kinds_of(picture)
        purpose = host.texts[-1] if host.texts else ""
        said = [(claim, "purpose") for claim in claims_of(purpose)]
        said += [(claim, "promise") for claim in claims_of(host.promise)]
        vectors = np.zeros((0, picture.snapshot.vectors.shape[1]), np.float32)
        if embedder is not None and said:
            vectors = embedder.embed([claim for claim, _ in said])
        staff = picture.members[kinds == STAFF]
        chance = other_texts(picture, staff)
        return cls(picture, host, kinds, read_stances(picture), chance, tuple(said), vectors)

    @property
    def staff(self) -> Nodes:
        """Nodes of those who act for the host."""
        return np.asarray(self.picture.members[self.kinds == STAFF])

    @cached_property
    def versions(self) -> Vectors:
        """(V, D) vectors of the host's statements of purpose."""
        return self.picture.vectors(self.host.purposes)

    @cached_property
    def usable(self) -> npt.NDArray[np.bool_]:
        """(S,) the statements that are compared with the host: readable, and not by staff."""
        return np.asarray(self.stances.readable & (self.kinds[self.stances.places] != STAFF))

    @cached_property
    def held(self) -> npt.NDArray[np.int64]:
        """(n,) the usable statements that are held now, one for each member."""
        return np.flatnonzero(self.usable & self.stances.current)

    @property
    def can_compare(self) -> bool:
        """Whether the host says what it is for, and there are texts to compare with."""
        has_purpose = len(self.versions) > 0 and bool(self.versions[-1].any())
        return has_purpose and len(self.chance) >= FEWEST_TEXTS

    def to_version(self, version: int) -> Yardstick:
        """Closeness to one of the host's statements."""
        return Yardstick(self.versions[version : version + 1], self.chance)

    @cached_property
    def to_host_now(self) -> Shares:
        """(S,) closeness of every statement to the host's purpose of now."""
        return self.to_version(-1 % len(self.versions)).closeness(self.stances.vectors)

    @cached_property
    def to_host_then(self) -> Shares:
        """(S,) closeness of every statement to what the host said when it was stated.

        One without a time is compared with what the host says now.
        """
        found = self.to_host_now.copy()
        versions = self.host.version_at(self.stances.times)
        for version in range(len(self.versions) - 1):
            then = (versions == version) & (self.stances.times != NO_TIME)
            found[then] = self.to_version(version).closeness(self.stances.vectors[then])
        return found

    def named(self, places: Places) -> tuple[EntityId, ...]:
        """The ids of members (places) who may be named, at most MOST_NAMED."""
        places = np.unique(places)
        nodes = self.picture.members[places[self.picture.nameable[places]]]
        return self.picture.ids(nodes[:MOST_NAMED])


def share(count: int, of: int) -> Share:
    """With its interval."""
    low, high = wilson(count, of)
    return Share(count, of, count / of if of else None, low, high)


def estimate(found: tuple[float, float, float]) -> Estimate:
    """With None in place of what cannot be told."""
    value, low, high = (each if np.isfinite(each) else None for each in found)
    return Estimate(value, low, high)


def mean_estimate(places: Places, values: Shares) -> Estimate:
    """The mean of values (n,) of members (places), drawn whole."""
    return estimate(mean_interval(places, values)) if len(values) else Estimate(None, None, None)
