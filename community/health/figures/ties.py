"""Figures of how members hold together, and of tone."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from community.health.cohesion import LEAST_GROUP
from community.health.moments import Moments
from community.health.naming import named
from community.health.tracking import YEAR, Said, Tracked, tracked, unknown


def of_cohesion(moments: Moments) -> Iterator[Tracked]:
    """Who stands alone or apart, and who joins groups."""
    picture, now = moments.picture, moments.cohesion(0)
    tie = f"tied by help, mentoring, meeting, endorsing, replies or comments in {YEAR} days"
    islanders = np.concatenate((*now.islands, np.zeros(0, dtype=np.int64)))
    yield tracked(
        Said("isolated", "ties", "members without a tie", "share",
             f"of those who are here, those not {tie}", "less"),
        lambda ago: moments.cohesion(ago).isolated, moments.history, named(picture, now.alone),
    )  # fmt: skip
    yield tracked(
        Said("islands", "ties", "groups cut off from the rest", "groups",
             f"groups of {LEAST_GROUP} or more who are {tie} with each other and with nobody of "
             "the largest group", "less"),
        lambda ago: moments.cohesion(ago).apart, moments.history, named(picture, islanders),
    )  # fmt: skip
    yield tracked(
        Said("bridges", "ties", "members who alone hold a group", "members",
             f"members whose leaving would cut {LEAST_GROUP} or more others off from the largest "
             f"part of their group, by ties of {YEAR} days", "less"),
        lambda ago: moments.cohesion(ago).bridging, moments.history, named(picture, now.bridges),
    )  # fmt: skip
    circles = len(now.circle_sizes)
    yield tracked(
        Said("across", "ties", "ties between sub-communities", "share",
             "ties that lead from one sub-community to another; these are found from who is tied "
             "to whom", note=f"There are {circles} sub-communities of five members or more."),
        lambda ago: moments.cohesion(ago).across, moments.history,
    )  # fmt: skip


def of_tone() -> Tracked:
    """Why tone is not measured."""
    said = Said("tone", "tone", "tone", "share", "how kindly members speak to each other")
    return unknown(said, "Not measured: no model that judges tone comes with Kinpath. It would "
                         "need one that works offline and is well kept for every language spoken "
                         "here; a poor one would blame the wrong members.")  # fmt: skip
