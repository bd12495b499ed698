"""Themes: what the present statements of a community are about, and who is behind each."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from community.figure import Figure
from community.phrases import phrase
from community.picture import Nodes, Picture
from community.purpose.clusters import Clustering, clustered
from community.purpose.present import Stated, present_statements
from community.purpose.theme_names import names_of_themes
from graph.progress import Progress, silent
from graph.records import EntityId

FEWEST_STATEMENTS = 12
"""With fewer statements there is nothing to group."""
EXAMPLES = 3
DEFINITION = phrase(
    "the present statement of each member, grouped by meaning (k-means on unit "
    "vectors); the number of groups is the smallest whose silhouette is about the"
    " highest"
)


STEADY = 0.6
"""Stability below which a theme may be chance (Hennig 2007)."""


@dataclass(frozen=True, slots=True)
class Theme:
    """A group of statements that mean about the same.

    Attributes:
        name: phrases out of the statements themselves, most telling first.
        phrases: the same, one by one.
        members: those of its members who may be named, ascending nodes.
        size: all of its members.
        tightness: mean silhouette of its statements, -1 to 1.
        stability: how much of it was found again, on average, when a part of the statements was
            left out (Jaccard, 0 to 1); below STEADY it may be chance.
        examples: statements at its middle, of members who may be named.
    """

    name: str
    phrases: tuple[str, ...]
    members: tuple[EntityId, ...]
    size: int
    tightness: float
    stability: float
    examples: tuple[str, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Themes:
    """The themes of a community, largest first.

    Attributes:
        themes: none where there are too few statements, or where no groups stand out.
        figures: how many statements, the silhouette beside chance, and how stable it all is.
        labels: theme (place in `themes`) of each of `members`; both of those that were grouped.
        members: (n,) int32 nodes.
        notes: what was left out, and why.
    """

    themes: tuple[Theme, ...]
    figures: tuple[Figure, ...]
    members: Nodes = field(default_factory=lambda: np.zeros(0, np.int32))
    labels: npt.NDArray[np.int32] = field(default_factory=lambda: np.zeros(0, np.int32))
    notes: tuple[str, ...] = ()


def find_themes(picture: Picture, progress: Progress = silent) -> Themes:
    """Group what members say they are for.

    Statements that are empty, have no vector or seem to be in another language than English are
    left out and counted: the model would put them together for their language.
    """
    stated = present_statements(picture)
    notes = stated.left_out
    if len(stated.texts) < FEWEST_STATEMENTS:
        needs = phrase(
            "themes need at least {fewest_statements} comparable statements of members",
            fewest_statements=FEWEST_STATEMENTS,
        )
        return Themes(
            (),
            (_count(stated),),
            notes=(
                *notes,
                phrase(
                    "{needs}; kinpath purpose suggest drafts them from what members wrote",
                    needs=needs,
                ),
            ),
        )
    found = clustered(picture.vectors(stated.purposes), progress)
    if found is None:
        return Themes(
            (),
            (_count(stated),),
            notes=(
                *notes,
                phrase(
                    "no groups stand out: the statements are as evenly spread as chance would "
                    "have it"
                ),
            ),
        )
    return _told(picture, stated, found)


def _told(picture: Picture, stated: Stated, found: Clustering) -> Themes:
    labels = found.labels
    named = picture.nameable[np.searchsorted(picture.members, stated.members)]
    names = names_of_themes(stated.texts, labels, found.closeness)
    order = np.argsort(-found.closeness, kind="stable")
    themes = []
    for theme, phrases in enumerate(names):
        own = labels == theme
        middle = [stated.texts[place] for place in order[(own & named)[order]]]
        themes.append(
            Theme(
                name=", ".join(phrases),
                phrases=phrases,
                members=picture.ids(stated.members[own & named]),
                size=int(own.sum()),
                tightness=found.tightness[theme],
                stability=found.stability[theme],
                examples=tuple(dict.fromkeys(middle))[:EXAMPLES],
            )
        )
    figures = (_count(stated), *found.figures())
    return Themes(tuple(themes), figures, stated.members, labels, stated.left_out)


def _count(stated: Stated) -> Figure:
    return Figure(
        phrase("statements compared"),
        float(len(stated.texts)),
        "statements",
        phrase("the statement that counts now of each member who has one, if it can be compared"),
        n=len(stated.texts),
    )
