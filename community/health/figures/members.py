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

_NAMES = {
    State.NEWCOMER: "newcomers", State.ACTIVE: "active members", State.VITAL: "vital members",
    State.ABOUT_TO_LEAVE: "about to leave", State.LEFT: "left", State.RETURNED: "returned",
    State.LURKER: "lurkers", State.SILENT: "never seen active",
}  # fmt: skip
_STATES_BETTER = {
    State.VITAL: "more", State.ABOUT_TO_LEAVE: "less", State.LEFT: "less", State.SILENT: "less",
}  # fmt: skip


def of_states(moments: Moments) -> Iterator[Tracked]:
    """Where members stand."""
    yield tracked(
        Said("active_share", "states", "seen in the last twelve weeks", "share",
             f"members who did anything in the last {PERIOD} days, of all who have joined", "more"),
        moments.active, moments.history,
    )  # fmt: skip
    now = moments.standing(0)
    for state in State:
        places = np.flatnonzero(now.codes == CODES[state])
        order = np.argsort(now.silence[places], kind="stable")
        yield tracked(
            Said(state.value, "states",
                 _NAMES[state], "share", MEANINGS[state] + "; of all who have joined",
                 _STATES_BETTER.get(state, "")),
            partial(_state_share, moments, state),
            # Nobody can be told to have left before the community is as old as such a silence.
            moments.history - moments.window,
            named(moments.picture, places[order]),
        )  # fmt: skip


def _state_share(moments: Moments, state: State, ago: int) -> Share:
    found = moments.standing(ago)
    return Share(found.count(state), found.size)


def of_staying(moments: Moments) -> Iterator[Tracked]:
    """Whether newcomers stay."""
    window = moments.window
    yield tracked(
        Said("stayed", "staying", f"still here after {MONTH} days", "share",
             f"members whose first deed lies in the {PERIOD} days that end {window + MONTH} days "
             f"ago, and who did something {MONTH} days after it or later", "more"),
        lambda ago: stayed(moments.deeds, window, ago), moments.history,
    )  # fmt: skip
    yield tracked(
        Said("came_again", "staying", "newcomers who came again", "share",
             f"members whose first deed lies in the {PERIOD} days that end {MONTH} days ago, and "
             f"who did something on another day within {MONTH} days of it", "more"),
        lambda ago: came_again(moments.deeds, ago), moments.history,
    )  # fmt: skip
