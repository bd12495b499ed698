"""Questions of newcomers that nobody answered, and how soon questions were answered before."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from graph.packing import ASKS, DAY, HOUR, NO_TIME
from graph.schema import EntityKind
from matcher.worklist.standing import NEWCOMER_DAYS, Nodes, Seconds, Standing

PATIENCE_HOURS = 24
"""A newcomer's question that waits longer comes before everything else."""


@dataclass(frozen=True, slots=True, eq=False)
class NewcomersQuestions:
    """Q questions that members asked within NEWCOMER_DAYS days of coming.

    Attributes:
        nodes: (Q,) int32, the questions.
        authors: (Q,) int32, nodes of who asked.
        asked: (Q,) int64, when, in seconds since 2000.
        answered: (Q,) int64, the first reply by somebody else; NO_TIME where there is none.
    """

    nodes: Nodes
    authors: Nodes
    asked: Seconds
    answered: Seconds

    def where(self, kept: npt.NDArray[np.bool_]) -> NewcomersQuestions:
        """Those of them that are kept (Q,)."""
        return NewcomersQuestions(
            self.nodes[kept], self.authors[kept], self.asked[kept], self.answered[kept]
        )

    def in_time(self) -> npt.NDArray[np.bool_]:
        """(Q,) which of them were answered within PATIENCE_HOURS."""
        waited = self.answered - self.asked
        return np.asarray((self.answered != NO_TIME) & (waited <= PATIENCE_HOURS * HOUR))


def newcomers_questions(standing: Standing) -> NewcomersQuestions:
    """All questions that newcomers ever asked until now, the longest ago first."""
    snapshot = standing.picture.snapshot
    contents = snapshot.nodes(EntityKind.CONTENT)
    questions = contents[(snapshot.flags[contents] & ASKS != 0) & (standing.authors[contents] >= 0)]
    authors, asked = standing.authors[questions], snapshot.node_times[questions].astype(np.int64)
    joined = standing.joined[authors - standing.first]
    dated = (asked != NO_TIME) & (asked <= standing.now) & (joined != NO_TIME)
    as_newcomer = dated & (asked - joined <= NEWCOMER_DAYS * DAY)
    found = NewcomersQuestions(questions, authors, asked, _first_replies(standing)[questions])
    order = np.argsort(asked[as_newcomer], kind="stable")
    kept = found.where(as_newcomer)
    return NewcomersQuestions(
        kept.nodes[order], kept.authors[order], kept.asked[order], kept.answered[order]
    )


def waiting_questions(standing: Standing) -> NewcomersQuestions:
    """Those of today's newcomers that wait for more than PATIENCE_HOURS and may be helped with."""
    every = newcomers_questions(standing)
    places = every.authors - standing.first
    theirs = standing.newcomers[places] & standing.open[places]
    late = every.asked <= standing.now - PATIENCE_HOURS * HOUR
    return every.where(theirs & late & (every.answered == NO_TIME))


def _first_replies(standing: Standing) -> Seconds:
    """(N,) when content was first replied to by somebody else; NO_TIME for never.

    A reply without a time counts as being there from the beginning.
    """
    latest = np.iinfo(np.int64).max
    found = np.full(standing.picture.snapshot.size, latest, dtype=np.int64)
    replies = standing.replies
    told = replies.times.astype(np.int64)
    own = standing.picture.snapshot.node_times[replies.sources].astype(np.int64)
    when = np.where(told == NO_TIME, own, told)
    when = np.where(when == NO_TIME, np.int64(NO_TIME) + 1, when)
    until = when <= standing.now
    np.minimum.at(found, replies.targets[until], when[until])
    found[found == latest] = NO_TIME
    return found
