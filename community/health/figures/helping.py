"""Figures of questions and answers, and of who helps whom."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

import numpy as np
import numpy.typing as npt

from community.health.helping import (
    busiest,
    carriers,
    half_carried_by,
    helpers,
    inequality,
    passed_on,
    returned,
)
from community.health.moments import Moments
from community.health.naming import named
from community.health.tracking import PERIOD, YEAR, Said, Tracked, tracked, unknown

_QUESTIONS_NEEDED = "Not known: it would need questions that say when they were asked."
_FEW_ANSWERED = "Not known: fewer than half of the questions ever had a reply."
_HELP_NEEDED = f"Not known: nobody is recorded as having helped anybody in the last {PERIOD} days."


def of_answers(moments: Moments) -> Iterator[Tracked]:
    """How long questions wait."""
    wait = Said("first_answer", "answers", "hours to first answer", "hours",
                f"hours by which half of the questions of the last {PERIOD} days had a reply by "
                "somebody else; those still without one count for as long as they have waited",
                "less")  # fmt: skip
    for_a_day = _unanswered("unanswered_day", "unanswered after 24 hours", "24 hours")
    for_a_week = _unanswered("unanswered_week", "unanswered after 7 days", "7 days")
    questions = moments.questions
    if not len(questions.asked):
        yield from (unknown(said, _QUESTIONS_NEEDED) for said in (wait, for_a_day, for_a_week))
        return
    told = tracked(wait, questions.wait, moments.history)
    yield told if told.figure.value is not None else unknown(wait, _FEW_ANSWERED)
    for said, hours in ((for_a_day, 24), (for_a_week, 168)):
        late = np.flatnonzero(questions.waiting(hours))
        asking = questions.askers[late[np.argsort(-questions.asked[late], kind="stable")]]
        yield tracked(
            said, partial(questions.unanswered, hours), moments.history,
            named(moments.picture, _each_once(asking[asking >= 0])),
        )  # fmt: skip


def _each_once(places: npt.NDArray[np.int64]) -> npt.NDArray[np.int64]:
    first = np.unique(places, return_index=True)[1]
    return places[np.sort(first)]


def _unanswered(key: str, name: str, time: str) -> Said:
    return Said(key, "answers", name, "share",
                f"questions of the last {PERIOD} days that are at least {time} old and had no "
                f"reply by somebody else within {time}", "less")  # fmt: skip


def of_helping(moments: Moments) -> Iterator[Tracked]:
    """Who helps, and whether help comes back."""
    period = f"in the last {PERIOD} days"
    many = Said("helpers", "helping", "helpers", "members",
                f"members who helped another member {period}", "more")  # fmt: skip
    half = Said("half_carried_by", "helping", "helpers who carry half", "members",
                f"the fewest members who together gave half of all help {period}; the interval is "
                "that of 1,000 bootstrap samples of the helpers", "more")  # fmt: skip
    top = Said(
        "busiest",
        "helping",
        "the busiest helper's share",
        "share",
        f"of all help {period}, what came from the member who helped most",
        "less",
    )
    unequal = Said(
        "gini",
        "helping",
        "inequality of help (Gini)",
        "0 to 1",
        f"among those who helped {period}: 0 if all helped as often, towards 1 if one "
        "gave it all; the interval is that of 1,000 bootstrap samples",
        "less",
    )
    both = Said("reciprocity", "helping", "help that came back", "share",
                f"of the pairs of whom one helped the other in the last {YEAR} days, those in "
                "which both did", "more")  # fmt: skip
    passed = Said("passed_on", "helping", "helped members who help", "share",
                  f"of those who were helped in the last {YEAR} days, those who also helped "
                  "somebody", "more")  # fmt: skip
    help_given = moments.help
    recent = help_given.during(0)
    if not len(recent.helpers):
        told = (many, half, top, unequal, both, passed)
        yield from (unknown(said, _HELP_NEEDED) for said in told)
        return
    carrying = carriers(recent.counts())
    few, busy = named(moments.picture, carrying), named(moments.picture, carrying[:1])
    history = moments.history
    yield tracked(many, lambda ago: helpers(help_given.during(ago)), history)
    yield tracked(half, lambda ago: half_carried_by(help_given.during(ago)), history, few)
    yield tracked(top, lambda ago: busiest(help_given.during(ago)), history, busy)
    yield tracked(unequal, lambda ago: inequality(help_given.during(ago)), history)
    yield tracked(both, lambda ago: returned(help_given.during(ago, YEAR)), history)
    yield tracked(passed, lambda ago: passed_on(help_given.during(ago, YEAR)), history)
