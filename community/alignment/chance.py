"""When a text is close to what the host says: closer than other texts of the community are."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from community.picture import Events, Nodes, Picture
from graph.schema import EntityKind, RelationshipKind

Vectors = npt.NDArray[np.float32]
Shares = npt.NDArray[np.float64]

ALIGNED = 0.95
"""Closer to the host's words than this share of other texts."""
BY_CHANCE = 1.0 - ALIGNED
"""Share of texts that would be called aligned if purposes were like any other text."""
FEWEST_TEXTS = 30
"""Other texts below which nobody can say what is close."""
_MOST_TEXTS = 5_000
_SEED = 20_261
_TEXTS = (EntityKind.CONTENT, EntityKind.ACTIVITY, EntityKind.GROUP)


@dataclass(frozen=True, eq=False)
class Yardstick:
    """Tells how close texts come to some words, against what any text would.

    A raw cosine says nothing by itself: with one wording everything is near, with another nothing.
    The share of other texts that are farther away has the same meaning for all wordings.

    Attributes:
        words: (h, D) unit vectors of what is to be met; a text may be close to any of them.
        chance: (c, D) unit vectors of other texts.
    """

    words: Vectors
    chance: Vectors

    def closeness(self, texts: Vectors) -> Shares:
        """(n,) the share of the other texts that are farther away than each text (n, D).

        With several words, the best place among them is again compared with the best places of
        the other texts, so that more words make nobody closer. A random text has 0.5 on average.
        """
        cosines = np.sort(self.chance @ self.words.T, axis=0)
        usual = np.sort(_best(cosines, self.chance @ self.words.T))
        return _places(usual, _best(cosines, texts @ self.words.T))


def _best(usual: Vectors, found: Vectors) -> Shares:
    """(n,) the highest of the places of cosines (n, h) among the usual ones (c, h)."""
    places = [_places(usual[:, word], found[:, word]) for word in range(usual.shape[1])]
    best: Shares = np.max(places, axis=0)
    return best


def _places(usual: npt.NDArray[np.floating], found: npt.NDArray[np.floating]) -> Shares:
    """(n,) the share of usual values (c,), ascending, that are below each of the found."""
    return np.searchsorted(usual, found, side="left") / max(len(usual), 1)


def other_texts(picture: Picture, staff: Nodes) -> Vectors:
    """(c, D) vectors of what the community says: content, activities and groups not by staff."""
    nodes = np.concatenate([picture.snapshot.nodes(kind) for kind in _TEXTS])
    nodes = nodes[~np.isin(nodes, made_by(picture, staff).targets)]
    nodes = nodes[picture.snapshot.vector_rows[nodes] >= 0]
    if len(nodes) > _MOST_TEXTS:
        random = np.random.default_rng(_SEED)
        nodes = np.sort(random.choice(nodes, _MOST_TEXTS, replace=False))
    return picture.vectors(nodes)


def made_by(picture: Picture, members: Nodes) -> Events:
    """What these members (nodes) wrote, lead or host."""
    made = picture.events_of(RelationshipKind.CREATED, RelationshipKind.HOSTS)
    return made.where(np.isin(made.sources, members))
