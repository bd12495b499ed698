"""Where each member stands: newcomer, active, vital, about to leave, left, returned, lurker."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

import numpy as np
import numpy.typing as npt

from community.health.deeds import Deeds
from community.health.rhythm import GONE_AFTER, Rhythm, silence
from community.health.tracking import PERIOD
from community.phrases import Phrase, phrase

Codes = npt.NDArray[np.uint8]

NEW_FOR = 30
"""Days after joining."""
BACK_FOR = 30
"""Days after coming back."""
HALF = 0.5
"""What the vital members carry of all that was given."""


class State(StrEnum):
    """How a member stands to the community."""

    NEWCOMER = "newcomer"
    ACTIVE = "active"
    VITAL = "vital"
    ABOUT_TO_LEAVE = "about to leave"
    LEFT = "left"
    RETURNED = "returned"
    LURKER = "lurker"
    SILENT = "silent"


STATES: tuple[State, ...] = tuple(State)
CODES = {state: code for code, state in enumerate(STATES)}
NOT_HERE = 255
"""The code of those who had not joined yet."""
STATE_NAMES: dict[State, Phrase] = {
    State.NEWCOMER: phrase("newcomer"),
    State.ACTIVE: phrase("active"),
    State.VITAL: phrase("vital"),
    State.ABOUT_TO_LEAVE: phrase("about to leave"),
    State.LEFT: phrase("left"),
    State.RETURNED: phrase("returned"),
    State.LURKER: phrase("lurker"),
    State.SILENT: phrase("silent"),
}
MEANINGS: dict[State, str] = {
    State.NEWCOMER: phrase("joined in the last {new_for} days", new_for=NEW_FOR),
    State.ACTIVE: phrase("gives something, and was here within their own usual break"),
    State.VITAL: phrase(
        "active, and one of the fewest who together gave half of the last {period} days",
        period=PERIOD,
    ),
    State.ABOUT_TO_LEAVE: phrase(
        "silent for longer than nine in ten of their breaks, or, with fewer than five"
        " breaks, of the community's"
    ),
    State.LEFT: phrase("silent for more than twice as long as that"),
    State.RETURNED: phrase(
        "came back in the last {back_for} days from a silence that counted as left",
        back_for=BACK_FOR,
    ),
    State.LURKER: phrase(
        "reads, reacts or joins groups, and has never written, helped or taken part"
    ),
    State.SILENT: phrase(
        "joined more than {new_for} days ago and was never seen doing anything", new_for=NEW_FOR
    ),
}
PRESENT = (
    State.NEWCOMER, State.ACTIVE, State.VITAL, State.ABOUT_TO_LEAVE, State.RETURNED, State.LURKER,
)  # fmt: skip
"""Those who are here."""


@dataclass(frozen=True, slots=True, eq=False)
class Standing:
    """Where M members stood so many days before the clock.

    Attributes:
        ago: days before the clock.
        codes: (M,) uint8, places in `STATES`; NOT_HERE of those who had not joined.
        silence: (M,) days since their last deed; infinite where there was none.
    """

    ago: int
    codes: Codes
    silence: npt.NDArray[np.float64]

    def count(self, state: State) -> int:
        """How many there are in a state."""
        return int(np.count_nonzero(self.codes == CODES[state]))

    @property
    def size(self) -> int:
        """How many members there were."""
        return int(np.count_nonzero(self.codes != NOT_HERE))

    @property
    def here(self) -> npt.NDArray[np.bool_]:
        """(M,) who is here: neither left, nor silent, nor still to come."""
        return np.isin(self.codes, [CODES[state] for state in PRESENT])


def standing(deeds: Deeds, habits: Rhythm, ago: int = 0) -> Standing:
    """Where all members stood so many days before the clock.

    Of two states that fit, the one further down in the code counts; what has to be true of the
    member then is in `MEANINGS`.
    """
    known = deeds.until(ago)
    size = len(deeds.members)
    gave = np.bincount(known.who, weights=known.gives, minlength=size)
    since, patience = silence(deeds, ago), habits.patience
    codes = np.full(size, CODES[State.ACTIVE], dtype=np.uint8)
    codes[_vital(deeds, ago)] = CODES[State.VITAL]
    codes[habits.returned(ago, BACK_FOR)] = CODES[State.RETURNED]
    codes[gave == 0] = CODES[State.LURKER]
    codes[since > patience] = CODES[State.ABOUT_TO_LEAVE]
    codes[since > GONE_AFTER * patience] = CODES[State.LEFT]
    codes[np.isinf(since)] = CODES[State.SILENT]
    codes[deeds.joined - np.int64(ago) < NEW_FOR] = CODES[State.NEWCOMER]
    codes[deeds.joined < ago] = NOT_HERE
    return Standing(ago, codes, since)


def _vital(deeds: Deeds, ago: int) -> npt.NDArray[np.int64]:
    """The fewest members who together have half of the days of giving in a period."""
    recent = deeds.until(ago, ago + PERIOD)
    gave = np.bincount(recent.who, weights=recent.gives, minlength=len(deeds.members))
    order = np.argsort(-gave, kind="stable")
    carried = np.cumsum(gave[order])
    if not len(order) or not carried[-1]:
        return np.zeros(0, dtype=np.int64)
    return order[: int(np.searchsorted(carried, HALF * carried[-1])) + 1]


def transitions(then: Standing, now: Standing) -> npt.NDArray[np.int64]:
    """(S + 1, S) how many went from each state to each; the last row is of those who joined."""
    size = len(STATES)
    rows = np.where(then.codes == NOT_HERE, size, then.codes).astype(np.int64)
    here = now.codes != NOT_HERE
    cells = rows[here] * size + now.codes[here]
    return np.bincount(cells, minlength=(size + 1) * size).reshape(size + 1, size)
