"""Help that was given: answers to questions, what is told as help, mentoring."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from community.picture import Picture
from community.reputation.deeds import Deeds, Nodes, dated
from community.reputation.kinds import DeedKind
from graph.packing import ASKS, seconds
from graph.schema import RelationshipKind

Moments = npt.NDArray[np.int64]


def authors_of(picture: Picture) -> Nodes:
    """(N,) int32, the member who wrote each piece of content, -1 where nobody in sight did."""
    wrote = picture.events_of(RelationshipKind.CREATED)
    authors = np.full(picture.snapshot.size, -1, dtype=np.int32)
    authors[wrote.targets] = wrote.sources
    return authors


def help_given(picture: Picture, authors: Nodes) -> list[Deeds]:
    """Answers, other help, and mentoring.

    Sources often tell an answer twice: as content that replies to a question, and as help from one
    member to another. What the same two did in the same second is one deed.
    """
    answers = _answers(picture, authors)
    told = picture.events_of(RelationshipKind.HELPED)
    helped = Deeds.of(DeedKind.HELPED, told.sources, told.targets, told.times)
    accepted = _accepted(picture)
    moments = [_moments(each.doers, each.beneficiaries, each.times) for each in (answers, helped)]
    of_answers, of_help, of_accepted = _ranked([*moments, _moments(*accepted)])
    taken = np.isin(of_answers, of_accepted)
    alone = helped.where(~np.isin(of_help, of_answers))
    alone_taken = np.isin(of_help, of_accepted)[~np.isin(of_help, of_answers)]
    mentoring = picture.events_of(RelationshipKind.MENTORS)
    return [
        answers.where(~taken),
        _as(DeedKind.ACCEPTED, answers.where(taken)),
        alone.where(~alone_taken),
        _as(DeedKind.ACCEPTED, alone.where(alone_taken)),
        Deeds.of(DeedKind.MENTORED, mentoring.sources, mentoring.targets, mentoring.times),
    ]


def _answers(picture: Picture, authors: Nodes) -> Deeds:
    replies = picture.events_of(RelationshipKind.REPLIES_TO)
    replies = replies.where(picture.snapshot.flags[replies.targets] & ASKS != 0)
    times = dated(replies.times, picture.snapshot.node_times[replies.sources])
    ends = authors[replies.sources], authors[replies.targets]
    return Deeds.of(DeedKind.ANSWERED, *ends, times, replies.sources)


def _accepted(picture: Picture) -> tuple[Nodes, Nodes, npt.NDArray[np.int32]]:
    """Who helped whom, and when, where the one who was helped accepted it: only the store knows."""
    found: list[tuple[int, int, int]] = []
    for told in picture.store.relationships(RelationshipKind.HELPED):
        if told.properties.get("accepted") is True:
            ends = picture.snapshot.find(told.source), picture.snapshot.find(told.target)
            if ends[0] is not None and ends[1] is not None:
                found.append((ends[0], ends[1], seconds(told.at)))
    rows = np.array(found, dtype=np.int32).reshape(-1, 3)
    return rows[:, 0], rows[:, 1], rows[:, 2]


def _as(kind: DeedKind, deeds: Deeds) -> Deeds:
    return Deeds.of(kind, deeds.doers, deeds.beneficiaries, deeds.times, deeds.things)


def _moments(doers: Nodes, beneficiaries: Nodes, times: npt.NDArray[np.int32]) -> Moments:
    """(D, 2) what tells one deed from another: the two of them, and the second."""
    pairs = (doers.astype(np.int64) << 32) | beneficiaries
    return np.stack([pairs, times.astype(np.int64)], axis=1)


def _ranked(parts: list[Moments]) -> list[Moments]:
    """The same number for the same moment, in all parts."""
    every = np.concatenate(parts)
    pairs = np.unique(every[:, 0], return_inverse=True)[1].astype(np.int64)
    numbers = (pairs << 32) + (every[:, 1] + (1 << 31))
    return np.split(numbers, np.cumsum([len(part) for part in parts])[:-1])
