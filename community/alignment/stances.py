"""What members say they are for: every statement, and which one each of them holds now."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt

from community.alignment.chance import Vectors
from community.alignment.host import listed
from community.picture import Nodes, Picture
from community.purpose.languages import language_note
from graph.schema import EntityKind, RelationshipKind


@dataclass(frozen=True, eq=False)
class Stances:
    """S statements of members, those of one member together and the one held now at the end.

    Attributes:
        places: (S,) whose they are, as places in `picture.members`.
        nodes: (S,) their purposes.
        times: (S,) int32, when they were stated; NO_TIME where it is not known.
        current: (S,) which ones are held now: one for each member who ever stated any.
        vectors: (S, D) unit vectors; zeros where a statement has none.
        texts: S statements.
        values: S lists of values, in small letters.
    """

    places: npt.NDArray[np.int64]
    nodes: Nodes
    times: npt.NDArray[np.int32]
    current: npt.NDArray[np.bool_]
    vectors: Vectors
    texts: tuple[str, ...]
    values: tuple[tuple[str, ...], ...]

    @cached_property
    def readable(self) -> npt.NDArray[np.bool_]:
        """(S,) which statements have a vector, in a language that the model compares well."""
        return np.asarray(self.vectors.any(axis=1) & ~self.foreign)

    @cached_property
    def foreign(self) -> npt.NDArray[np.bool_]:
        """(S,) which statements are probably not in English: the model would hear the language."""
        found = (bool(text.strip()) and bool(language_note(text)) for text in self.texts)
        return np.fromiter(found, np.bool_, len(self.texts))


def read_stances(picture: Picture) -> Stances:
    """All that members in sight state, in order of member and time.

    A statement that a later one revises is never the one held now, whatever the clocks say; if
    each is revised by another (a circle), the latest is.
    """
    held = picture.events_of(RelationshipKind.HOLDS)
    revised = np.isin(held.targets, picture.events_of(RelationshipKind.REVISES).targets)
    order = np.lexsort((held.targets, held.times, ~revised, held.sources))
    sources, nodes = held.sources[order], held.targets[order]
    said = {node: entity.properties for node, entity in picture.entities(EntityKind.PURPOSE)}
    mine = [said.get(node, {}) for node in nodes.tolist()]
    return Stances(
        places=np.searchsorted(picture.members, sources),
        nodes=nodes,
        times=held.times[order],
        current=np.diff(sources, append=-1) != 0,
        vectors=picture.vectors(nodes),
        texts=tuple(str(each.get("statement", "")) for each in mine),
        values=tuple(_folded(listed(each.get("values"))) for each in mine),
    )


def _folded(values: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(value.casefold() for value in values))
