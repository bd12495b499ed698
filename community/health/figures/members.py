"""Figures of where members stand, and of whether they stay."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

import numpy as np

from community.health.measures import Share
from community.health.moments import Moments
from community.health.naming import named
from community.health.retention import MONTH, came_again, stayed
from community.health.states import CODES, MEANINGS, State
from community.health.tracking import PERIOD, Said, Tracked, tracked
from community.phrases import phrase

_NAMES = {
    State.NEWCOMER: phrase("newcomers"),
    State.ACTIVE: phrase("active members"),
    State.VITAL: phrase("vital members"),
    State.ABOUT_TO_LEAVE: phrase("about to leave"),
    State.LEFT: phrase("left"),
    State.RETURNED: phrase("returned"),
    State.LURKER: phrase("lurkers"),
    State.SILENT: phrase("never seen active"),
}
_STATES_BETTER = {
    State.VITAL: "more", State.ABOUT_TO_LEAVE: "less", State.LEFT: "less", State.SILENT: "less",
}  # fmt: skip


def of_states(moments: Moments) -> Iterator[Tracked]:
    """Where members stand."""
    yield tracked(
        Said(
            "active_share",
            "states",
            phrase("seen in the last twelve weeks"),
            "share",
            phrase(
                "members who did anything in the last {period} days, of all who have joined",
                period=PERIOD,
            ),
            "more",
        ),
        moments.active,
        moments.history,
    )
    now = moments.standing(0)
    for state in State:
        places = np.flatnonzero(now.codes == CODES[state])
        order = np.argsort(now.silence[places], kind="stable")
        yield tracked(
            Said(
                state.value,
                "states",
                _NAMES[state],
                "share",
                phrase("{meaning}; of all who have joined", meaning=MEANINGS[state]),
                _STATES_BETTER.get(state, ""),
            ),
            partial(_state_share, moments, state),
            # Nobody can be told to have left before the community is as old as such a silence.
            moments.history - moments.window,
            named(moments.picture, places[order]),
        )


def _state_share(moments: Moments, state: State, ago: int) -> Share:
    found = moments.standing(ago)
    return Share(found.count(state), found.size)


def of_staying(moments: Moments) -> Iterator[Tracked]:
    """Whether newcomers stay."""
    window = moments.window
    yield tracked(
        Said(
            "stayed",
            "staying",
            phrase("still here after {month} days", month=MONTH),
            "share",
            phrase(
                "members whose first deed lies in the {period} days that end {window} days "
                "ago, and who did something {month} days after it or later",
                period=PERIOD,
                window=window + MONTH,
                month=MONTH,
            ),
            "more",
        ),
        lambda ago: stayed(moments.deeds, window, ago),
        moments.history,
    )
    yield tracked(
        Said(
            "came_again",
            "staying",
            phrase("newcomers who came again"),
            "share",
            phrase(
                "members whose first deed lies in the {period} days that end {month} days "
                "ago, and who did something on another day within {month} days of it",
                period=PERIOD,
                month=MONTH,
            ),
            "more",
        ),
        lambda ago: came_again(moments.deeds, ago),
        moments.history,
    )
