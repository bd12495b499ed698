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
from community.phrases import phrase

_QUESTIONS_NEEDED = phrase("Not known: it would need questions that say when they were asked.")
_FEW_ANSWERED = phrase("Not known: fewer than half of the questions ever had a reply.")
_HELP_NEEDED = phrase(
    "Not known: nobody is recorded as having helped anybody in the last {period} days.",
    period=PERIOD,
)


def of_answers(moments: Moments) -> Iterator[Tracked]:
    """How long questions wait."""
    wait = Said(
        "first_answer",
        "answers",
        phrase("hours to first answer"),
        "hours",
        phrase(
            "hours by which half of the questions of the last {period} days had a reply "
            "by somebody else; those still without one count for as long as they have "
            "waited",
            period=PERIOD,
        ),
        "less",
    )
    for_a_day = _unanswered(
        "unanswered_day", phrase("unanswered after 24 hours"), phrase("24 hours")
    )
    for_a_week = _unanswered("unanswered_week", phrase("unanswered after 7 days"), phrase("7 days"))
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
    return Said(
        key,
        "answers",
        name,
        "share",
        phrase(
            "questions of the last {period} days that are at least {time} old and had no "
            "reply by somebody else within {time}",
            period=PERIOD,
            time=time,
        ),
        "less",
    )


def of_helping(moments: Moments) -> Iterator[Tracked]:
    """Who helps, and whether help comes back."""
    period = phrase("in the last {period} days", period=PERIOD)
    many = Said(
        "helpers",
        "helping",
        phrase("helpers"),
        "members",
        phrase("members who helped another member {period}", period=period),
        "more",
    )
    half = Said(
        "half_carried_by",
        "helping",
        phrase("helpers who carry half"),
        "members",
        phrase(
            "the fewest members who together gave half of all help {period}; the interval"
            " is that of 1,000 bootstrap samples of the helpers",
            period=period,
        ),
        "more",
    )
    top = Said(
        "busiest",
        "helping",
        phrase("the busiest helper's share"),
        "share",
        phrase("of all help {period}, what came from the member who helped most", period=period),
        "less",
    )
    unequal = Said(
        "gini",
        "helping",
        phrase("inequality of help (Gini)"),
        phrase("0 to 1"),
        phrase(
            "among those who helped {period}: 0 if all helped as often, towards 1 if one "
            "gave it all; the interval is that of 1,000 bootstrap samples",
            period=period,
        ),
        "less",
    )
    both = Said(
        "reciprocity",
        "helping",
        phrase("help that came back"),
        "share",
        phrase(
            "of the pairs of whom one helped the other in the last {year} days, those in "
            "which both did",
            year=YEAR,
        ),
        "more",
    )
    passed = Said(
        "passed_on",
        "helping",
        phrase("helped members who help"),
        "share",
        phrase(
            "of those who were helped in the last {year} days, those who also helped somebody",
            year=YEAR,
        ),
        "more",
    )
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
