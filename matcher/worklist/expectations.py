"""What may be expected of an entry: from the hold-out, else from the community's own past."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt

from community.figure import Figure
from community.phrases import phrase
from community.proportions import wilson
from graph.packing import DAY, HOUR, NO_TIME
from matcher.worklist.entries import Cause
from matcher.worklist.proportions import LEAST, difference
from matcher.worklist.proposals import Proposal
from matcher.worklist.questions import PATIENCE_HOURS, newcomers_questions
from matcher.worklist.standing import NEWCOMER_DAYS, Mask, Standing
from matcher.worklist.uplift import WINDOW_DAYS, uplift

STAYED_DAYS = 90
"""Whoever does something between their first month and so many days has stayed."""
LOOKS_BACK = 6
"""How many times WINDOW_DAYS the past of those about to leave is looked at."""
_NO_PROOF = phrase(
    "This is a difference between members of the past, not a proof of cause: "
    "those who stayed may have differed before. A hold-out tells what proposing "
    "does."
)


class Expectations:
    """By cause, what happened before in this community."""

    def __init__(self, standing: Standing, earlier: Sequence[Proposal]) -> None:
        self._standing, self._earlier = standing, earlier
        self._known: dict[Cause, Figure] = {}

    def of(self, cause: Cause) -> Figure:
        """The figure for a cause; without a value where the past does not tell."""
        if cause not in self._known:
            self._known[cause] = self._found(cause)
        return self._known[cause]

    def _found(self, cause: Cause) -> Figure:
        measured = uplift(self._standing, self._earlier, cause)
        if measured.came_about.value is not None:
            return measured.came_about
        match cause:
            case Cause.UNANSWERED:
                return self._answered_in_time
            case Cause.NO_TIE | Cause.ISOLATED:
                return self._early_tie
            case Cause.LEAVING:
                return self._came_back
        return _share_of(measured.proposed.came_about, measured.proposed.proposals)

    @cached_property
    def _answered_in_time(self) -> Figure:
        standing, every = self._standing, newcomers_questions(self._standing)
        old = every.where(every.asked + WINDOW_DAYS * DAY <= standing.now)
        since, until = old.asked + PATIENCE_HOURS * HOUR, old.asked + WINDOW_DAYS * DAY
        returned = _active_between(standing, old.authors - standing.first, since, until)
        return _compared(
            phrase("newcomers who returned after their question"),
            returned,
            old.in_time(),
            phrase(
                "share of newcomers' questions whose author did something later than "
                "{patience_hours} hours and within {window_days} days: where an answer came "
                "within {patience_hours} hours, less where none did",
                patience_hours=PATIENCE_HOURS,
                window_days=WINDOW_DAYS,
            ),
        )

    @cached_property
    def _early_tie(self) -> Figure:
        standing = self._standing
        first_tie = np.full(standing.count, np.iinfo(np.int64).max)
        one, _, since = standing.ties
        np.minimum.at(first_tie, one - standing.first, since)
        # Whoever has a tie of unknown age cannot be told apart.
        told = (standing.joined != NO_TIME) & (first_tie != NO_TIME)
        told &= standing.joined + STAYED_DAYS * DAY <= standing.now
        places, joined = np.flatnonzero(told), standing.joined[told]
        ends = joined + NEWCOMER_DAYS * DAY, joined + STAYED_DAYS * DAY
        returned = _active_between(standing, places, *ends)
        return _compared(
            phrase("members who stayed after their first month"),
            returned,
            first_tie[told] <= joined + NEWCOMER_DAYS * DAY,
            phrase(
                "share of members who did something {newcomer_days} to {stayed_days} days "
                "after they came: of those who had a tie in their first month, less of those "
                "who had none",
                newcomer_days=NEWCOMER_DAYS,
                stayed_days=STAYED_DAYS,
            ),
        )

    @cached_property
    def _came_back(self) -> Figure:
        spells = back = 0
        for step in range(1, LOOKS_BACK + 1):
            places = np.flatnonzero(self._standing.leaving_before(step * WINDOW_DAYS))
            then = self._standing.last_deed - step * WINDOW_DAYS * DAY
            since = np.full(len(places), then)
            came = _active_between(self._standing, places, since, since + WINDOW_DAYS * DAY)
            spells, back = spells + len(places), back + int(came.sum())
        name = phrase("members who came back by themselves")
        definition = phrase(
            "of those who were about to leave at {looks_back} times of the past: the "
            "share that did something in the next {window_days} days",
            looks_back=LOOKS_BACK,
            window_days=WINDOW_DAYS,
        )
        if spells < LEAST:
            note = phrase(
                "needs {least} such cases in the past; there are {spells}",
                least=LEAST,
                spells=spells,
            )
            return Figure(name, None, "share", definition, n=spells, note=note)
        note = phrase("What showing them something adds is not known until a share is held out.")
        low, high = wilson(back, spells)
        return Figure(name, back / spells, "share", definition, low, high, spells, note)


def _active_between(
    standing: Standing,
    places: npt.NDArray[np.integer[Any]],
    since: npt.NDArray[np.int64],
    until: npt.NDArray[np.int64],
) -> Mask:
    """(n,) whether the members at these places did something after `since` and up to `until`."""
    deeds = standing.deeds
    # Places and times in one number, so that one sorted array answers for all members.
    width = np.int64(1) << 33
    keys = np.sort((deeds.sources - standing.first).astype(np.int64) * width + deeds.times)
    own = places.astype(np.int64) * width
    found = np.searchsorted(keys, own + until, side="right")
    return np.asarray(found > np.searchsorted(keys, own + since, side="right"))


def _compared(name: str, outcome: Mask, exposed: Mask, definition: str) -> Figure:
    """How much more often the outcome (n,) came among the exposed (n,) than among the others."""
    of, of_other = int(exposed.sum()), int((~exposed).sum())
    if min(of, of_other) < LEAST:
        note = phrase(
            "needs {least} cases on each side; there are {of} and {of_other}",
            least=LEAST,
            of=of,
            of_other=of_other,
        )
        return Figure(name, None, "share", definition, n=of + of_other, note=note)
    yes, other = int((outcome & exposed).sum()), int((outcome & ~exposed).sum())
    found, low, high = difference(yes, of, other, of_other)
    told = phrase(
        "{yes} of {of} against {other} of {of_other}. {no_proof}",
        yes=yes,
        of=of,
        other=other,
        of_other=of_other,
        no_proof=_NO_PROOF,
    )
    ends = float(low), float(high)
    return Figure(name, float(found), "share", definition, *ends, of + of_other, told)


def _share_of(yes: int, of: int) -> Figure:
    name = phrase("proposals that came about")
    definition = phrase(
        "share of earlier proposals of this kind after which the two had to do with "
        "each other within {window_days} days",
        window_days=WINDOW_DAYS,
    )
    if of < LEAST:
        note = phrase(
            "Not known yet. It needs {least} proposals of this kind that are {days} days old. "
            "There are {of}.",
            least=LEAST,
            days=WINDOW_DAYS,
            of=of,
        )
        return Figure(name, None, "share", definition, n=of, note=note)
    note = phrase("How many would have met anyway is not known until a share is held out.")
    return Figure(name, yes / of, "share", definition, *wilson(yes, of), of, note)
