"""Figures of how members hold together, and of tone."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from community.health.cohesion import LEAST_GROUP
from community.health.moments import Moments
from community.health.naming import named
from community.health.tracking import YEAR, Said, Tracked, tracked, unknown
from community.phrases import phrase


def of_cohesion(moments: Moments) -> Iterator[Tracked]:
    """Who stands alone or apart, and who joins groups."""
    picture, now = moments.picture, moments.cohesion(0)
    tie = phrase(
        "tied by help, mentoring, meeting, endorsing, replies or comments in {year} days", year=YEAR
    )
    islanders = np.concatenate((*now.islands, np.zeros(0, dtype=np.int64)))
    yield tracked(
        Said(
            "isolated",
            "ties",
            phrase("members without a tie"),
            "share",
            phrase("of those who are here, those not {tie}", tie=tie),
            "less",
        ),
        lambda ago: moments.cohesion(ago).isolated,
        moments.history,
        named(picture, now.alone),
    )
    yield tracked(
        Said(
            "islands",
            "ties",
            phrase("groups cut off from the rest"),
            "groups",
            phrase(
                "groups of {least_group} or more who are {tie} with each other and with "
                "nobody of the largest group",
                least_group=LEAST_GROUP,
                tie=tie,
            ),
            "less",
        ),
        lambda ago: moments.cohesion(ago).apart,
        moments.history,
        named(picture, islanders),
    )
    yield tracked(
        Said(
            "bridges",
            "ties",
            phrase("members who alone hold a group"),
            "members",
            phrase(
                "members whose leaving would cut {least_group} or more others off from the "
                "largest part of their group, by ties of {year} days",
                least_group=LEAST_GROUP,
                year=YEAR,
            ),
            "less",
        ),
        lambda ago: moments.cohesion(ago).bridging,
        moments.history,
        named(picture, now.bridges),
    )
    circles = len(now.circle_sizes)
    yield tracked(
        Said(
            "across",
            "ties",
            phrase("ties between sub-communities"),
            "share",
            phrase(
                "ties that lead from one sub-community to another; these are found from who "
                "is tied to whom"
            ),
            note=phrase(
                "There are {circles} sub-communities of five members or more.", circles=circles
            ),
        ),
        lambda ago: moments.cohesion(ago).across,
        moments.history,
    )


def of_tone() -> Tracked:
    """Why tone is not measured."""
    said = Said(
        "tone", "tone", phrase("tone"), "share", phrase("how kindly members speak to each other")
    )
    return unknown(
        said,
        phrase(
            "Not measured: no model that judges tone comes with Kinpath. It would need "
            "one that works offline and is well kept for every language spoken here; a "
            "poor one would blame the wrong members."
        ),
    )
